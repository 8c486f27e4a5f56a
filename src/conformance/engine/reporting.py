"""Describing failures: as many of each check as are wanted, and in the order in which they were found.

To describe failures of a check takes queries, and to begin them costs more than the few failures that a usual batch has of
it. So the rows are set aside, and those of many batches are described together: when they are many, or at the end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.few import FEW
from conformance.engine.aside import Aside
from conformance.engine.cells import Cells
from conformance.engine.collect import Collector
from conformance.engine.describe import keys_of, shown_in, violations
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


class _Due(Struct, frozen=True):
    """Failures of one check that are to be described, by their positions."""

    planned: Planned
    rows: Positions
    known: bool = False
    """Whether they were found in an earlier run."""
    once: int = 0
    """The number of rows that the first of them stands for, by a rule that has one finding for a whole table."""


class _Described(Struct, frozen=True):
    """Violations that wait for those found before them."""

    found: Sequence[Violation]
    known: bool


class Reporter:
    """Has the collector of one table take violations in the order in which they were found. What waits is taken at
    ``flush``."""

    def __init__(self, plan: Plan, memory: Memory, collector: Collector) -> None:
        self._collector = collector
        self._plan = plan
        self._memory = memory
        self._aside = Aside()
        self._waiting: list[_Due | _Described] = []
        self._examples = Counter[tuple[int, str]]()
        """How many are waiting that may be examples, by the number of their check and the column where they are shown."""
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
        due = [one for planned, parted in found for one in self._due(planned, parted, cells)]
        if not due:
            return
        may_wait = self._may_wait(sum(len(one.rows) for one in due))
        if may_wait and (self._waiting or batch.frame.height > FEW):
            self._set_aside(due, batch, cells, places, origin)
            return
        self.flush()
        for one in due:
            at = origin[one.rows]
            self._take(one, violations(one.planned, self._plan, cells.at(one.rows), written_in(batch), places, at))

    def add(self, found: Sequence[Violation], *, known: bool, planned: Planned | None = None) -> None:
        """Have violations taken that are described already; ``known`` ones were found in an earlier run. Those of a check of
        the plan, or beside it, take room where they are shown in the column of its field."""
        described = _Described(found, known)
        if not self._may_wait(len(found)) or not self._waiting:
            self.flush()
            self._take(described, found)
            return
        self._wait(described, len(found))
        if planned is not None and not known:
            self._examples[planned.number, planned.check.field] += len(found)

    def wanted(self, planned: Planned, failed: Positions, cells: Cells) -> Positions:
        """As many of the failures of a check (positions among the cells) as there is room for: in each column where some are
        shown, or all of them where somebody wants them."""
        if self._collector.room_at_most is None:
            return failed
        shown = shown_in(planned, cells.at(failed)) if len(failed) else None
        if shown is None:
            return failed[: self._room(planned, planned.check.field)]
        left = {name: self._room(planned, name) for name in dict.fromkeys(shown)}
        chosen = []
        for at, name in enumerate(shown):
            if left[name]:
                left[name] -= 1
                chosen.append(at)
        return failed[chosen]

    def flush(self) -> None:
        """Describe what was set aside, and have all that waits taken in the order in which it was found."""
        if not self._waiting:
            return
        waiting, aside = self._waiting, self._aside
        self._waiting, self._aside, self._violations = [], Aside(), 0
        self._examples.clear()
        described = self._of_checks([one for one in waiting if isinstance(one, _Due)], aside)
        for one in waiting:
            found = one.found if isinstance(one, _Described) else next(described[one.planned.number, one.known])
            self._take(one, found)

    def _take(self, one: _Due | _Described, found: Sequence[Violation]) -> None:
        if isinstance(one, _Due) and one.once:
            self._collector.add_once(one.planned.number, found[0], one.once)
        elif one.known:
            self._collector.add_known(found)
        else:
            self._collector.add(found)

    def _room(self, planned: Planned, shown: str) -> int:
        """How many more violations of a check are wanted in a column, where there is a limit."""
        room = self._collector.room(planned.check, self._collector.column_of(shown)) or 0
        return max(0, room - self._examples[planned.number, shown])

    def _may_wait(self, more: int) -> bool:
        """Whether so many more violations may wait; what waits is described where it would be too much with them."""
        if self._violations + more > SLICE or self._aside.characters > _MOST_CHARACTERS:
            self.flush()
        return more <= SLICE

    def _wait(self, one: _Due | _Described, violations: int) -> None:
        self._waiting.append(one)
        self._violations += violations

    def _set_aside(self, due: Sequence[_Due], batch: Batch, cells: Cells, places: Places, origin: Positions) -> None:
        """Let failures wait, with the text of their rows."""
        rows = np.unique(np.concatenate([one.rows for one in due]))
        here = self._aside.add(batch, places, origin[rows])
        for one in due:
            self._wait(replace(one, rows=here[np.searchsorted(rows, one.rows)]), len(one.rows))
            if not one.known:
                shown = shown_in(one.planned, cells.at(one.rows))
                many = {one.planned.check.field: len(one.rows)} if shown is None else Counter(shown)
                self._examples.update({(one.planned.number, name): number for name, number in many.items()})

    def _due(self, planned: Planned, parted: Parted, cells: Cells) -> Iterator[_Due]:
        """What is to be described of a check."""
        if len(parted.known) and self._collector.wants_known:
            for part in _slices(parted.known):
                yield _Due(planned, part, known=True)
        failed = parted.counted
        if not len(failed):
            return
        if self._collector.request.standard.rules[planned.check.rule].once_per_input:
            yield _Due(planned, failed[:1], once=len(failed))
            return
        for part in _slices(self.wanted(planned, failed, cells)):
            yield _Due(planned, part)

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
