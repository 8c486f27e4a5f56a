"""The kernel: a batch of text in, the places of failures out. A pure function of its arguments.

First every derived column, layer by layer (``widen``); then the rows that are no records (``row_masks``); then all checks
together in one selection (``judge``). Only failing rows are described, elsewhere. Nothing here runs Python per row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Plan, Planned

ALIVE = "#"
"""A column that is true in every row: a constant expression is spread over the batch by it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check went on one batch: records judged, positions of the failures, records it could not judge."""

    planned: Planned
    checked: int
    failed: Positions
    unjudged: dict[str, int]


def row_masks(plan: Plan, wide: pl.DataFrame) -> list[tuple[Planned, Mask]]:
    """Which rows are no records, for each kind of such rows; a row counts for the first kind that names it."""
    masks = wide.select(_spread(planned.judgement.fails, str(planned.number)) for planned in plan.rows)
    taken = np.zeros(wide.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    for planned in plan.rows:
        mask = masks[str(planned.number)].to_numpy() & ~taken
        taken |= mask
        found.append((planned, mask))
    return found


def widen(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """The batch with every derived column."""
    lazy = frame.lazy().with_columns(pl.lit(value=True).alias(ALIVE))
    for layer in plan.layers:
        lazy = lazy.with_columns(layer)
    return lazy.collect()


def judge(plan: Plan, wide: pl.DataFrame) -> tuple[Outcome, ...]:
    """Judge a widened batch, all of whose rows are records, by every record check of the plan."""
    possible = [p for p in plan.records if p.gate is None or _holds_anything(wide[p.gate])]
    fails = wide.lazy().select(_spread(p.judgement.fails, str(p.number)) for p in possible).collect()
    counts = _counted(plan, wide)
    failed = {name: column.arg_true().to_numpy().astype(np.int64) for name, column in fails.to_dict().items()}
    none = np.empty(0, dtype=np.int64)
    return tuple(
        Outcome(
            planned=p,
            checked=counts[f"{p.scope}"],
            failed=failed.get(str(p.number), none),
            unjudged={reason: counts[f"{p.number}:{reason}"] for reason in p.judgement.unjudged},
        )
        for p in plan.records
    )


def _counted(plan: Plan, wide: pl.DataFrame) -> dict[str, int]:
    counts = wide.lazy().select(_counts(plan)).collect()
    # Without a single recognised column there is nothing to count.
    return counts.row(0, named=True) if counts.width else {}


def _counts(plan: Plan) -> Iterator[pl.Expr]:
    """How many records each scope holds, and how many each check could not judge for which reason."""
    for place in sorted({p.scope for p in plan.records}):
        yield _spread(plan.scopes[place], f"{place}").sum()
    for p in plan.records:
        for reason, expression in p.judgement.unjudged.items():
            yield _spread(expression, f"{p.number}:{reason}").sum()


def _holds_anything(column: pl.Series) -> bool:
    if column.dtype == pl.Boolean:
        return bool(column.any())
    return column.null_count() < len(column)


def _spread(expression: pl.Expr, name: str) -> pl.Expr:
    return (expression.fill_null(value=False) & pl.col(ALIVE)).alias(name)
