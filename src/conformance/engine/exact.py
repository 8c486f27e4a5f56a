"""The exact way: every derived column and every check as the expressions say, row by row.

It is the measure of what the quick ways in ``cells`` answer, and what they use where they know nothing yet: for texts
that were not met before and for the few rows that are described.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from conformance.checks.base import Derived
from conformance.engine.plan import ALIVE, Plan


def derive(plan: Plan, frame: pl.DataFrame, wanted: Iterable[str]) -> pl.DataFrame:
    """The frame with the wanted derived columns, those that they read, and ``ALIVE``."""
    needed = _closure(plan.context.derived, wanted)
    layers: dict[int, list[pl.Expr]] = {}
    for derived in needed:
        if derived.name not in frame.columns:
            layers.setdefault(derived.depth, []).append(derived.expression)
    frame = frame.with_columns(pl.lit(value=True).alias(ALIVE))
    for depth in sorted(layers):
        frame = frame.with_columns_seq(layers[depth])
    return frame


def decide(frame: pl.DataFrame, named: Mapping[str, pl.Expr]) -> dict[str, pl.Series]:
    """Boolean columns by name: a null counts as false, a constant is spread over the rows.

    ``frame`` has ``ALIVE`` and whatever the expressions read.
    """
    if not named:
        return {}
    told = frame.select_seq(ALIVE, *(e.alias(name) for name, e in named.items())).to_dict()
    del told[ALIVE]  # it was there to spread the constants
    # Few of them have nulls, and what each expression is wrapped in is planned anew every time.
    return {
        name: column.cast(pl.Boolean).fill_null(value=False)
        if column.null_count() or column.dtype != pl.Boolean
        else column
        for name, column in told.items()
    }


def _closure(derived: dict[str, Derived], wanted: Iterable[str]) -> Iterator[Derived]:
    """The wanted columns that are derived, and all derived ones that they read."""
    waiting, seen = list(wanted), set[str]()
    while waiting:
        name = waiting.pop()
        if name in derived and name not in seen:
            seen.add(name)
            waiting += derived[name].reads
            yield derived[name]
