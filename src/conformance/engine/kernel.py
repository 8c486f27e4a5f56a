"""The kernel: a batch of text in, the places of failures out. A pure function of its arguments.

First every derived column, layer by layer; then all checks together in one selection; then the failing rows are
looked up, and only those are described. Nothing here runs Python per row.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Judged:
    """``wide`` is the batch with its derived columns, kept to describe failures from."""

    wide: pl.DataFrame
    outcomes: tuple[Outcome, ...]


def row_masks(plan: Plan, frame: pl.DataFrame) -> list[tuple[Planned, Mask]]:
    """Which rows are no records, for each kind of such rows; a row counts for the first kind that names it."""
    masks = alive(frame).select(_spread(planned.judgement.fails, str(planned.number)) for planned in plan.rows)
    taken = np.zeros(frame.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    for planned in plan.rows:
        mask = masks[str(planned.number)].to_numpy() & ~taken
        taken |= mask
        found.append((planned, mask))
    return found


def alive(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the column that spreads constants over its rows."""
    return frame.with_columns(pl.lit(value=True).alias(ALIVE))


def widen(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """The batch with every derived column."""
    lazy = alive(frame).lazy()
    for layer in plan.layers:
        lazy = lazy.with_columns(layer)
    return lazy.collect()


def judge(plan: Plan, frame: pl.DataFrame) -> Judged:
    """Judge a batch of records by every record check of the plan."""
    wide = widen(plan, frame)
    fails = wide.select(_spread(p.judgement.fails, str(p.number)) for p in plan.records)
    counts = wide.select(
        expression
        for p in plan.records
        for expression in (
            _spread(p.judgement.applies, f"{p.number}").sum(),
            *(_spread(e, f"{p.number}:{reason}").sum() for reason, e in p.judgement.unjudged.items()),
        )
    ).row(0, named=True)
    outcomes = [
        Outcome(
            planned=p,
            checked=counts[f"{p.number}"],
            failed=fails[str(p.number)].arg_true().to_numpy().astype(np.int64),
            unjudged={reason: counts[f"{p.number}:{reason}"] for reason in p.judgement.unjudged},
        )
        for p in plan.records
    ]
    return Judged(wide, tuple(outcomes))


def _spread(expression: pl.Expr, name: str) -> pl.Expr:
    return (expression.fill_null(value=False) & pl.col(ALIVE)).alias(name)
