"""Units, and the parties that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from conformance.standard.compile.codelists import SEVERAL
from conformance.standard.compile.declarations import Declared, class_of
from conformance.standard.entries import Entry
from conformance.standard.model import Check, CodeList, Division, Party, Severity, Text, Unit

_CITY = "31"
_Party = Literal["unit", "district", "province"]
_KINDS: Mapping[str, str] = {"district": "district", "province": "province"}
_PARTIES: Mapping[str, _Party] = {"unit": "unit", "district": "district", "province": "province"}


def unit(entry: dict[str, Any]) -> Unit:
    """One unit."""
    title = Text(**entry["title"])
    names = dict.fromkeys([entry["name"], title.zh, *entry.get("aliases", ())])
    own = [entry["division"]] if "division" in entry else []
    return Unit(
        id=entry["id"],
        title=title,
        kind=entry["kind"],
        names=tuple(names),
        district_offices=tuple(entry.get("district_offices", ())),
        members=tuple(entry.get("members", ())),
        parent=entry.get("parent"),
        divisions=(*own, *entry.get("earlier_divisions", ())),
        naming=entry["naming"],
    )


def submits(one: Unit) -> bool:
    """Whether it may be a party: a group submits nothing itself, nor does what the document does not name."""
    return one.naming in ("named", "covered")


def party_id(one: Unit) -> str:
    """``unit:sh-tax``, ``district:310115`` or ``province:320000``. The city itself is no province among the partners."""
    if not one.divisions or (one.kind == "province" and one.divisions[0].startswith(_CITY)):
        return f"unit:{one.id}"
    return f"{_KINDS[one.kind]}:{one.divisions[0]}" if one.kind in _KINDS else f"unit:{one.id}"


def asked_of(profile: Entry) -> dict[str, tuple[Declared, ...]]:
    """Checks that a party's profile adds, by record type.

    A field that somebody's own platform asks for is missed with a warning: the standard itself does not require it.
    """
    found: dict[str, tuple[Declared, ...]] = {}
    for number, asked in enumerate(profile.data.get("asked_fields", ())):
        if asked.get("required") != "yes":
            continue
        data = {
            "kind": class_of("required"),
            "records": [asked["record_type"]],
            "fields": [asked["field"]],
            "lawful": [],
            "severity": "warning",
            "origin": asked["origin"],
            "clause": asked["clause"],
        }
        one = Declared("required", data, profile.place("asked_fields", number))
        found[asked["record_type"]] = (*found.get(asked["record_type"], ()), one)
    return found


def parties(
    units: Mapping[str, Unit],
    profiles: Iterable[Entry],
    lists: Mapping[str, CodeList],
    asked: Mapping[str, dict[str, tuple[Check, ...]]],
    divisions: Sequence[Division],
) -> dict[str, Party]:
    """Every unit that may submit, with what its profile changes."""
    known = {profile.id: profile.data for profile in profiles}
    found = {}
    for one in units.values():
        if not submits(one):
            continue
        # The first unit of a province speaks for it; others of its units are parties of their own.
        name = party_id(one) if party_id(one) not in found else f"unit:{one.id}"
        found[name] = _party(name, one, units, known.get(name, {}), lists, asked.get(name, {}), divisions)
    return dict(sorted(found.items()))


def _party(
    name: str,
    one: Unit,
    units: Mapping[str, Unit],
    profile: dict[str, Any],
    lists: Mapping[str, CodeList],
    asked: dict[str, tuple[Check, ...]],
    divisions: Sequence[Division],
) -> Party:
    groups = [group.id for group in units.values() if one.id in group.members]
    above = [one.parent] if one.parent else []
    severities: dict[str, Severity] = {
        change["changed_rule"]: change["changed_severity"] for change in profile.get("severities", ())
    }
    return Party(
        id=name,
        title=one.title,
        kind=_PARTIES[name.partition(":")[0]],
        jurisdiction=_jurisdiction(one, units, divisions),
        severities=severities,
        code_numbering=_numbering(profile, lists),
        length_unit=profile.get("length_unit", "characters"),
        units=(one.id, *above, *groups),
        checks=asked,
    )


def _jurisdiction(one: Unit, units: Mapping[str, Unit], divisions: Sequence[Division]) -> tuple[str, ...]:
    """Beginnings of the division codes that it may report: a province's are its first two digits, a district's those
    that it has, had or took over, and those that came after them; a district's department has the district's."""
    if not one.divisions and one.parent:
        return _jurisdiction(units[one.parent], units, divisions)
    if one.kind == "province":
        return tuple(code[:2] for code in one.divisions)
    if one.divisions:
        later = (code for division in divisions if division.code in one.divisions for code in division.successors)
        return tuple(dict.fromkeys((*one.divisions, *later)))
    return (_CITY,) if one.kind in ("municipal_department", "judicial", "party") else ()


def _numbering(profile: dict[str, Any], lists: Mapping[str, CodeList]) -> dict[str, dict[str, str]]:
    numbering: dict[str, dict[str, str]] = {}
    for declared in profile.get("numberings", ()):
        numbers = {number["number_used"]: number["label"] for number in declared["numbers"]}
        name = declared["numbered_list"]
        # The list for cells with several values is numbered as the plain one.
        numbering |= {known: numbers for known in (name, name + SEVERAL) if known == name or known in lists}
    return numbering
