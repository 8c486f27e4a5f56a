"""The kernel: a batch of text in, the places of failures out.

First every cell gets its code (``Memory.read``); then the rows that are no records are told (``row_masks``); then all
checks are decided (``judge``): those on one cell by the verdicts on its text, those on several by columns of verdicts.
Only failing rows are described, elsewhere. Of more than ``FEW`` rows nothing here runs Python per row; of a batch no larger,
what is asked of records is looked up or worked out row by row (``_evaluate``), which costs less than a query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.checks.few import FEW
from conformance.engine.cells import Cells
from conformance.engine.narrowing import candidates
from conformance.engine.outcome import Outcome
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Asked, Plan, Planned
from conformance.engine.verdicts import scopes_of

_NONE = np.empty(0, dtype=np.int64)
_Held = Mask | pl.Series
"""In which rows something holds; a Boolean column has no nulls (``Asked.decided``)."""


class _Doubtful(Struct, frozen=True):
    """A check that may fail somewhere."""

    planned: Planned
    among: Positions | None
    """Where alone, if these are few."""

    @property
    def asked(self) -> str:
        """What tells first where it fails, by its name in ``Plan.asked``."""
        return f"{'fails' if self.planned.judgement.only_where is None else 'where'}:{self.planned.number}"


def row_masks(plan: Plan, cells: Cells) -> list[tuple[Planned, Mask]]:
    """Which rows are no records, for each kind of such rows; a row counts for the first kind that names it."""
    taken = np.zeros(cells.height, dtype=np.bool_)
    found: list[tuple[Planned, Mask]] = []
    doubtful = _doubtful(plan, plan.rows, cells)
    failed = dict(_failures(plan, doubtful, _evaluate(plan, _decisive(doubtful), cells), cells))
    for planned in plan.rows:
        mask = np.zeros(cells.height, dtype=np.bool_)
        if planned.number in failed:
            mask[failed[planned.number]] = True
            mask &= ~taken
            taken |= mask
        found.append((planned, mask))
    return found


def judge(plan: Plan, cells: Cells) -> tuple[Outcome, ...]:
    """Judge a batch, all of whose rows are records, by every check of the plan that needs no other record."""
    cells.foresee(plan.foreseen)
    return (*_of_cells(plan, cells), *_of_records(plan, cells))


def _of_cells(plan: Plan, cells: Cells) -> Iterator[Outcome]:
    """The checks that one cell decides: verdicts, times how often each text is there."""
    for field, checks in plan.cells.items():
        column = cells.of(field)
        verdicts = column.verdicts
        checked = dict(zip(scopes_of(checks), column.judged, strict=True))
        failed = column.failed
        codes, wrong = column.codes, _NONE
        if any(failed):
            wrong = column.where(np.logical_or.reduce(verdicts.fails, axis=0))
            codes = np.broadcast_to(column.codes, cells.height)[wrong]
        for place, planned in enumerate(checks):
            yield Outcome(
                planned,
                checked[planned.scope],
                wrong[verdicts.fails[place, codes]] if failed[place] else _NONE,
                {reason: column.unjudged(place, reason) for reason in planned.judgement.unjudged},
            )


def _of_records(plan: Plan, cells: Cells) -> Iterator[Outcome]:
    """The checks that several cells of a record decide."""
    doubtful = _doubtful(plan, plan.records, cells)
    named = {_scope(p): None for p in plan.records}
    named |= {_unjudged(p, reason): None for p in plan.records for reason in p.judgement.unjudged}
    counts = {name: _counted(plan, name, cells) for name in named}
    unknown = {name: _where_it_may_hold(plan, name, cells) for name, count in counts.items() if count is None}
    found = _evaluate(plan, [*unknown.values(), *_decisive(doubtful)], cells)
    for name, asked in unknown.items():
        held = found[asked]
        counts[name] = _how_often(held) if asked == name else len(_look_into(plan, name, cells, _where(held)))
    failed = dict(_failures(plan, doubtful, found, cells))
    for p in plan.records:
        unjudged = {reason: counts[_unjudged(p, reason)] or 0 for reason in p.judgement.unjudged}
        yield Outcome(p, counts[_scope(p)] or 0, failed.get(p.number, _NONE), unjudged)


def _scope(planned: Planned) -> str:
    return f"scope:{planned.scope}"


def _unjudged(planned: Planned, reason: str) -> str:
    return f"unjudged:{planned.number}:{reason}"


def _doubtful(plan: Plan, checks: Sequence[Planned], cells: Cells) -> list[_Doubtful]:
    """The checks that may fail somewhere, as far as counts tell."""
    sure = {
        p.number
        for p in checks
        if p.judgement.only_where is not None and _counted(plan, f"where:{p.number}", cells) == 0
    }
    doubtful = [_Doubtful(p, candidates(p.judgement.among, cells)) for p in checks if p.number not in sure]
    return [one for one in doubtful if one.among is None or len(one.among)]


def _where_it_may_hold(plan: Plan, name: str, cells: Cells) -> str:
    """What to ask of all rows to know how often an expression holds: itself, or what narrows it down."""
    kind, _, place = name.partition(":")
    within = f"within:{place}"
    return within if kind == "scope" and within in plan.asked and cells.height > FEW else name


def _counted(plan: Plan, name: str, cells: Cells) -> int | None:
    """In how many rows an expression holds, where the verdicts on single cells tell; else None."""
    asked = plan.asked[name]
    if asked.column is not None:
        return cells.how_many(asked.column)
    return cells.height if asked.everywhere else None


def _decisive(checks: Sequence[_Doubtful]) -> list[str]:
    """What is to be asked of all rows: where each check fails, or where alone it can fail."""
    return [one.asked for one in checks if one.among is None]


def _failures(
    plan: Plan, checks: Sequence[_Doubtful], found: Mapping[str, _Held], cells: Cells
) -> Iterator[tuple[int, Positions]]:
    """Number and failures of each check. One that can fail in some rows only is looked into there."""
    for one in checks:
        planned = one.planned
        positions = _where(found[one.asked]) if one.among is None else _look_into(plan, one.asked, cells, one.among)
        if planned.judgement.only_where is not None:
            positions = _look_into(plan, f"fails:{planned.number}", cells, positions)
        yield planned.number, positions


def _look_into(plan: Plan, name: str, cells: Cells, positions: Positions) -> Positions:
    """At which of some positions an expression holds."""
    return positions[_where(_evaluate(plan, [name], cells.at(positions))[name])] if len(positions) else positions


def _evaluate(plan: Plan, names: Sequence[str], cells: Cells) -> Mapping[str, _Held]:
    """Evaluate some of what the plan asks, by name."""
    asked = {name: plan.asked[name] for name in names}
    if cells.height > FEW:
        return _evaluated(asked, cells)
    rows = {name: cells.rows(one.reads) for name, one in asked.items()}
    told = {name: one.values.told(rows[name]) for name, one in asked.items()}
    new = _evaluated({name: one for name, one in asked.items() if told[name] is None}, cells)
    for name, mask in new.items():
        asked[name].values.learn(rows[name], mask.to_list())
    return {name: new[name] if mask is None else np.array(mask, dtype=np.bool_) for name, mask in told.items()}


def _evaluated(asked: Mapping[str, Asked], cells: Cells) -> dict[str, pl.Series]:
    """Evaluate expressions in one query."""
    if not asked:
        return {}
    frame = cells.frame(read for one in asked.values() for read in one.reads)
    decided = frame.select_seq(one.decided for one in asked.values())
    return {column.name: column for column in decided.get_columns()}


def _how_often(held: _Held) -> int:
    return int(held.sum())


def _where(held: _Held) -> Positions:
    """The rows of which it holds. A column of bits is made one of bytes only where there are any: mostly there are none."""
    if isinstance(held, pl.Series):
        return np.flatnonzero(held.to_numpy()) if held.any() else _NONE
    return np.flatnonzero(held)
