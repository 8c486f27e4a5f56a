"""Turning positions of failures into violations: their place, their value, the record's key and the details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl

from conformance.checks.base import AT_COLUMN, GRADE
from conformance.checks.few import FEW
from conformance.engine.around import AROUND, around
from conformance.engine.cells import Cells
from conformance.engine.model import Neighbour, Request, Violation
from conformance.engine.places import NOWHERE, Places, Positions
from conformance.engine.plan import ALIVE, Plan, Planned, reads
from conformance.engine.telling import telling_fields
from conformance.engine.written import Written, taken
from conformance.sources.model import Batch, Column, Notice
from conformance.standard.model import Check, RecordType


def violations(
    planned: Planned, plan: Plan, failed: Cells, written: Written, places: Places, origin: Positions
) -> list[Violation]:
    """Violations of one check. ``failed`` are the cells of the failing rows, ``origin`` these rows among those ``written``."""
    columns = {name: place for place, name in enumerate(plan.context.columns)}
    keys = keys_of(plan, failed)
    names = names_of(plan, written, origin)
    contents = _contents(plan, written, origin, keys)
    every = _details(planned, failed)
    at_columns = [details.pop(AT_COLUMN, planned.check.field) for details in every]
    neighbours = _neighbours(planned, plan, written, places, origin, at_columns)
    values: dict[str, Sequence[str | None]] = {}
    found = []
    for place, (at, shown, details) in enumerate(zip(places.of_each(origin), at_columns, every, strict=True)):
        fix = details.pop(GRADE, None)
        if shown not in values:
            values[shown] = taken(written[shown], origin) if shown in written else [None] * len(origin)
        found.append(
            Violation(
                check=planned.check,
                severity=planned.severity,
                column=columns.get(shown),
                value=values[shown][place],
                key=keys[place],
                details=details,
                names=names[place],
                content=contents[place] if contents else (),
                fix=fix,
                around=neighbours.get(place, ()),
                **at,
            )
        )
    return found


def _neighbours(
    planned: Planned, plan: Plan, written: Written, places: Places, origin: Positions, shown: Sequence[str]
) -> dict[int, tuple[Neighbour, ...]]:
    """The cells around the first findings in each column where some are ``shown``, by their place among the rows."""
    met = Counter[str]()
    chosen = []
    for place, (column, is_record) in enumerate(zip(shown, places.is_record[origin].tolist(), strict=True)):
        met[column] += 1
        if is_record and met[column] <= AROUND:  # a footer has no number and no subject
            chosen.append(place)
    cells = around(plan, planned.check.fields, planned.check.field, written, origin[chosen])
    return dict(zip(chosen, cells, strict=True))


def _contents(
    plan: Plan, written: Written, origin: Positions, keys: Sequence[str | None]
) -> list[tuple[tuple[str, str], ...]]:
    """By what each of these records is known again; nothing where its number does that. Empty where all numbers do."""
    words, personal = plan.context.standard.placeholders, plan.context.field(plan.record_type.key_field).personal
    bare = [at for at, key in enumerate(keys) if personal != "none" or key is None or key in words]
    if not bare:
        return []
    fields = telling_fields(plan.record_type, written)
    contents: list[tuple[tuple[str, str], ...]] = [()] * len(keys)
    for at, row in zip(bare, _texts(written, fields, origin[bare]), strict=True):
        contents[at] = tuple((name, text) for name, text in zip(fields, row, strict=True) if text)
    return contents


def names_of(plan: Plan, written: Written, origin: Positions) -> list[tuple[str, ...]]:
    """Names of persons in each of these records."""
    fields = [f.name for f in plan.record_type.fields if f.personal == "name" and f.name in written]
    return [tuple(name for name in row if name) for row in _texts(written, fields, origin)]


def _texts(written: Written, fields: Sequence[str], origin: Positions) -> Sequence[tuple[str | None, ...]]:
    """The cells of some columns in some rows, row by row."""
    columns = [taken(written[name], origin) for name in fields]
    return list(zip(*columns, strict=True)) if columns else [()] * len(origin)


def key_column(record_type: RecordType) -> str:
    """Name of the derived column that holds a record's business key."""
    return f"{record_type.key_field}#text"


def shown_in(planned: Planned, failed: Cells) -> list[str] | None:
    """The column in which each failure is shown, where the check itself says that; None where that is its field's."""
    expression = planned.judgement.details.get(AT_COLUMN)
    if expression is None:
        return None
    spread = pl.when(pl.col(ALIVE)).then(expression).fill_null("")
    return failed.frame(reads([expression])).select_seq(spread).to_series().to_list()


def reader_check(notice: Notice, columns: Sequence[Column]) -> Check:
    """What a reader watched over, as a check: the notice's rule on the field of its column, or the field it names."""
    column = columns[notice.column] if notice.column is not None else None
    field = (column.field if column is not None else None) or notice.details.get("field")
    return Check(notice.rule, "reader", (field,) if field else (), severity=notice.severity)


def reader_violation(
    notice: Notice, check: Check, request: Request, record_type: RecordType, batch: Batch | None, places: Places | None
) -> Violation:
    """Violation for something that a reader found; without a batch it concerns the whole table."""
    at, key = NOWHERE, None
    if batch is not None and places is not None and notice.index is not None:
        at = places.of(notice.index)
        if record_type.key_field in batch.frame.columns:
            key = batch.frame[record_type.key_field][notice.index]
    return Violation(
        check=check,
        severity=request.severity(check),
        column=notice.column,
        value=notice.value,
        key=key,
        details=dict(notice.details),
        **at,
    )


def keys_of(plan: Plan, cells: Cells) -> Sequence[str | None]:
    """The business key of each row; of some rows it is told without a query where it was of all of them."""
    if plan.record_type.key_field not in plan.context.present:
        return [None] * cells.height
    return cells.listed(key_column(plan.record_type))


def _details(planned: Planned, cells: Cells) -> list[dict[str, Any]]:
    judgement = planned.judgement
    if not judgement.details:
        return [{} for _ in range(cells.height)]
    few = planned.details if cells.height <= FEW else {}
    rows = {name: cells.rows(values.reads) for name, values in few.items()}
    known = {name: values.told(rows[name]) for name, values in few.items()}
    columns = {name: column for name, column in known.items() if column is not None}
    asked = {name: expression for name, expression in judgement.details.items() if name not in columns}
    if asked:
        spread = (pl.when(pl.col(ALIVE)).then(expression).alias(name) for name, expression in asked.items())
        columns |= {c.name: c.to_list() for c in cells.frame(reads(asked.values())).select_seq(spread).get_columns()}
    for name in asked:
        if name in few:
            few[name].learn(rows[name], columns[name])
    found = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if judgement.cases:
        for details in found:
            for name, value in details.items():
                details[name] = judgement.cases.get(value, value)
    return found
