"""Gathering outcomes: exact counts for everything, a bounded number of examples for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conformance.engine.model import Request, Sink, Tally, Violation
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Planned
from conformance.engine.sieve import Parted
from conformance.sources.model import Table
from conformance.standard.model import Check, Severity
from conformance.standard.reasons import Reason


class Collector:
    """Counts and examples of one table.

    Counts are kept per check. Examples are capped per rule and column; ``sink``, where given, receives every violation.
    """

    def __init__(self, request: Request, table: Table, sink: Sink | None) -> None:
        self.request = request
        self.violations: list[Violation] = []
        self.sieve = None if request.sieve is None else request.sieve.table(table, request.standard)
        self._sink = sink
        self._columns = {c.key: place for place, c in enumerate(table.columns)}
        self._tallies: dict[int, Tally] = {}
        self._unjudged: dict[tuple[int, Reason], Tally] = {}
        self._readers: dict[tuple[str, str, Severity | None], Tally] = {}
        self._kept: dict[tuple[str, int | None], int] = defaultdict(int)
        self._once: dict[int, tuple[Violation, int]] = {}

    def column_of(self, field: str) -> int | None:
        """Position of the column that holds a field."""
        return self._columns.get(field)

    def count(self, number: int, check: Check, checked: int, failed: Parted, unjudged: dict[Reason, int]) -> None:
        """Add one batch's counts of a check."""
        failed.enter(self.passed(number, check, checked, unjudged))

    def passed(self, number: int, check: Check, checked: int, unjudged: dict[Reason, int]) -> Tally:
        """Add the counts of a check that failed nowhere in a batch; answers with its tally."""
        tally = self._tallies.get(number)
        if tally is None:
            tally = self._tallies[number] = Tally(check)
        tally.checked += checked
        for reason, records in unjudged.items():
            if records:
                left = self._unjudged.setdefault((number, reason), _left_out(check, reason))
                left.unjudged += records
        return tally

    def room(self, check: Check, column: int | None) -> int | None:
        """How many more violations of a check are wanted; None for all of them."""
        if self._sink is not None:
            return None
        return max(0, self.request.examples - self._kept[check.rule, column])

    def part(self, planned: Planned, failed: Positions) -> Parted:
        """The failures of a check, less those that are suppressed, and parted into new and known ones."""
        if self.sieve is None or self.request.standard.rules[planned.check.rule].once_per_input:
            return Parted(failed)
        return self.sieve.part(planned, failed)

    @property
    def wants_known(self) -> bool:
        """Whether known failures are to be described: all findings go somewhere."""
        return self._sink is not None

    def add_known(self, found: Sequence[Violation]) -> None:
        """Take violations that were found in an earlier run: they are among all findings, but no examples."""
        if self._sink is not None and found:
            self._sink([replace(one, state="known") for one in found])

    def add(self, found: Sequence[Violation]) -> None:
        """Take violations of one check, in the order of rows."""
        if self.sieve is not None and self.sieve.compares:
            found = [replace(one, state="new") for one in found]
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

    def notices(self, found: Sequence[Violation], unjudged: Mask) -> Positions:
        """Count and take what a reader found; answers which of it is not suppressed.

        ``unjudged`` tells which of them are about rows that are not judged otherwise.
        """
        everything = np.arange(len(found), dtype=np.int64)
        parted = Parted(everything) if self.sieve is None else self.sieve.sift(found, unjudged)
        real = set(parted.real.tolist())
        known = set(parted.known.tolist())
        for at, one in enumerate(found):
            tally = self._reader_tally(one.check)
            if at in known:
                tally.known += 1
                self.add_known([one])
            elif at in real:
                tally.failed += 1
                self.add([one])
            else:
                tally.suppressed += 1
        return parted.real

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
            self._finish_once(self._tallies[number], replace(first, details={**first.details, "rows": rows}))
        if self.sieve is not None:
            self.sieve.settle()
        tallies = [*self._readers.values(), *(t for _, t in sorted(self._tallies.items())), *self._unjudged.values()]
        self.violations.sort(key=lambda v: (v.row is not None, v.row or 0, v.column is not None, v.column or 0))
        return tallies, self.violations

    def _finish_once(self, tally: Tally, found: Violation) -> None:
        """Enter an oddity that is one finding, however many rows it concerns."""
        tally.failed = 0
        parted = Parted(np.zeros(1, dtype=np.int64)) if self.sieve is None else self.sieve.sift([found])
        parted.enter(tally)
        self.add([found] * len(parted.counted))
        self.add_known([found] * len(parted.known))


def _left_out(check: Check, reason: Reason) -> Tally:
    return Tally(check, status="skipped", reason=reason)
