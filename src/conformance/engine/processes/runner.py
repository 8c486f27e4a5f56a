"""The runner that has a large file judged by several processes: this one takes the first span, others the next ones.

What they found is taken in the order of the file. Where the cut before a span turns out to be wrong, the one before it
has read on to the end of the file, and what was found of the span is thrown away. Where a process dies or fails, this one judges
from there to the end. So the result is that of one process in any case, and so is what is said of a file that cannot be read.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.keys import seeds
from conformance.engine.keys import KeySpill
from conformance.engine.local import Run
from conformance.engine.model import TableResult
from conformance.engine.part import moved
from conformance.engine.prepared import prepare
from conformance.engine.processes.helpers import Helper, Helpers
from conformance.engine.processes.tasks import PROGRESS, SpanFailed, SpanJudged, SpanTask
from conformance.engine.processes.worth import LEAST
from conformance.engine.profile import Profiler
from conformance.engine.running import Again, Runner, Turn, run_here
from conformance.sources.open import open_tables
from conformance.sources.raw import Ended, Span
from conformance.sources.source import source_of
from conformance.sources.spans import cut_into_spans, is_told_by_bytes

_LOOK = 0.25
"""Seconds between looks at how far others have come."""


def runner_with(helpers: Helpers) -> Runner:
    """A runner that shares large files among this process and some helpers."""

    def run(turn: Turn) -> TableResult:
        ready = [helper for helper in helpers.started if helper.alive]
        spans = _spans(turn, len(ready) + 1)
        if turn.again is None or len(spans) < 2:
            return run_here(turn)
        return _Shared(turn, turn.again, spans, ready).run()

    return run


def _spans(turn: Turn, processes: int) -> Sequence[Span]:
    """How the file is cut; one span where it has to be judged in one go."""
    whole = [Span()]
    beside = turn.companions is not None and turn.companions.looks
    everything = turn.sink is not None or turn.rows_sink is not None or turn.request.sieve is not None
    if turn.again is None or processes < 2 or beside or everything or turn.table.encoding is None:
        return whole
    if turn.table.delimiter is None or not is_told_by_bytes(turn.table.delimiter, turn.table.encoding):
        return whole
    source = source_of(turn.again.path)
    source.check_is(turn.table.stamp)
    parts = min(processes, source.size // LEAST)
    return cut_into_spans(source, turn.table.delimiter, parts) if parts > 1 else whole


class _Given(Struct, frozen=True):
    """A span that another process judges."""

    span: Span
    helper: Helper
    folder: Path
    """What it leaves behind."""
    answer: Future[SpanJudged | SpanFailed | None]

    def rows(self) -> int:
        """How many rows it has read so far."""
        try:
            return int.from_bytes((self.folder / PROGRESS).read_bytes(), "little")
        except OSError:
            return 0

    def let_go(self) -> None:
        """Whatever it is still doing is of no use any more."""
        if self.answer.done():
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            self.helper.end()


class _Shared:
    """One table on its way through several processes."""

    def __init__(self, turn: Turn, again: Again, spans: Sequence[Span], helpers: Sequence[Helper]) -> None:
        self._turn = turn
        # The digest of the file was taken when it was opened.
        self._again = replace(again, reading=replace(again.reading, digested=False))
        self._spans = spans
        self._helpers = helpers[: len(spans) - 1]
        self._given: deque[_Given] = deque()
        self._rows = 0
        self._expected = 0.0
        prepared = prepare(turn.table, turn.request)
        self._plan, self._memory = prepared.plan, prepared.memory
        profiler = Profiler(prepared.plan, prepared.watched)
        self._run = Run(prepared, profiler, turn.table, turn.request, None, turn.companions)

    def run(self) -> TableResult:
        """Judge the table. Raises Unusable where it cannot be read."""
        turn = self._turn
        self._run.named = turn.uniqueness.named(turn.table)
        with ExitStack() as stack:
            spills = [stack.enter_context(spill) for spill in turn.uniqueness.spills(turn.table, self._plan)]
            waiting = stack.enter_context(ThreadPoolExecutor(len(self._helpers)))
            stack.callback(self._let_go)
            for helper, span in zip(self._helpers, self._spans[1:], strict=True):
                self._given.append(self._hand_out(helper, span, waiting))
            ended = self._judge(self._spans[0], spills)
            while self._given and ended.as_cut:
                ended = self._take(ended, spills)
                self._tell()
            for spill in spills:
                self._run.repeats(spill)
        return self._run.result()

    def _hand_out(self, helper: Helper, span: Span, waiting: ThreadPoolExecutor) -> _Given:
        again = replace(self._again, reading=replace(self._again.reading, span=span))
        folder = helper.new_folder()
        helper.begin(SpanTask(again, self._turn.request, seeds(), folder))
        return _Given(span, helper, folder, waiting.submit(helper.answer))

    def _judge(self, span: Span, spills: Sequence[KeySpill]) -> Ended:
        """Judge a span here."""
        ended: list[Ended] = []
        reading = replace(self._again.reading, span=replace(span, ended=ended.append))
        table = open_tables(self._again.path, self._turn.request.standard, reading)[self._again.number]
        rows = 0
        for batch in table.batches:
            self._run.batch(batch, self._memory.read(batch.frame), spills)
            self._rows += batch.frame.height
            rows += batch.frame.height
            if not span.start and batch.progress:
                self._expected = rows / batch.progress
            self._tell()
        return ended[0]

    def _take(self, before: Ended, spills: Sequence[KeySpill]) -> Ended:
        """Go on with what came of the next span, which another process judged; where nothing came, judge it here."""
        one = self._given[0]
        while not wait([one.answer], _LOOK).done:
            self._tell()
        self._given.popleft()
        try:
            came = one.answer.result()
            if not isinstance(came, SpanJudged):
                return self._judge(replace(one.span, ordinal=before.ordinal, line=before.line), spills)
            rows, lines = before.ordinal, before.line - 1
            further = {"record": self._run.records, "row": rows, "line": lines, "ordinal": rows}
            for spill in spills:
                for path in came.keys.get(spill.planned.number, ()):
                    spill.take(pl.read_ipc(path).with_columns(pl.col(name) + more for name, more in further.items()))
            self._run.absorb(moved(came.part, rows, lines))
            self._rows += came.ended.ordinal
            return Ended(rows + came.ended.ordinal, lines + came.ended.line, came.ended.as_cut)
        finally:
            one.let_go()

    def _tell(self) -> None:
        """Say how far all of them have come."""
        if self._turn.on_progress is not None:
            rows = self._rows + sum(one.rows() for one in self._given)
            share = min(1.0, rows / self._expected) if self._expected else None
            self._turn.on_progress(self._turn.table.path, rows, share)

    def _let_go(self) -> None:
        while self._given:
            self._given.popleft().let_go()
