"""The runner that has tables judged on a cluster: one job for all of them, whose answers are joined table by table.

The job is done when the first table's turn comes. Where tables refer to each other there is another one before it, which compares the
keys of all of them. All tables are judged here where every record goes somewhere, or is compared with earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Any

from msgspec.structs import replace

from conformance.engine.model import Request, TableResult
from conformance.engine.running import Coming, Turn, run_here
from conformance.engine.spark.answers import Answers
from conformance.engine.spark.joining import Numbers, joined, read_at_its_place
from conformance.engine.spark.links import Links, links_of
from conformance.engine.spark.lost import signs_of, with_lost
from conformance.engine.spark.probing import probe
from conformance.engine.spark.session import SPLIT, Cluster
from conformance.engine.spark.splits import Split, splits_of, up_to
from conformance.engine.spark.task import Brief, brief
from conformance.engine.spark.watch import acting
from conformance.engine.spark.worker import FOUND, JUDGED, ROWS, Batches, gathering, judging


class SparkRunner:
    """Judges tables on a cluster, as of :data:`conformance.engine.running.Runner`. Use it as a context manager."""

    def __init__(self, cluster: Cluster, request: Request) -> None:
        """``request`` is what the caller asked; an input may name its own sender."""
        self._cluster = cluster
        self._request = request
        self._stack = ExitStack()
        self._number_of_tables: int | None = None
        self._tables: frozenset[int] = frozenset()
        self.splits: Sequence[Split] = ()
        """What was judged on the cluster, a task each."""
        self._answers: Answers | None = None
        self._gathered: Answers | None = None
        self._numbers = Numbers()
        self.there = 0
        """How many tables were judged on the cluster."""
        self.here = 0
        """How many were judged in this process."""

    def __enter__(self) -> SparkRunner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:  # all tables have had their turn
                for answers in (self._gathered, self._answers):
                    if answers is not None:
                        answers.hold()
        finally:
            self._stack.close()

    @property
    def places(self) -> frozenset[str]:
        """The executors that took part."""
        return frozenset() if self._answers is None else frozenset(self._answers.places)

    def __call__(self, turn: Turn) -> TableResult:
        """Judge a table. Raises Unusable, and ClusterFailed where nothing can be decided."""
        if self._number_of_tables is None:
            self._number_of_tables = len(turn.coming)
            self._begin(turn)
        place = self._number_of_tables - len(turn.coming)
        if self._answers is None or place not in self._tables:
            self.here += 1
            return run_here(turn)
        if turn.rows_sink is not None:  # its rows would not be looked at: nobody may take that for a check
            raise RuntimeError(f"{turn.table.path} was judged on the cluster, and its rows are wanted here")
        self.there += 1
        return joined(turn, place, self._answers, self._numbers, partial(read_at_its_place, self.splits, turn.request))

    def _begin(self, turn: Turn) -> None:
        """Have everything judged that can be judged there."""
        if turn.rows_sink is not None or turn.request.sieve is not None:
            return
        with acting(self._cluster):
            size = self._cluster.told(SPLIT)
        links = links_of(turn.coming, self._request)
        coming = _apart(turn.coming, links)
        splits = list(splits_of(coming, size))
        if not splits:
            return
        probe(self._cluster)
        self.splits = splits
        self._tables = frozenset(split.table for split in splits)
        answers = self._stack.enter_context(self._judge(splits, turn.sink is not None, links))
        answers.require(len(splits))
        if self._gathered is not None:
            answers.require_as(self._gathered, links.referring)
        self._answers = answers

    def _judge(self, splits: Sequence[Split], everything: bool, links: Links) -> Answers:
        with acting(self._cluster):
            # One task for each split, which it knows by its number.
            numbers = self._cluster.session.range(0, len(splits), 1, len(splits))
        if links.referred:
            gathered = self._gathered = self._gather(splits, links)
            with acting(self._cluster):
                signs = signs_of(gathered.rows, gathered.upto, len(links.referred))
                links = links.found(signs, gathered.broken, gathered.asked)
                numbers = with_lost(numbers, len(splits), gathered.rows, gathered.upto)
        return self._asked(numbers, splits, judging, brief(self._request, everything, links), [FOUND, JUDGED])

    def _gather(self, splits: Sequence[Split], links: Links) -> Answers:
        """The keys of all tables up to the last one that refers to others."""
        mine = up_to(splits, links.referring)
        with acting(self._cluster):
            numbers = self._cluster.session.range(0, mine, 1, mine)
        told = brief(self._request, everything=False, links=links)
        gathered = self._stack.enter_context(self._asked(numbers, splits, gathering, told, []))
        gathered.require(mine)
        return gathered

    def _asked(
        self,
        numbers: Any,
        splits: Sequence[Split],
        work: Callable[[Any, Any], Callable[[Batches], Batches]],
        told: Brief,
        pieces: Sequence[str],
    ) -> Answers:
        """What comes of splits, named by their numbers (a DataFrame)."""
        with acting(self._cluster):
            context = self._cluster.session.sparkContext
            said, given = context.broadcast(told), context.broadcast(splits)
            rows = numbers.mapInArrow(work(said, given), ROWS)
            return Answers(self._cluster, rows, pieces, [said.destroy, given.destroy])


def _apart(coming: Sequence[Coming], links: Links) -> Sequence[Coming]:
    """The same, of which none is judged there if another table of its item has to be judged here: keys are compared. Where tables
    refer to each other all are judged in one place."""
    here = {table.item for table in coming if table.again is None}
    if here and links.referred:
        here = {table.item for table in coming}
    return [replace(table, again=None) if table.item in here else table for table in coming]
