"""The kernel: a batch of text in, the places of failures out. A pure function of its arguments.

First every derived column, layer by layer; then all checks together in one selection; then the failing rows are
looked up, and only those are described. Nothing here runs Python per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.engine.plan import Plan, Planned

_ALIVE = "#"
"""A column that is true in every row: a constant expression is spread over the batch by it."""

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


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
    masks = frame.with_columns(pl.lit(value=True).alias(_ALIVE)).select(
        _spread(planned.judgement.fails, str(planned.number)) for planned in plan.rows
    )
    taken = np.zeros(frame.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    for planned in plan.rows:
        mask = masks[str(planned.number)].to_numpy() & ~taken
        taken |= mask
        found.append((planned, mask))
    return found


def widen(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """The batch with every derived column."""
    lazy = frame.lazy().with_columns(pl.lit(value=True).alias(_ALIVE))
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


def describe(planned: Planned, wide: pl.DataFrame, positions: Positions) -> list[dict[str, Any]]:
    """Details of the failures at these positions, one dictionary each; words that depend on language as ``Text``."""
    judgement = planned.judgement
    if not judgement.details or not len(positions):
        return [{} for _ in positions]
    chosen = wide[positions]
    found = chosen.select(
        pl.when(pl.col(_ALIVE)).then(expression).alias(name) for name, expression in judgement.details.items()
    ).to_dicts()
    if judgement.cases:
        for details in found:
            for name, value in details.items():
                details[name] = judgement.cases.get(value, value)
    return found


def column_values(wide: pl.DataFrame, name: str, positions: Positions) -> Sequence[str | None]:
    """Raw texts of a column at these positions; None where there is no such column."""
    if name not in wide.columns:
        return [None] * len(positions)
    return wide[name].gather(positions).to_list()


def _spread(expression: pl.Expr, name: str) -> pl.Expr:
    return (expression.fill_null(value=False) & pl.col(_ALIVE)).alias(name)
