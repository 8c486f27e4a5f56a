"""Gathering outcomes: exact counts for everything, a bounded number of examples for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.around import AROUND
from conformance.engine.model import Request, Sink, Tally, Violation
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Planned
from conformance.engine.sieve import Parted
from conformance.sources.model import Table
from conformance.standard.model import Check, Severity
from conformance.standard.reasons import Reason

Key = TypeVar("Key", bound=Hashable)
Shown = tuple[str, str, tuple[str, ...], str, int | None]
"""Where the failures of a check are counted as examples."""


class Counted(Struct, frozen=True):
    """What was gathered of one part of a table; the records of its examples are numbered within the part."""

    tallies: dict[int, Tally]
    unjudged: dict[tuple[int, Reason], Tally]
    readers: dict[tuple[str, str, Severity | None], Tally]
    once: dict[int, tuple[Violation, int]]
    violations: list[Violation]


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
        self._kept: dict[Shown, int] = defaultdict(int)
        self._around: dict[tuple[Shown, bool], int] = defaultdict(int)
        """How many were met with the cells around them, those that are known apart."""
        self._params: dict[int, tuple[Check, str]] = {}
        """By the identity of a check, which is kept lest another one gets it."""
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

    @property
    def room_at_most(self) -> int | None:
        """How many violations of a check are wanted where none was taken yet; None for all of them."""
        return None if self._sink is not None else self.request.examples

    def room(self, check: Check, column: int | None) -> int | None:
        """How many more violations of a check are wanted; None for all of them."""
        most = self.room_at_most
        return None if most is None else max(0, most - self._kept[self._shown(check, column)])

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
            self._sink(self.with_few_around([replace(one, state="known") for one in found]))

    def add(self, found: Sequence[Violation]) -> None:
        """Take violations of one check, in the order of rows."""
        found = self.with_few_around(found)
        if self.sieve is not None and self.sieve.compares:
            found = [replace(one, state="new") for one in found]
        if self._sink is not None and found:
            self._sink(found)
        self._keep(found)

    def _keep(self, found: Sequence[Violation]) -> None:
        """Keep the first of them as examples."""
        for violation in found:
            place = self._shown(violation.check, violation.column)
            if self._kept[place] < self.request.examples:
                self._kept[place] += 1
                self.violations.append(violation)

    def with_few_around(self, found: Sequence[Violation]) -> Sequence[Violation]:
        """The same, of which only the first of a rule and column keep the cells around them, however they were batched."""
        kept = []
        for one in found:
            if one.around:
                place = self._shown(one.check, one.column), one.state == "known"
                self._around[place] += 1
                if self._around[place] > AROUND:
                    one = replace(one, around=())  # noqa: PLW2901
            kept.append(one)
        return kept

    def _shown(self, check: Check, column: int | None) -> Shown:
        """Two checks of one rule may differ in their parameters only; parts of a table have equal checks, not the same ones."""
        if not check.params:
            return check.rule, check.kind, check.fields, "", column
        if id(check) not in self._params:
            self._params[id(check)] = check, repr(check.params)
        return check.rule, check.kind, check.fields, self._params[id(check)][1], column

    def add_once(self, number: int, first: Violation, rows: int) -> None:
        """Count rows of an oddity that is reported once for the whole table."""
        known, before = self._once.get(number, (first, 0))
        self._once[number] = (known, before + rows)

    def notices(self, found: Sequence[Violation], unjudged: Mask) -> Parted:
        """Count what a reader found; answers which of it is new, known or suppressed.

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
            elif at in real:
                tally.failed += 1
            else:
                tally.suppressed += 1
        return parted

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

    def counted(self) -> Counted:
        """What was gathered so far, of a part that is joined with others later."""
        return Counted(self._tallies, self._unjudged, self._readers, self._once, self.violations)

    def absorb(self, part: Counted, before: int) -> None:
        """Go on with what was gathered of the next part of the table, which ``before`` records come before.

        Its examples are kept; they are not all there is, and go to no sink.
        """
        _add_up(self._tallies, part.tallies)
        _add_up(self._unjudged, part.unjudged)
        _add_up(self._readers, part.readers)
        for number, (first, rows) in part.once.items():
            self.add_once(number, _moved(first, before), rows)
        self._keep(self.with_few_around([_moved(one, before) for one in part.violations]))

    def finish(self) -> tuple[list[Tally], list[Violation]]:
        """The tallies and the examples in order of rows."""
        for number, (first, rows) in self._once.items():
            self._finish_once(self._tallies[number], replace(first, details={**first.details, "rows": rows}))
        if self.sieve is not None:
            self.sieve.settle()
        tallies = [*self._readers.values(), *(t for _, t in sorted(self._tallies.items())), *self._unjudged.values()]
        self.violations.sort(key=lambda v: (v.row is not None, v.row or 0, v.column is not None, v.column or 0))
        return tallies, list(self._few())

    def _few(self) -> Iterator[Violation]:
        """The first examples of each rule and column: the same ones, however the table was cut into batches."""
        kept: dict[tuple[str, int | None], int] = defaultdict(int)
        for one in self.violations:
            kept[one.check.rule, one.column] += 1
            if kept[one.check.rule, one.column] <= self.request.examples:
                yield one

    def _finish_once(self, tally: Tally, found: Violation) -> None:
        """Enter an oddity that is one finding, however many rows it concerns."""
        tally.failed = 0
        parted = Parted(np.zeros(1, dtype=np.int64)) if self.sieve is None else self.sieve.sift([found])
        parted.enter(tally)
        self.add([found] * len(parted.counted))
        self.add_known([found] * len(parted.known))


def _add_up(whole: dict[Key, Tally], part: dict[Key, Tally]) -> None:
    """Add the counts of a part to those of the whole."""
    for key, more in part.items():
        tally = whole.setdefault(key, Tally(more.check, more.status, more.reason))
        tally.checked += more.checked
        tally.failed += more.failed
        tally.unjudged += more.unjudged
        tally.known += more.known
        tally.suppressed += more.suppressed


def _moved(violation: Violation, records: int) -> Violation:
    """The violation, so many records further down."""
    return violation if violation.record is None else replace(violation, record=violation.record + records)


def _left_out(check: Check, reason: Reason) -> Tally:
    return Tally(check, status="skipped", reason=reason)
