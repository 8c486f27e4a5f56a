"""Describing failures: as many of each check as are wanted, and in the order in which they were found.

To describe failures of a check takes queries, and to begin them costs more than the few failures that a usual batch has of
it. So the rows are set aside, and those of many batches are described together: when they are many, or at the end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.base import AT_COLUMN
from conformance.checks.few import FEW
from conformance.engine.aside import Aside
from conformance.engine.cells import Cells
from conformance.engine.collect import Collector
from conformance.engine.describe import keys_of, violations
from conformance.engine.memory import Memory
from conformance.engine.model import Violation
from conformance.engine.places import Places, Positions
from conformance.engine.plan import Plan, Planned
from conformance.engine.sieve import Parted
from conformance.engine.written import written_in
from conformance.sources.model import Batch

SLICE = 10_000
"""Violations described at a time, where all of them are wanted."""
_MOST_CHARACTERS = 8 << 20
"""Text that is set aside at most, but for that of one batch."""

Take = Callable[[Sequence[Violation]], None]


class _Due(Struct, frozen=True):
    """Failures of one check that are to be described, by their positions, and who takes the violations."""

    planned: Planned
    rows: Positions
    known: bool
    """Whether they were found in an earlier run."""
    take: Take


class _Described(Struct, frozen=True):
    """Violations that wait for those found before them."""

    found: Sequence[Violation]
    take: Take


class Reporter:
    """Has the collector of one table take violations. What was set aside is taken at ``flush``."""

    def __init__(self, plan: Plan, memory: Memory, collector: Collector) -> None:
        self.collector = collector
        self._plan = plan
        self._memory = memory
        self._aside = Aside()
        self._waiting: list[_Due | _Described] = []
        self._examples = Counter[int]()
        """How many are waiting that may be examples, by the number of their check."""
        self._violations = 0
        """How many are waiting."""

    def report(
        self,
        found: Iterable[tuple[Planned, Parted]],
        batch: Batch,
        cells: Cells,
        places: Places,
        origin: Positions,
    ) -> None:
        """Describe failures in a batch, now or later. They are positions among the cells, ``origin`` these in the batch."""
        due = [one for planned, parted in found for one in self._due(planned, parted)]
        if not due:
            return
        more = sum(len(one.rows) for one in due)
        if more > SLICE or (not self._waiting and batch.frame.height <= FEW):
            self.flush()
            for one in due:
                at = origin[one.rows]
                one.take(violations(one.planned, self._plan, cells.at(one.rows), written_in(batch), places, at))
            return
        if self._violations + more > SLICE or self._aside.characters > _MOST_CHARACTERS:
            self.flush()
        rows = np.unique(np.concatenate([one.rows for one in due]))
        here = self._aside.add(batch, places, origin[rows])
        for one in due:
            here_too = replace(one, rows=here[np.searchsorted(rows, one.rows)])
            self._wait(here_too, one.planned, len(one.rows), takes_room=not one.known)

    def add(self, planned: Planned, found: Sequence[Violation], *, known: bool) -> None:
        """Have violations taken that are described already; ``known`` ones were found in an earlier run."""
        take = self.collector.add_known if known else self.collector.add
        if not self._waiting:
            take(found)
            return
        self._wait(_Described(found, take), planned, len(found), takes_room=not known)

    def room(self, planned: Planned) -> int | None:
        """How many more violations of a check are wanted; None for all of them."""
        if AT_COLUMN in planned.judgement.details:  # each column where some are shown has room of its own
            return self.collector.room_at_most
        room = self.collector.room(planned.check, self.collector.column_of(planned.check.field))
        return None if room is None else max(0, room - self._examples[planned.number])

    def flush(self) -> None:
        """Describe what was set aside, and have all that waits taken in the order in which it was found."""
        if not self._waiting:
            return
        waiting, aside = self._waiting, self._aside
        self._waiting, self._aside, self._violations = [], Aside(), 0
        self._examples.clear()
        described = self._of_checks([one for one in waiting if isinstance(one, _Due)], aside)
        for one in waiting:
            one.take(one.found if isinstance(one, _Described) else next(described[one.planned.number, one.known]))

    def _wait(self, one: _Due | _Described, planned: Planned, violations: int, *, takes_room: bool) -> None:
        self._waiting.append(one)
        self._violations += violations
        if takes_room:
            self._examples[planned.number] += violations

    def _due(self, planned: Planned, parted: Parted) -> Iterator[_Due]:
        """What is to be described of a check."""
        if len(parted.known) and self.collector.wants_known:
            for part in _slices(parted.known):
                yield _Due(planned, part, known=True, take=self.collector.add_known)
        failed = parted.counted
        if not len(failed):
            return
        if self.collector.request.standard.rules[planned.check.rule].once_per_input:
            once = partial(self._take_once, planned, len(failed))
            yield _Due(planned, failed[:1], known=False, take=once)
            return
        for part in _slices(failed[: self.room(planned)]):
            yield _Due(planned, part, known=False, take=self.collector.add)

    def _take_once(self, planned: Planned, rows: int, found: Sequence[Violation]) -> None:
        self.collector.add_once(planned.number, found[0], rows)

    def _of_checks(self, due: Sequence[_Due], aside: Aside) -> dict[tuple[int, bool], Iterator[list[Violation]]]:
        """The violations of each check in rows that were set aside, in as many lists as were due."""
        if not due:
            return {}
        cells, written, places = self._memory.read_again(aside.frame()), aside.written, aside.places
        keys_of(self._plan, cells)  # of all of them at once; each check has some of them
        together: dict[tuple[int, bool], list[_Due]] = defaultdict(list)
        for one in due:
            together[one.planned.number, one.known].append(one)
        described = {}
        for key, of_check in together.items():
            rows = np.concatenate([one.rows for one in of_check])
            found = violations(of_check[0].planned, self._plan, cells.at(rows), written, places, rows)
            described[key] = _parted(found, [len(one.rows) for one in of_check])
        return described


def _slices(positions: Positions) -> Iterator[Positions]:
    """The same positions, a bounded number at a time."""
    return (positions[start : start + SLICE] for start in range(0, len(positions), SLICE))


def _parted(found: list[Violation], lengths: Iterable[int]) -> Iterator[list[Violation]]:
    """The same violations in lists of these lengths."""
    rest = iter(found)
    return (list(islice(rest, length)) for length in lengths)
