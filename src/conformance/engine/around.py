"""The cells around a cell, by which people know a record again: its number, its subject, what it was compared with."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.engine.model import Neighbour
from conformance.engine.places import Positions
from conformance.engine.plan import Plan
from conformance.engine.written import Written
from conformance.standard.model import RecordType

AROUND = 8
"""Findings of one check and column whose cells around are taken along: reports show a few examples, not all that they hold."""
_READ = 4
"""Fields that a check reads besides; one that reads more is about the row, and few of them would tell."""


def subject_field(record_type: RecordType) -> str | None:
    """Name of the field with the name of whom or what a record is about."""
    return next((field.name for field in record_type.fields if field.personal == "name"), None)


def around(
    plan: Plan, fields: Sequence[str], shown: str, written: Written, rows: Positions
) -> list[tuple[Neighbour, ...]]:
    """The neighbours of the cells of column ``shown`` in some rows, for a check that reads ``fields``."""
    wanted = (plan.record_type.key_field, subject_field(plan.record_type), *(fields if len(fields) <= _READ else ()))
    places = {name: place for place, name in enumerate(plan.context.columns)}
    chosen = {places[name]: name for name in wanted if name in places and name != shown}
    columns = [(place, written[name]) for place, name in chosen.items()]
    return [tuple(Neighbour(place, column[at]) for place, column in columns) for at in rows.tolist()]
