"""Data frames of Spark: their rows are judged where they lie, and named by the file and the row that they came from.

Spark tells both of Parquet files. Of any other frame rows are named by the order in which Spark hands them over, which is
no order of a source; the caller is told.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, groupby, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from conformance.engine.spark.task import Brief, Unfit, judged, unfit
from conformance.engine.spark.worker import Batches, as_rows
from conformance.sources.arrow import pa
from conformance.sources.frame import from_batches
from conformance.sources.raw import ReadOptions
from conformance.standard.model import Text

FILE, ROW = "@file", "@row"
WHOLE = "<dataframe>"
"""What a frame is called that is of no files."""
Rows = npt.NDArray[np.int64]
Stretch = tuple[str, Any, Rows]
"""A file, some of its rows, and their 0-based numbers."""

NO_ORDER = Text(
    "数据帧中同一文件的行不按原来的次序出现（可能排过序或重新分区），说不出问题在第几行；请传入刚从文件读出的数据帧，"
    "或先去掉来源：spark.createDataFrame(df.rdd, df.schema)。",
    "The rows of a file do not come in its order (the frame was sorted or partitioned anew), so no row could be named; hand "
    "over the frame as it was read, or cut it off from its files: spark.createDataFrame(df.rdd, df.schema).",
)
NOT_THE_SAME = Text(
    "数据帧每次算出来的分区不同，行号无从得知，没有得出结论；请先存为 Parquet 再读回来校验。",
    "The frame is cut into partitions otherwise each time it is worked out, so no row could be named and nothing was decided; write it "
    "to Parquet and check what you read back.",
)
_ANOTHER_FILE = (
    "开始校验后数据帧里又出现了文件“{path}”，没有得出结论；请在写完之后重新读取并校验。",
    "The file {path} came into the frame after checking had begun, so nothing was decided; read it anew when all is written, "
    "and check again.",
)


class Layout(Struct, frozen=True):
    """What executors are told of a frame."""

    names: tuple[str, ...]
    """Its columns."""
    tables: Mapping[str, int]
    """The files, each a table, in the order of their numbers."""
    reading: ReadOptions
    starts: Mapping[int, int]
    """First row of each partition that has any, where there are no files."""


def with_places(frame: Any) -> Any | None:
    """The frame with the file and the row of each record; None where Spark does not know them."""
    functions: Any = importlib.import_module("pyspark.sql.functions")
    errors: Any = importlib.import_module("pyspark.errors")
    with _nothing_logged():
        try:
            placed = frame.select(
                *(functions.col(f"`{name}`") for name in frame.columns),
                functions.col("_metadata.file_path").alias(FILE),
                functions.col("_metadata.row_index").alias(ROW),
            )
            placed.schema  # noqa: B018 - asked for, so that it is looked at now
        except errors.AnalysisException:
            return None
    return placed


@contextmanager
def _nothing_logged() -> Iterator[None]:
    """PySpark writes a page on standard error about a column that is not there; here that is an answer."""
    logs = [logging.getLogger(name) for name in ("DataFrameQueryContextLogger", "SQLQueryContextLogger")]
    before = [log.disabled for log in logs]
    for log in logs:
        log.disabled = True
    try:
        yield
    finally:
        for log, disabled in zip(logs, before, strict=True):
            log.disabled = disabled


def held(frame: Any) -> tuple[Any, list[Callable[[], object]]]:
    """The frame, kept on the cluster, and what lets go of it: worked out twice, its partitions might be others.

    What the program keeps itself stays as it is.
    """
    level = frame.storageLevel
    if level.useMemory or level.useDisk:
        return frame, []
    kept = frame.persist(importlib.import_module("pyspark").StorageLevel.MEMORY_AND_DISK)
    return kept, [kept.unpersist]


def counts_of(frame: Any) -> dict[int, int]:
    """How many rows each partition has that has any; of a frame that is kept (``held``)."""
    functions: Any = importlib.import_module("pyspark.sql.functions")
    counted = frame.groupBy(functions.spark_partition_id().alias("at")).count().collect()
    return {row["at"]: row["count"] for row in sorted(counted, key=lambda row: row["at"])}


def starts_of(counts: Mapping[int, int]) -> dict[int, int]:
    """The first row of each partition."""
    return dict(zip(counts, accumulate(counts.values(), initial=0), strict=False))


def as_counted(counts: Mapping[int, int], spans: Mapping[int, Sequence[tuple[int, int]]]) -> bool:
    """Whether just the rows were judged that were counted, each partition where it stands."""
    ends = accumulate(counts.values())
    return sorted(spans.get(0, ())) == [
        (start, end - 1) for start, end in zip(starts_of(counts).values(), ends, strict=True)
    ]


def judging_rows(told: Any, layout: Any) -> Callable[[Batches], Batches]:
    """What ``mapInArrow`` is given. Both are broadcast: a Brief and a Layout."""

    def run(batches: Batches) -> Batches:
        context: Any = importlib.import_module("pyspark").TaskContext.get()
        yield from rows_judged(batches, told.value, layout.value, context.partitionId())

    return run


def rows_judged(batches: Batches, told: Brief, layout: Layout, partition: int) -> Batches:
    """Judge the rows of a partition; without Spark just the same."""
    why = unfit(told)
    if why is not None:
        yield from as_rows(0, 0, [why])
        return
    if not layout.tables and partition not in layout.starts:
        if any(batch.num_rows for batch in batches):
            yield from as_rows(0, 0, [Unfit(NOT_THE_SAME)])
        return
    stretches = _of_files(batches) if layout.tables else _in_order(batches, layout.starts[partition])
    for path, mine in groupby(stretches, key=lambda stretch: stretch[0]):
        reading = _Reading(mine)
        if layout.tables and path not in layout.tables:
            yield from as_rows(0, 0, [Unfit(Text(*(words.format(path=path) for words in _ANOTHER_FILE)))])
            return
        if not reading.begin():
            yield from as_rows(0, 0, [Unfit(NO_ORDER)])
            return
        table = from_batches(layout.names, reading.batches(), told.request.standard, layout.reading, path)
        yield from as_rows(
            layout.tables[path] if layout.tables else 0, reading.first, judged(table, told), reading.upto
        )
        if not reading.in_order:
            yield from as_rows(0, 0, [Unfit(NO_ORDER)])
            return


class _Reading:
    """Stretches of one file that follow each other, and how far they were read."""

    def __init__(self, stretches: Iterator[Stretch]) -> None:
        self._stretches = stretches
        self._waiting: Stretch | None = None
        self.first = self.last = -1
        self.in_order = True

    def begin(self) -> bool:
        """Look at the first stretch; answers whether its rows are in order."""
        self._waiting = next(self._stretches)
        self.first = int(self._waiting[2][0])
        self._look(self._waiting[2])
        return self.in_order

    def upto(self) -> int:
        """The last row that was read."""
        return self.last

    def batches(self) -> Iterator[tuple[Any, Rows]]:
        """The rows with their numbers."""
        if self._waiting is not None:
            yield self._waiting[1:]
        for _, batch, rows in self._stretches:
            self._look(rows)
            yield batch, rows

    def _look(self, rows: Rows) -> None:
        self.in_order &= bool(rows[0] > self.last) and bool((np.diff(rows) > 0).all())
        self.last = int(rows[-1])


def _of_files(batches: Batches) -> Iterator[Stretch]:
    """The rows of each batch file by file; the last two columns tell file and row."""
    for batch in batches:
        if not batch.num_rows:
            continue
        files = batch.column(batch.num_columns - 2)
        rows = batch.column(batch.num_columns - 1).to_numpy().astype(np.int64)
        data = batch.select(list(range(batch.num_columns - 2)))
        ends = pa.compute.run_end_encode(files)
        start = 0
        for path, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
            yield path, data.slice(start, end - start), rows[start:end]
            start = end


def _in_order(batches: Batches, first: int) -> Iterator[Stretch]:
    """The rows of a partition as they come, from such a number on."""
    for batch in batches:
        if batch.num_rows:
            yield WHOLE, batch, np.arange(first, first + batch.num_rows, dtype=np.int64)
            first += batch.num_rows


def overlapping(spans: Mapping[int, Sequence[tuple[int, int]]]) -> bool:
    """Whether rows of one table come between those of another piece of it."""
    for mine in spans.values():
        ordered = sorted(mine)
        if any(before[1] >= after[0] for before, after in pairwise(ordered)):
            return True
    return False
