"""Turning positions of failures into violations: their place, their value, the record's key and the details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from conformance.engine.kernel import ALIVE
from conformance.engine.model import Request, Violation
from conformance.engine.places import NOWHERE, Places, Positions
from conformance.engine.plan import Planned
from conformance.sources.model import Batch, Column, Notice
from conformance.standard.model import Check, RecordType


def violations(
    planned: Planned,
    record_type: RecordType,
    wide: pl.DataFrame,
    failed: Positions,
    places: Places,
    origin: Positions,
    column: int | None,
) -> list[Violation]:
    """Violations of one check. ``failed`` are positions in ``wide``, ``origin`` the same rows in the batch as read."""
    values = _values(wide, planned.check.field, failed)
    keys = _values(wide, key_column(record_type), failed)
    return [
        Violation(
            check=planned.check,
            severity=planned.severity,
            column=column,
            value=value,
            key=key,
            details=details,
            **places.of(at),
        )
        for at, value, key, details in zip(origin.tolist(), values, keys, _details(planned, wide, failed), strict=True)
    ]


def key_column(record_type: RecordType) -> str:
    """Name of the derived column that holds a record's business key."""
    return f"{record_type.key_field}#text"


def reader_check(notice: Notice, columns: Sequence[Column]) -> Check:
    """What a reader watched over, as a check: the notice's rule on the field of its column, or the field it names."""
    column = columns[notice.column] if notice.column is not None else None
    field = (column.field if column is not None else None) or notice.details.get("field")
    return Check(notice.rule, "reader", (field,) if field else ())


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


def _values(wide: pl.DataFrame, name: str, positions: Positions) -> Sequence[str | None]:
    if name not in wide.columns:
        return [None] * len(positions)
    found: list[str | None] = wide[name].gather(positions).to_list()
    return found


def _details(planned: Planned, wide: pl.DataFrame, positions: Positions) -> list[dict[str, Any]]:
    judgement = planned.judgement
    if not judgement.details:
        return [{} for _ in positions]
    chosen = wide[positions]
    found = chosen.select(
        pl.when(pl.col(ALIVE)).then(expression).alias(name) for name, expression in judgement.details.items()
    ).to_dicts()
    if judgement.cases:
        for details in found:
            for name, value in details.items():
                details[name] = judgement.cases.get(value, value)
    return found
