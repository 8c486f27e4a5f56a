"""The kernel: a batch of text in, the places of failures out.

First every cell gets its code (``Memory.read``); then the rows that are no records are told (``row_masks``); then all
checks are decided (``judge``): those on one cell by the verdicts on its text, those on several by columns of verdicts.
Only failing rows are described, elsewhere. Nothing here runs Python per row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from conformance.engine.cells import Cells
from conformance.engine.exact import decide
from conformance.engine.outcome import Outcome
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Plan, Planned, reads
from conformance.engine.verdicts import scopes_of

_NONE = np.empty(0, dtype=np.int64)
_EVERYWHERE = pl.lit(value=True)


def row_masks(plan: Plan, cells: Cells) -> list[tuple[Planned, Mask]]:
    """Which rows are no records, for each kind of such rows; a row counts for the first kind that names it."""
    taken = np.zeros(cells.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    open_checks = _not_ruled_out(plan.rows, cells)
    failed = dict(_failures(open_checks, _evaluate(_decisive(open_checks), cells), cells))
    for planned in plan.rows:
        mask = np.zeros(cells.height, dtype=np.bool_)
        mask[failed.get(planned.number, _NONE)] = True
        mask &= ~taken
        taken |= mask
        found.append((planned, mask))
    return found


def judge(plan: Plan, cells: Cells) -> tuple[Outcome, ...]:
    """Judge a batch, all of whose rows are records, by every check of the plan that needs no other record."""
    return (*_of_cells(plan, cells), *_of_records(plan, cells))


def _of_cells(plan: Plan, cells: Cells) -> Iterator[Outcome]:
    """The checks that one cell decides: verdicts, times how often each text is there."""
    for field, checks in plan.cells.items():
        column = cells.of(field)
        verdicts, counts = column.verdicts, column.count
        checked = dict(zip(scopes_of(checks), (verdicts.scopes @ counts).tolist(), strict=True))
        failed = (verdicts.fails @ counts).tolist()
        wrong = column.where(np.logical_or.reduce(verdicts.fails, axis=0)) if any(failed) else _NONE
        codes = np.broadcast_to(column.codes, cells.height)[wrong]
        for place, planned in enumerate(checks):
            yield Outcome(
                planned,
                checked[planned.scope],
                wrong[verdicts.fails[place, codes]] if failed[place] else _NONE,
                {reason: int(verdicts.unjudged[place, reason] @ counts) for reason in planned.judgement.unjudged},
            )


def _of_records(plan: Plan, cells: Cells) -> Iterator[Outcome]:
    """The checks that several cells of a record decide."""
    open_checks = _not_ruled_out(plan.records, cells)
    named = {f"{place}": plan.scopes[place] for place in {p.scope for p in plan.records}}
    for p in plan.records:
        named |= {f"{p.number}:{reason}": expression for reason, expression in p.judgement.unjudged.items()}
    counts = {name: _counted(expression, cells) for name, expression in named.items()}
    unknown = {name: named[name] for name, count in counts.items() if count is None}
    found = _evaluate(unknown | _decisive(open_checks), cells)
    counts |= {name: int(found[name].sum()) for name in unknown}
    failed = dict(_failures(open_checks, found, cells))
    for p in plan.records:
        unjudged = {reason: counts[f"{p.number}:{reason}"] or 0 for reason in p.judgement.unjudged}
        yield Outcome(p, counts[f"{p.scope}"] or 0, failed.get(p.number, _NONE), unjudged)


def _not_ruled_out(checks: Sequence[Planned], cells: Cells) -> list[Planned]:
    """The checks that may fail somewhere, as far as counts tell."""

    def how_many(name: str) -> int | None:
        return _counted(pl.col(name), cells)

    return [
        p
        for p in checks
        if not (p.judgement.ruled_out is not None and p.judgement.ruled_out(how_many))
        and not (p.judgement.only_where is not None and _counted(p.judgement.only_where, cells) == 0)
    ]


def _counted(expression: pl.Expr, cells: Cells) -> int | None:
    """In how many rows an expression holds, where the verdicts on single cells tell; else None."""
    if expression.meta.is_column():
        return cells.how_many(expression.meta.output_name())
    if expression.meta.eq(_EVERYWHERE):
        return cells.height
    return None


def _decisive(checks: Sequence[Planned]) -> dict[str, pl.Expr]:
    """Where each check fails, or where alone it can fail."""
    return {
        f"fails:{p.number}": p.judgement.fails if p.judgement.only_where is None else p.judgement.only_where
        for p in checks
    }


def _failures(checks: Sequence[Planned], found: dict[str, pl.Series], cells: Cells) -> Iterator[tuple[int, Positions]]:
    """Number and failures of each check. One that can fail in some rows only is looked into there."""
    for planned in checks:
        positions = np.flatnonzero(found[f"fails:{planned.number}"].to_numpy())
        if planned.judgement.only_where is not None and len(positions):
            here = _evaluate({"fails": planned.judgement.fails}, cells.at(positions))
            positions = positions[here["fails"].to_numpy()]
        yield planned.number, positions


def _evaluate(named: dict[str, pl.Expr], cells: Cells) -> dict[str, pl.Series]:
    return decide(cells.frame(reads(named.values())), named) if named else {}
