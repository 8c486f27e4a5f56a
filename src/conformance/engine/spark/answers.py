"""What came of a job on a cluster: kept there, and fetched piece by piece in the order of the rows."""

from __future__ import annotations

import contextlib
import importlib
import pickle
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.repeats import Again, repeated
from conformance.engine.spark.session import Cluster
from conformance.engine.spark.task import Found, Judged, Unfit, Unread
from conformance.engine.spark.watch import acting
from conformance.engine.spark.worker import FOUND, JUDGED, UNFIT, UNREAD

Piece = tuple[int, Found | Judged]
"""Where in its table it stands (``at``), and what it is."""


class Answers:
    """What came of all splits. Use it as a context manager; what is kept on the cluster goes with it."""

    def __init__(self, cluster: Cluster, rows: Any, pieces: Sequence[str] = (FOUND, JUDGED)) -> None:
        """``rows`` is a DataFrame with the columns ``worker.ROWS``, not worked out yet; ``pieces`` are the kinds that are fetched."""
        self._kinds = pieces
        self._cluster = cluster
        self._rows = rows
        self._pieces: Iterator[Any] = iter(())
        self._next: Any = None
        self._again: Again | None = None
        self._firsts: Any = None
        self.broken: dict[int, tuple[int, Unread]] = {}
        """Tables whose reading broke off: where, and why."""
        self.spans: dict[int, list[tuple[int, int]]] = {}
        """Of tables in an order of their own, the first and the last row of each piece."""
        self.places: set[str] = set()
        """The executors that took part."""

    def __enter__(self) -> Answers:
        """Do the job. Raises ClusterFailed."""
        level: Any = importlib.import_module("pyspark").StorageLevel.MEMORY_AND_DISK
        with acting(self._cluster):
            self._rows = self._rows.persist(level)
            self._take_heads()
            self._pieces = self._fetched()
        return self

    def _take_heads(self) -> None:
        """Have everything judged, and hear how it went."""
        functions: Any = importlib.import_module("pyspark.sql.functions")
        kind, payload = functions.col("kind"), functions.col("payload")
        said = functions.when(kind.isin(UNREAD, UNFIT), payload)
        heads = self._rows.where(kind.isin(JUDGED, UNREAD, UNFIT)).select(
            "table", "at", "row", "place", said.alias("said")
        )
        for row in sorted(heads.collect(), key=lambda row: (row["table"], row["at"])):
            self.places.add(row["place"])
            self.spans.setdefault(row["table"], []).append((row["at"], row["row"]))
            if row["said"] is None:
                continue
            message = pickle.loads(row["said"])  # noqa: S301 - from executors of our own job
            if isinstance(message, Unfit):
                raise ClusterFailed(message.why.zh, message.why.en)
            self.broken.setdefault(row["table"], (row["at"], message))

    @property
    def rows(self) -> Any:
        """The DataFrame with all of it."""
        return self._rows

    def _fetched(self) -> Iterator[Any]:
        functions: Any = importlib.import_module("pyspark.sql.functions")
        mine = self._rows.where(functions.col("kind").isin(*self._kinds))
        ordered = mine.select("table", "at", "record", "payload").orderBy("table", "at", "record")
        return iter(ordered.toLocalIterator(prefetchPartitions=True))

    def of(self, table: int) -> Iterator[Piece]:
        """The pieces of a table up to where reading broke off. Tables are asked for in their order; what is left of those
        before is passed over."""
        upto = self.broken[table][0] if table in self.broken else None
        while True:
            row = self._next if self._next is not None else self._step()
            if row is None or row["table"] > table:
                self._next = row
                return
            self._next = None
            if row["table"] == table and (upto is None or row["at"] <= upto):
                yield row["at"], pickle.loads(row["payload"])  # noqa: S301 - as above

    def _step(self) -> Any:
        with acting(self._cluster):
            return next(self._pieces, None)

    def again(self, table: int, check: int) -> Iterator[Any]:
        """The records of a table that repeat by one of its checks; asked for in the order of tables and checks."""
        if self._again is None:
            broken = {number: at for number, (at, _) in self.broken.items()}
            with acting(self._cluster):
                again, self._firsts = repeated(self._rows, broken)
                self._again = Again(iter(again.toLocalIterator(prefetchPartitions=True)))
        rows = self._again.of(table, check)
        while True:
            with acting(self._cluster):
                row = next(rows, None)
            if row is None:
                return
            yield row

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):  # where the session is gone, so is what was kept with it
            if self._firsts is not None:
                self._firsts.unpersist()
            self._rows.unpersist()
