"""Gathering outcomes: exact counts for everything, a bounded number of examples for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from conformance.engine.model import Reason, Request, Sink, Tally, Violation
from conformance.sources.model import Table
from conformance.standard.model import Check, Severity


class Collector:
    """Counts and examples of one table.

    Counts are kept per check. Examples are capped per rule and column; ``sink``, where given, receives every violation.
    """

    def __init__(self, request: Request, table: Table, sink: Sink | None) -> None:
        self.request = request
        self.violations: list[Violation] = []
        self._sink = sink
        self._columns = {c.key: place for place, c in enumerate(table.columns)}
        self._tallies: dict[int, Tally] = {}
        self._unjudged: dict[tuple[int, str], Tally] = {}
        self._readers: dict[tuple[str, str, Severity | None], Tally] = {}
        self._kept: dict[tuple[str, int | None], int] = defaultdict(int)
        self._once: dict[int, tuple[Violation, int]] = {}

    def column_of(self, field: str) -> int | None:
        """Position of the column that holds a field."""
        return self._columns.get(field)

    def count(self, number: int, check: Check, checked: int, failed: int, unjudged: dict[str, int]) -> None:
        """Add one batch's counts of a check."""
        tally = self._tallies.setdefault(number, Tally(check))
        tally.checked += checked
        tally.failed += failed
        for reason, records in unjudged.items():
            if records:
                left = self._unjudged.setdefault((number, reason), _left_out(check, reason))
                left.unjudged += records

    def room(self, check: Check, column: int | None) -> int | None:
        """How many more violations of a check are wanted; None for all of them."""
        if self._sink is not None:
            return None
        return max(0, self.request.examples - self._kept[check.rule, column])

    def add(self, found: Sequence[Violation]) -> None:
        """Take violations of one check, in the order of rows."""
        if self._sink is not None and found:
            self._sink(found)
        for violation in found:
            place = (violation.check.rule, violation.column)
            if self._kept[place] < self.request.examples:
                self._kept[place] += 1
                self.violations.append(violation)

    def add_once(self, number: int, first: Violation, rows: int) -> None:
        """Count rows of an oddity that is reported once for the whole table."""
        known, before = self._once.get(number, (first, 0))
        self._once[number] = (known, before + rows)

    def notice(self, found: Violation) -> None:
        """Count and take what a reader found."""
        tally = self._reader_tally(found.check)
        tally.failed += 1
        self.add([found])

    def readers_checked(self, rules: Sequence[str], records: int) -> None:
        """Say of every rule that readers watch over that it was watched over."""
        for rule in rules:
            if not any(known == rule for known, *_ in self._readers):
                self._reader_tally(Check(rule, "reader", ()))
        for tally in self._readers.values():
            tally.checked = records

    def _reader_tally(self, check: Check) -> Tally:
        key = (check.rule, check.field, check.severity)
        if key not in self._readers:
            self._readers[key] = Tally(check)
        return self._readers[key]

    def finish(self) -> tuple[list[Tally], list[Violation]]:
        """The tallies and the examples in order of rows."""
        for number, (first, rows) in self._once.items():
            self._tallies[number].failed = 1
            self.add([replace(first, details={**first.details, "rows": rows})])
        tallies = [*self._readers.values(), *(t for _, t in sorted(self._tallies.items())), *self._unjudged.values()]
        self.violations.sort(key=lambda v: (v.row is not None, v.row or 0, v.column is not None, v.column or 0))
        return tallies, self.violations


def _left_out(check: Check, reason: str) -> Tally:
    known: Reason = reason  # type: ignore[assignment]
    return Tally(check, status="skipped", reason=known)
