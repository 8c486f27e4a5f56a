"""What came of a job on a cluster: kept there, and fetched piece by piece in the order of the rows."""

from __future__ import annotations

import contextlib
import importlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.links import READ_OTHERWISE, Asked
from conformance.engine.spark.repeats import Again, repeated
from conformance.engine.spark.session import Cluster
from conformance.engine.spark.task import Found, Gathered, Judged, Unread
from conformance.engine.spark.telling import incomplete
from conformance.engine.spark.watch import COMPARE, FETCH, GATHER, JUDGE, acting, fetched
from conformance.engine.spark.worker import BEYOND, FOUND, GATHERED, JUDGED, KEYS, UNFIT, UNREAD

Piece = tuple[int, Found | Judged]
"""Where in its table it stands (``at``), and what it is."""
Head = tuple[str, int, int, int]
"""How it went with a piece: the columns ``kind``, ``table``, ``at`` and ``row``."""


_PIECES = 16
"""Pieces that are fetched at a time: one may hold all violations of many records."""
_REPEATS = 10_000
"""Repeated records that are fetched at a time."""


class Pieces:
    """Rows with a piece each, in the order of tables and of where they stand, handed out table by table."""

    def __init__(self, rows: Iterator[Any], upto: Mapping[int, int]) -> None:
        """``upto`` tells of some tables behind which piece nothing counts."""
        self._rows = rows
        self._upto = upto
        self._next: Any = None

    def of(self, table: int) -> Iterator[Piece]:
        """The pieces of a table as far as they count. Tables are asked for in their order; what is left of those before is
        passed over."""
        upto = self._upto.get(table)
        while True:
            row = self._next if self._next is not None else next(self._rows, None)
            if row is None or row["table"] > table:
                self._next = row
                return
            self._next = None
            if row["table"] == table and (upto is None or row["at"] <= upto):
                yield row["at"], pickle.loads(row["payload"])  # noqa: S301 - from executors of our own job


class Answers:
    """What came of all splits. Use it as a context manager; what is kept on the cluster goes with it."""

    def __init__(
        self,
        cluster: Cluster,
        rows: Any,
        pieces: Sequence[str] = (FOUND, JUDGED),
        kept: Sequence[Callable[[], object]] = (),
    ) -> None:
        """``rows`` is a DataFrame with the columns ``worker.ROWS``, not worked out yet; ``pieces`` are the kinds that are fetched.
        ``kept`` lets go of what else is kept on the cluster for them."""
        self._kinds = pieces
        self._cluster = cluster
        self._rows = rows
        self._kept = [rows.unpersist, *kept]
        self._pieces = Pieces(iter(()), {})
        self._again: Again | None = None
        self.broken: dict[int, Unread] = {}
        """Tables whose reading broke off, and why."""
        self.upto: dict[int, int] = {}
        """Tables of which nothing counts behind a split: reading broke off there, or went on to the end of the file."""
        self.spans: dict[int, list[tuple[int, int]]] = {}
        """Of tables in an order of their own, the first and the last row of each piece."""
        self.places: set[str] = set()
        """The executors that took part."""
        self._judged: dict[int, set[int]] = {}
        """Of each table the pieces that were judged to their end."""
        self.asked: dict[int, Asked] = {}
        """What was gathered of splits that their records refer to, by their numbers."""
        self._heads: frozenset[Head] = frozenset()
        self._keyed: dict[tuple[int, int], int] = {}
        """How many keys there are of pieces that were fetched."""

    def __enter__(self) -> Answers:
        """Do the job. Raises ClusterFailed."""
        level: Any = importlib.import_module("pyspark").StorageLevel.MEMORY_AND_DISK
        try:
            with acting(self._cluster, JUDGE if self._kinds else GATHER):
                self._rows = self._rows.persist(level)
                self._take_heads()
            with acting(self._cluster, FETCH):
                rows = self._in_order()
            self._pieces = Pieces(fetched(self._cluster, rows, _PIECES), self.upto)
        except BaseException:
            self.release()
            raise
        return self

    def _take_heads(self) -> None:
        """Have everything judged, and hear how it went."""
        rows = self._collected()
        self._heads = _heads(rows)
        for row in rows:
            if row["kind"] == BEYOND:
                self.upto.setdefault(row["table"], row["at"])
                continue
            self.places.add(row["place"])
            self.spans.setdefault(row["table"], []).append((row["at"], row["row"]))
            if row["said"] is None:
                self._judged.setdefault(row["table"], set()).add(row["at"])
                continue
            message = pickle.loads(row["said"])  # noqa: S301 - from executors of our own job
            if isinstance(message, Gathered):
                self.asked[row["at"]] = message.asked
            elif row["table"] not in self.upto:  # else nobody has asked for these rows
                self.broken[row["table"]] = message
                self.upto[row["table"]] = row["at"]

    def _collected(self) -> list[Any]:
        """How it goes, in the order of tables and pieces. Raises ClusterFailed where a machine is unfit."""
        functions: Any = importlib.import_module("pyspark.sql.functions")
        kind, payload = functions.col("kind"), functions.col("payload")
        said = functions.when(kind.isin(GATHERED, UNREAD, UNFIT), payload)
        heads = self._rows.where(kind.isin(JUDGED, GATHERED, BEYOND, UNREAD, UNFIT)).select(
            "kind", "table", "at", "row", "place", said.alias("said")
        )
        rows = sorted(heads.collect(), key=lambda row: (row["table"], row["at"]))
        for row in rows:
            if row["kind"] == UNFIT:
                why = pickle.loads(row["said"]).why  # noqa: S301 - from executors of our own job
                raise ClusterFailed(why.zh, why.en)
        return rows

    def hold(self) -> None:
        """Raise ClusterFailed unless what is kept is still what was heard of at first, with all its keys. To be asked when everything
        was looked at: what is lost with its executor is worked out anew where it is looked at, and the next one may be unfit."""
        functions: Any = importlib.import_module("pyspark.sql.functions")
        with acting(self._cluster, FETCH):
            changed = {(table, at) for _, table, at, _ in self._heads ^ _heads(self._collected())}
            if any(self._keyed.values()):
                keys = self._rows.where(functions.col("kind") == KEYS).groupBy("table", "at").count().collect()
                there = {(row["table"], row["at"]): row["count"] for row in keys}
                changed |= {piece for piece, keyed in self._keyed.items() if there.get(piece, 0) != keyed}
        if changed:
            raise incomplete(len(changed))

    @property
    def unread(self) -> frozenset[tuple[int, int]]:
        """Pieces, by their tables and where they stand, whose reading broke off."""
        return frozenset((table, at) for kind, table, at, _ in self._heads if kind == UNREAD)

    @property
    def rows(self) -> Any:
        """The DataFrame with all of it."""
        return self._rows

    def _in_order(self) -> Iterator[Any]:
        if not self._kinds:
            return iter(())
        functions: Any = importlib.import_module("pyspark.sql.functions")
        mine = self._rows.where(functions.col("kind").isin(*self._kinds))
        ordered = mine.select("table", "at", "record", "payload").orderBy("table", "at", "record")
        return iter(ordered.toLocalIterator(prefetchPartitions=True))

    def of(self, table: int) -> Iterator[Piece]:
        """As of ``Pieces``. Raises ClusterFailed at the end where a piece has not come that was judged: what was kept of it may have
        been lost with its executor, and another one may not have been able to judge it again."""
        upto = self.upto.get(table)
        awaited = {at for at in self._judged.get(table, ()) if upto is None or at <= upto}
        for at, piece in self._pieces.of(table):
            if isinstance(piece, Judged):
                awaited.discard(at)
                self._keyed[table, at] = sum(piece.keyed.values())
            yield at, piece
        if awaited:
            raise incomplete(len(awaited))

    def require(self, splits: int) -> None:
        """Raise ClusterFailed unless each of so many splits, numbered one after the other, has said what came of it."""
        missing = set(range(splits)).difference(at for spans in self.spans.values() for at, _ in spans)
        if missing:
            raise incomplete(len(missing))

    def require_as(self, gathered: Answers, tables: int) -> None:
        """Raise ClusterFailed unless of the first so many tables just that counts which did when their keys were gathered."""
        if {table: at for table, at in self.upto.items() if table < tables} != gathered.upto:
            raise ClusterFailed(READ_OTHERWISE.zh, READ_OTHERWISE.en)

    def again(self, table: int, check: int) -> Iterator[Any]:
        """The records of a table that repeat by one of its checks; asked for in the order of tables and checks."""
        if self._again is None:
            with acting(self._cluster, COMPARE):
                again, firsts = repeated(self._rows, self.upto, sum(map(len, self.spans.values())))
                self.keep(firsts.unpersist)
                rows = iter(() if again is None else again.toLocalIterator(prefetchPartitions=True))
            self._again = Again(fetched(self._cluster, rows, _REPEATS, COMPARE))
        return self._again.of(table, check)

    def keep(self, let_go: Callable[[], object]) -> None:
        """Have something let go of with the answers: what is kept on the cluster for them, too."""
        self._kept.append(let_go)

    def release(self) -> None:
        """Let go of all that is kept on the cluster."""
        for let_go in self._kept:
            with contextlib.suppress(Exception):  # where the session is gone, so is what was kept with it
                let_go()
        self._kept.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _heads(rows: Sequence[Any]) -> frozenset[Head]:
    return frozenset((row["kind"], row["table"], row["at"], row["row"]) for row in rows)
