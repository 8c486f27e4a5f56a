"""Finding the party that somebody names: a unit, a district, a province, or a department of a district."""

from __future__ import annotations

import re

from msgspec.structs import replace

from conformance.standard.model import Party, Standard, Text
from conformance.standard.names import office_names, plain

_OFFICE = re.compile(r"^(district:[0-9]{6})/([a-z][a-z0-9-]*)$")


def find_party(given: str, standard: Standard) -> Party | None:
    """The party of an id; None where there is none.

    ``unit:sh-tax`` (``unit:sh_tax`` as well), ``district:310115`` by any code that the district had or was given later,
    ``province:320000``, ``district:310115/sh-fda`` for the district's office of a city department, or the name of a
    unit (市地税局), where it is one unit's only.
    """
    name = given.replace("_", "-")
    office = _OFFICE.match(name)
    if office is not None:
        return _office(office[1], office[2], standard)
    if name in standard.parties:
        return standard.parties[name]
    kind, _, code = name.partition(":")
    for party in standard.parties.values():
        if kind == party.kind == "district" and code in party.jurisdiction:
            return party
    called = plain(given.removeprefix("unit:"))
    named = [
        party
        for party in standard.parties.values()
        if called in map(plain, standard.units[party.units[0]].names if party.units else ())
    ]
    return named[0] if len(named) == 1 else None


def _office(district: str, department: str, standard: Standard) -> Party | None:
    """A district's office of a department: it submits for either, within the district."""
    above, unit = find_party(district, standard), standard.units.get(department)
    if above is None or unit is None or not unit.district_offices:
        return None
    title = office_names(unit, _name_of(above, standard))[0]
    return replace(
        above,
        id=f"{above.id}/{department}",
        title=Text(title, f"Office of {unit.title.en} in {above.title.en}"),
        units=tuple(dict.fromkeys((*above.units, unit.id))),
    )


def _name_of(district: Party, standard: Standard) -> str:
    codes = {division.code: division.name for division in standard.divisions}
    return codes[district.jurisdiction[0]]
