"""Checking what was written: the mended findings are gone, and whatever else is found was there before or behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from conformance.engine.model import Request, TableResult
from conformance.repair.model import FailureKey, Tally
from conformance.report.tallies import failures_of
from conformance.standard.model import Text


class Unproved(RuntimeError):
    """What was written is not what was decided: an error of ours. The output was not put in its place."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.text = Text(
            f"更正后的文件复核不符（{what}），已放弃写出，原文件未改动；请把此情况告知维护人员。",
            f"The mended file does not check as it should ({what}), so nothing was written; the input is as it was. Please "
            "tell the maintainers.",
        )


class Compared(Struct, frozen=True):
    """What the second check shows beyond what was foreseen record by record."""

    later: Counter[FailureKey]
    """Findings that only the whole file can show: a key that was mangled turns out to be there twice."""


def compare(before: TableResult, after: TableResult, tally: Tally, request: Request) -> Compared:
    """Hold the two checks against each other. Raises Unproved where they differ otherwise than was decided."""
    if after.rows != before.rows - tally.records_lost:
        raise Unproved(f"{before.rows} - {tally.records_lost} ≠ {after.rows}")
    was, is_now = _counts(before, request), _counts(after, request)
    later: Counter[FailureKey] = Counter()
    for key in sorted(was.keys() | is_now.keys(), key=str):
        rule = request.standard.rules[key[1]]
        foreseen = rule.scope in ("record", "file") and not rule.once_per_input
        expected = was[key] - tally.gone[key] + tally.uncovered[key]
        if foreseen and is_now[key] != expected:
            raise Unproved(f"{key[1]} {key[2] or ''}: {was[key]} → {expected} ≠ {is_now[key]}")
        if not foreseen and is_now[key] > was[key]:
            later[key] = is_now[key] - was[key]
    return Compared(later)


def _counts(result: TableResult, request: Request) -> Counter[FailureKey]:
    return Counter({(f.severity, f.rule, f.field): f.failed for f in failures_of(result, request)})


def tables_of(outcomes: Sequence[object], number: int) -> list[TableResult]:
    """The outcomes, all of which have to be tables that were read, as many as there were. Raises Unproved."""
    tables = [outcome for outcome in outcomes if isinstance(outcome, TableResult)]
    if len(tables) != number or len(outcomes) != number:
        raise Unproved(f"{len(tables)}/{number}")
    return tables
