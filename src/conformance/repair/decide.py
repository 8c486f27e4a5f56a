"""Deciding what is mended while a table is judged: batch by batch, until mending shows nothing more to mend.

What a finding expects is what the cell gets. A changed record is judged again, for one fault may stand behind another
(blanks around a date of another form), and so on until nothing is left that may be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec.structs import replace

from conformance.engine.local import run_table
from conformance.engine.mending import fix_of
from conformance.engine.model import Request, Violation
from conformance.engine.sieve import Sieve
from conformance.repair.formats import Limits
from conformance.repair.model import Change, FailureKey, Stretch, Tally
from conformance.repair.settle import Removal, Settling
from conformance.repair.spool import Spool
from conformance.repair.trailing import Trailing, count_removal
from conformance.report.tallies import field_of
from conformance.sources.merged import Range
from conformance.sources.model import Batch, Table
from conformance.standard.model import ROW_KINDS, Check, Fix

_MERGED = "merged-cells"


class Decisions:
    """What is decided for one table, as its batches come by."""

    def __init__(
        self,
        table: Table,
        request: Request,
        limits: Limits,
        *,
        confirm: bool,
        values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """``values`` are what a mapping puts in the place of values. What the sieve of the request suppresses is not mended:
        neither the first judging nor a later one of some records tells of it."""
        self.table = table
        self.limits = limits
        self.tally = Tally()
        self.spool = Spool()
        # A sieve of its own: what is judged again is no finding of the file, and is not to be counted among them.
        self._request = request if request.sieve is None else replace(request, sieve=Sieve(request.sieve.suppressions))
        self._rules = request.standard.rules
        self._allowed = {"safe", "confirm"} if confirm else {"safe"}
        self._fills = False
        self._values = {key: dict(found) for key, found in (values or {}).items()}
        self._found: list[Violation] = []
        self._trailing = Trailing()

    @property
    def fills(self) -> bool:
        """Whether merged ranges are dissolved."""
        return self._fills

    def take(self, violations: Sequence[Violation]) -> None:
        """Receive violations of the batch that comes next (``Sink``), and before all batches that there are merged cells."""
        self._found += (v for v in violations if v.ordinal is not None)
        for violation in violations:
            if violation.check.rule == _MERGED and self.limits.merged:
                self._take_merged(violation)

    def _take_merged(self, violation: Violation) -> None:
        self._fills = self.offer(violation) is not None
        if self._fills:
            self.tally.gone[violation.severity, _MERGED, None] += 1
        elif self.may_confirm(violation):
            self.tally.to_confirm[_MERGED] += 1

    def rows(self, batch: Batch, is_record: npt.NDArray[np.bool_], _: npt.NDArray[np.bool_]) -> None:
        """Decide about a batch whose violations are all there (``RowsSink``)."""
        found, self._found = self._found, []
        if batch.frame.height == 0:
            return
        decided = Settling(self, batch, found)
        decided.settle()
        self._keep(decided, batch, is_record)

    def close(self) -> None:
        """Take the rows at the end that nothing follows."""
        self._trailing.move(self.spool, self.tally)

    def release(self) -> None:
        """Let go of what is on disk."""
        self._trailing.close()
        self.spool.close()

    def _keep(self, decided: Settling, batch: Batch, is_record: npt.NDArray[np.bool_]) -> None:
        changes = decided.changes()
        changes += self._filled(batch, {(c.ordinal, c.column) for c in changes})
        removals = decided.removals(is_record)
        if self.limits.rows == "row-in-the-middle":
            removals = self._only_at_the_end(removals, batch.frame.height, int(batch.ordinals[0]))
        for removal in removals:
            count_removal(self.tally, removal)
            changes.append(removal.change)
        changes.sort(key=lambda change: (change.ordinal, -1 if change.column is None else change.column))
        self._count(decided, changes, is_record)
        lines = {} if batch.lines is None else _lines(batch, changes)
        first = None if batch.lines is None else int(batch.lines[0])
        if changes or first is not None:
            self.spool.add(Stretch(first, tuple(changes), lines))

    def _only_at_the_end(self, removals: list[Removal], height: int, first: int) -> list[Removal]:
        """Hold back rows until it is known that nothing follows that stays."""
        going = {removal.change.ordinal - first for removal in removals}
        last_kept = max((place for place in range(height - 1, -1, -1) if place not in going), default=-1)
        dropped = sum(r.change.ordinal - first < last_kept for r in removals)
        if last_kept >= 0:
            dropped += self._trailing.drop()
        self.tally.held_back["row-in-the-middle"] += dropped
        self._trailing.add([r for r in removals if r.change.ordinal - first > last_kept])
        return []

    def _count(self, decided: Settling, changes: Iterable[Change], is_record: npt.NDArray[np.bool_]) -> None:
        tally = self.tally
        rows: set[int] = set()
        for change in changes:
            if change.action == "remove":
                continue
            rows.add(change.ordinal)
            tally.cells += 1
            tally.filled += change.action == "fill"
            for rule in change.rules:
                tally.by_rule[rule, change.fix] += 1
        tally.rows += len(rows)
        before, after = decided.differences(self.counted)
        tally.gone += before - after
        tally.uncovered += after - before
        tally.records_lost += decided.lost(is_record)
        tally.held_back += decided.held_back
        tally.to_confirm += decided.to_confirm

    def counted(self, violation: Violation) -> FailureKey | None:
        """Under what a violation of one record is counted; None for what needs more than the record."""
        rule = self._rules[violation.check.rule]
        if rule.scope != "record" or rule.once_per_input:
            return None
        return violation.severity, rule.id, field_of(violation.check, self._request.standard)

    def again(self, batch: Batch) -> list[Violation]:
        """Judge some records by themselves."""
        found: list[Violation] = []
        table = replace(self.table, batches=iter([batch]), notices=())
        run_table(table, self._request, sink=found.extend)
        return found

    def mapped(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the mapping's values put in."""
        return frame.with_columns(
            pl.col(key).replace(found) for key, found in self._values.items() if key in frame.columns
        )

    def offer(self, violation: Violation) -> Fix | None:
        """How surely a violation may be mended now; None where it may not."""
        fix = fix_of(violation, self._rules[violation.check.rule])
        return fix if fix in self._allowed else None

    def obstacle(self, violation: Violation) -> str:
        """Why the format does not let the change be made (a key of ``formats.HELD_BACK``), empty if it does."""
        limits, row = self.limits, violation.row or 0
        if violation.check.kind in ROW_KINDS:
            if limits.rows == "only-record":
                return limits.rows
            return "formula" if any((row, c.index) in limits.formulas for c in self.table.columns) else ""
        place = self.table.columns[violation.column or 0].index
        if place in limits.columns:
            return "column-type"
        if (row, place) in limits.formulas:
            return "formula"
        if not self._fills and any(_covers(one, row - 1, place) for one in limits.across):
            return "merged-across"
        return ""

    def may_confirm(self, violation: Violation) -> bool:
        """Whether the violation would be mended if it were confirmed."""
        return "confirm" not in self._allowed and fix_of(violation, self._rules[violation.check.rule]) == "confirm"

    def _filled(self, batch: Batch, changed: set[tuple[int, int | None]]) -> Iterator[Change]:
        """The cells of merged ranges that get the text of their range, but for those that are changed anyhow."""
        if not self._fills:
            return
        first, last = int(batch.rows[0]) - 1, int(batch.rows[-1]) - 1
        for one in self.limits.merged:
            for row in range(max(one.top, first), min(one.bottom, last) + 1):
                ordinal = int(batch.ordinals[row - first])
                for place in range(one.left, min(one.right + 1, len(self.table.columns))):
                    text = batch.frame[self.table.columns[place].key][row - first]
                    is_first, computed = (row, place) == (one.top, one.left), (row + 1, place) in self.limits.formulas
                    if text is not None and not is_first and not computed and (ordinal, place) not in changed:
                        yield self._fill(one, ordinal, row + 1, place, text)

    def _fill(self, one: Range, ordinal: int, row: int, place: int, text: str) -> Change:
        check = Check(_MERGED, "reader", (self.table.columns[place].key,))
        found = Violation(
            check=check,
            severity=self._request.severity(check),
            record=None,
            row=row,
            line=None,
            ordinal=ordinal,
            column=place,
            value=None,
            key=None,
            details={"ranges": str(one), "expected": text},
        )
        return Change("fill", found, (_MERGED,), "confirm", ordinal, row, place, None, text)


def _covers(one: Range, row: int, place: int) -> bool:
    return one.top <= row <= one.bottom and one.left <= place <= one.right


def _lines(batch: Batch, changes: Iterable[Change]) -> dict[int, tuple[int, int | None]]:
    lines: Any = batch.lines
    first = int(batch.ordinals[0])
    found: dict[int, tuple[int, int | None]] = {}
    for change in changes:
        place = change.ordinal - first
        behind = int(lines[place + 1]) if place + 1 < len(lines) else None
        found[change.ordinal] = int(lines[place]), behind
    return found
