"""The entries of a side in one form, whether they come from the lists as written or from the compiled standard."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from conformance.catalog.diff.sides import Side
from conformance.catalog.store import LISTS
from conformance.standard.entries import own_title
from conformance.standard.model import Check, DataItem, Standard, Text, Unit

COMPILED = ("data", "unit")
"""Lists that the compiled standard has as well."""


class Row(Struct, frozen=True):
    """One entry."""

    data: dict[str, Any]
    place: str = ""

    @property
    def title(self) -> Text | None:
        """Its title; what it is about where it has none."""
        return own_title(self.data)


Rows = dict[str, dict[str, Row]]
"""List → id → entry."""


def rows_of(side: Side) -> Rows:
    """Every list of the side, as written. Lists of which it has no file are not there."""
    if side.entries is None:
        return {}
    there = {file.list for file in side.entries.files}
    return {
        name: {entry.id: Row(entry.data, entry.place()) for entry in side.entries.of(key)}
        for name, key in LISTS.items()
        if key in there
    }


def compiled_rows(standard: Standard) -> Rows:
    """Data items and units as far as the compiled standard knows them."""
    return {
        "data": {item.id: Row(_item(item)) for item in standard.items.values()},
        "unit": {unit.id: Row(_unit(unit)) for unit in standard.units.values()},
    }


def titles_of(*sides: Rows) -> dict[str, dict[str, Text]]:
    """List → id → title; of several sides the first that knows the entry."""
    found: dict[str, dict[str, Text]] = {}
    for rows in sides:
        for name, entries in rows.items():
            for identifier, row in entries.items():
                if row.title is not None:
                    found.setdefault(name, {}).setdefault(identifier, row.title)
    return found


def _item(item: DataItem) -> dict[str, Any]:
    narrowing: list[dict[str, Any]] = [{"kind": "required", "field": name} for name in item.required]
    narrowing += [{"kind": "extra", "field": field.name} for field in item.fields]
    for check in item.checks:
        narrowing += _constraint(check)
    return {
        "id": item.id,
        "title": {"zh": item.title.zh, "en": item.title.en},
        "general": item.general,
        "providers": [{"unit": unit} for unit in item.providers],
        "record_type": item.record_type,
        "subject_types": list(item.subject_types),
        "narrowing": narrowing,
        "provenance": {"clauses": [item.clause], "basis": item.basis},
    }


def _constraint(check: Check) -> list[dict[str, Any]]:
    if check.kind == "value_of_item":
        return [{"kind": "values", "field": check.field, "values": list(check.params["allowed"])}]
    if check.kind == "issuer":
        return [{"kind": "issuers", "field": check.field, "units": list(check.params["units"])}]
    if check.kind == "item_subject":
        return [{"kind": "subject", "subject_types": list(check.params["subjects"])}]
    return []


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "title": {"zh": unit.title.zh, "en": unit.title.en},
        "aliases": list(unit.names),
        "kind": unit.kind,
        "members": list(unit.members),
        "parent": unit.parent,
        "earlier_divisions": list(unit.divisions),
        "district_offices": list(unit.district_offices),
    }
