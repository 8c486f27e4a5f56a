"""Rule by rule: what JSON Schema enforces, within which bounds, and what it cannot express."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from conformance.publish.records.build import NESTED
from conformance.publish.records.model import About, Told, beyond, tell
from conformance.standard.model import Check, RecordType, Standard, Text


class Row(Struct):
    """One rule: the fields for which JSON Schema says it in full, within bounds, or not at all."""

    rule: str
    whole: set[str] = field(default_factory=set)
    bounded: dict[Text, set[str]] = field(default_factory=dict)
    """Bounds → fields."""
    untold: dict[Text, set[str]] = field(default_factory=dict)
    """Reason → fields; no field for what is not about fields."""


def matrix(standard: Standard) -> dict[str, Row]:
    """Rule → row, for every rule of the standard, over all record types and items."""
    rows = {rule: Row(rule) for rule in standard.rules}
    for about, check in _checks(standard):
        said, row = tell(about, check), rows[check.rule]
        if not isinstance(said, Told):
            row.untold.setdefault(said.reason, set()).add(check.field)
        elif said.bounds is None:
            row.whole.add(check.field)
        else:
            row.bounded.setdefault(said.bounds, set()).add(check.field)
    rows[NESTED].whole.update(f.name for record in standard.record_types.values() for f in record.fields)
    for rule, row in rows.items():
        if not (row.whole or row.bounded or row.untold):
            row.untold[beyond(standard.rules[rule]).reason] = set()
    return rows


def _checks(standard: Standard) -> Iterator[tuple[About, Check]]:
    """The checks of the record types, and those that items have of their own."""
    for record_type in standard.record_types.values():
        yield from _with(standard, record_type, record_type.checks)
    for item, entry in standard.items.items():
        yield from _with(standard, standard.record_type_of(item), entry.checks)


def _with(standard: Standard, record_type: RecordType, checks: tuple[Check, ...]) -> Iterator[tuple[About, Check]]:
    for check in checks:
        yield About(standard, record_type, check.purposes[0]), check
