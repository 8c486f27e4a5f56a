"""The kernel: a batch of text in, the places of failures out.

First every cell gets its code (``Memory.read``); then the rows that are no records are told (``row_masks``); then all
checks are decided (``judge``): those on one cell by the verdicts on its text, those on several by columns of verdicts.
Only failing rows are described, elsewhere. Nothing here runs Python per row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from conformance.engine.cells import Cells
from conformance.engine.exact import decide
from conformance.engine.outcome import Outcome
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Plan, Planned, reads

_NONE = np.empty(0, dtype=np.int64)


def row_masks(plan: Plan, cells: Cells) -> list[tuple[Planned, Mask]]:
    """Which rows are no records, for each kind of such rows; a row counts for the first kind that names it."""
    taken = np.zeros(cells.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    for planned, failed in _failures(plan.rows, _evaluate(_decisive(plan.rows), cells), cells):
        mask = np.zeros(cells.height, dtype=np.bool_)
        mask[failed] = True
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
        verdicts, counts = column.verdicts, column.count()
        scopes = sorted({planned.scope for planned in checks})
        checked = dict(zip(scopes, (verdicts.scopes @ counts).tolist(), strict=True))
        failed = (verdicts.fails @ counts).tolist()
        wrong = column.where(np.logical_or.reduce(verdicts.fails, axis=0)) if any(failed) else _NONE
        codes = column.codes if isinstance(column.codes, int) else column.codes[wrong]
        for place, planned in enumerate(checks):
            yield Outcome(
                planned,
                checked[planned.scope],
                wrong[verdicts.fails[place, codes]] if failed[place] else _NONE,
                {reason: int(verdicts.unjudged[place, reason] @ counts) for reason in planned.judgement.unjudged},
            )


def _of_records(plan: Plan, cells: Cells) -> Iterator[Outcome]:
    """The checks that several cells of a record decide."""
    counted = {f"{place}": plan.scopes[place] for place in {p.scope for p in plan.records}}
    for p in plan.records:
        counted |= {f"{p.number}:{reason}": expression for reason, expression in p.judgement.unjudged.items()}
    found = _evaluate(counted | _decisive(plan.records), cells)
    for planned, failed in _failures(plan.records, found, cells):
        unjudged = {reason: int(found[f"{planned.number}:{reason}"].sum()) for reason in planned.judgement.unjudged}
        yield Outcome(planned, int(found[f"{planned.scope}"].sum()), failed, unjudged)


def _decisive(checks: tuple[Planned, ...]) -> dict[str, pl.Expr]:
    """Where each check fails, or where alone it can fail."""
    return {
        f"fails:{p.number}": p.judgement.fails if p.judgement.only_where is None else p.judgement.only_where
        for p in checks
    }


def _failures(
    checks: tuple[Planned, ...], found: dict[str, pl.Series], cells: Cells
) -> Iterator[tuple[Planned, Positions]]:
    """Where each check fails. A check that can fail in some rows only is looked into there."""
    for planned in checks:
        positions = np.flatnonzero(found[f"fails:{planned.number}"].to_numpy())
        if planned.judgement.only_where is not None and len(positions):
            here = _evaluate({"fails": planned.judgement.fails}, cells.at(positions))
            positions = positions[here["fails"].to_numpy()]
        yield planned, positions


def _evaluate(named: dict[str, pl.Expr], cells: Cells) -> dict[str, pl.Series]:
    return decide(cells.frame(reads(named.values())), named)
