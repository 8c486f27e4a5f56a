"""Whom an edition's entries are put to: the units that answer for them and can be asked, and those that cannot."""

from __future__ import annotations

import json
from collections.abc import Collection

from msgspec import Struct

from conformance.catalog.store import LISTS, THREE, Catalogue
from conformance.catalog.workbook.marks import digest
from conformance.standard.entries import Entry
from conformance.standard.model import Text

_RESPONSIBLE = {"items": "providers", "behaviours": "recognising_units", "applications": "users"}
_NOBODY = ("implied", "group")
"""How the document names units of which nobody in particular can be asked."""


class Asked(Struct, frozen=True):
    """The responsible units with their entries, in the order of the registry of units."""

    units: dict[str, list[Entry]]
    nobody: dict[str, list[Entry]]
    """Kinds of units and placeholders: there is no particular unit to be asked."""

    def only(self, units: Collection[str]) -> Asked:
        """Some of the units; all of them where none is named."""
        return Asked({u: e for u, e in self.units.items() if u in units}, self.nobody) if units else self


def responsible(entry: Entry) -> tuple[str, ...]:
    """The units that answer for an entry of the three lists."""
    links = entry.data.get(_RESPONSIBLE.get(entry.list, ""), ())
    return tuple(dict.fromkeys(str(link["unit"]) for link in links))


def asked(catalogue: Catalogue) -> Asked:
    """Everybody who answers for an entry of the three lists."""
    found: dict[str, list[Entry]] = {}
    for name in THREE:
        for entry in catalogue.entries.of(LISTS[name]):
            for unit in responsible(entry):
                found.setdefault(unit, []).append(entry)
    known = catalogue.entries.index("units")
    order = {unit: number for number, unit in enumerate(known)}
    everybody = dict(sorted(found.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))
    nobody = {unit for unit in everybody if unit in known and known[unit].data.get("naming") in _NOBODY}
    return Asked(
        {unit: entries for unit, entries in everybody.items() if unit not in nobody},
        {unit: entries for unit, entries in everybody.items() if unit in nobody},
    )


def name_of(unit: str, catalogue: Catalogue) -> Text:
    """The name of a unit in both languages; its id where nobody knows it."""
    entry = catalogue.entries.index("units").get(unit)
    if entry is not None:
        return Text(str(entry.data["title"]["zh"]), str(entry.data["title"]["en"]))
    known = catalogue.standard.units.get(unit)
    return Text(unit, unit) if known is None else known.title


def mark_of(catalogue: Catalogue) -> str:
    """A mark of what the three lists say, in whatever files and form: the edition that the units were asked about."""
    said = [[entry.list, entry.id, entry.data] for name in THREE for entry in catalogue.entries.of(LISTS[name])]
    return digest(json.dumps(sorted(said, key=lambda one: one[:2]), sort_keys=True, ensure_ascii=False))
