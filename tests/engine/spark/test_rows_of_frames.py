"""The rows of a frame as executors are handed them: files apart, rows by their numbers, disorder refused."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from conformance.engine.spark.frames import Layout, as_counted, overlapping, rows_judged, starts_of
from conformance.engine.spark.task import Judged, Unfit, brief
from conformance.engine.spark.worker import JUDGED, UNFIT
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from engine.spark.plainly import REQUEST

RECORDS = pl.concat(frames("admin-licence", 30, 5, load(), 0.0, Log(None)))
NAMES = tuple(RECORDS.columns)
TOLD = brief(REQUEST, everything=False)


def _batch(*stretches: tuple[str, range]) -> pa.RecordBatch:
    """Records with the file and the row that they are said to be of."""
    files = [path for path, rows in stretches for _ in rows]
    rows = np.array([row for _, rows in stretches for row in rows], dtype=np.int64)
    some = RECORDS.head(len(files)).to_arrow().to_batches()[0]
    return pa.RecordBatch.from_arrays([*some.columns, pa.array(files), pa.array(rows)], names=[*NAMES, "@file", "@row"])


def _pieces(batches: list[Any], tables: dict[str, int], start: int = 0, partition: int = 7) -> Iterator[dict[str, Any]]:
    layout = Layout(NAMES, tables, ReadOptions(item="admin-licence"), {7: start})
    for batch in rows_judged(iter(batches), TOLD, layout, partition):
        yield from (row for row in batch.to_pylist() if row["kind"] in (JUDGED, UNFIT))


def test_each_file_of_a_partition_is_a_piece_that_stands_where_its_rows_do() -> None:
    batches = [_batch(("b", range(5, 9))), _batch(("b", range(9, 12)), ("a", range(3)))]
    found = list(_pieces(batches, {"a": 0, "b": 1}))
    assert [(row["table"], row["at"], row["row"]) for row in found] == [(1, 5, 11), (0, 0, 2)]
    parts = [pickle.loads(row["payload"]) for row in found]
    assert [part.part.records for part in parts if isinstance(part, Judged)] == [7, 3]


def test_rows_that_were_filtered_keep_their_numbers() -> None:
    (found,) = _pieces([_batch(("a", range(0, 20, 4)))], {"a": 0})
    assert (found["at"], found["row"]) == (0, 16)


@pytest.mark.parametrize("rows", [range(5, 0, -1), [3, 3]])
def test_rows_in_another_order_are_refused(rows: Any) -> None:
    (found,) = _pieces([_batch(("a", rows))], {"a": 0})
    assert isinstance(pickle.loads(found["payload"]), Unfit)


def test_rows_that_go_back_in_a_later_batch_are_refused() -> None:
    *_, last = _pieces([_batch(("a", range(4))), _batch(("a", range(2, 5)))], {"a": 0})
    assert last["kind"] == UNFIT


def test_rows_of_no_file_are_numbered_from_where_their_partition_starts() -> None:
    batch = RECORDS.head(6).to_arrow().to_batches()[0]
    (found,) = _pieces([batch], {}, start=40)
    assert (found["table"], found["at"], found["row"]) == (0, 40, 45)


def test_pieces_that_lie_within_each_other_are_noticed() -> None:
    assert not overlapping({0: [(5, 9), (0, 4)], 1: [(0, 9)]})
    assert overlapping({0: [(5, 9), (0, 5)]})


def test_a_partition_that_was_not_counted_is_refused() -> None:
    batch = RECORDS.head(6).to_arrow().to_batches()[0]
    (found,) = _pieces([batch], {}, partition=8)
    assert "partitions" in pickle.loads(found["payload"]).why.en


def test_a_partition_without_rows_is_nothing_to_be_counted() -> None:
    assert list(_pieces([], {}, partition=8)) == []


def test_a_file_that_came_later_is_refused() -> None:
    *_, found = _pieces([_batch(("a", range(3)), ("new", range(2)))], {"a": 0})
    assert "new" in pickle.loads(found["payload"]).why.en


def test_partitions_start_where_those_before_end() -> None:
    assert starts_of({0: 5, 2: 3, 3: 4}) == {0: 0, 2: 5, 3: 8}
    assert starts_of({}) == {}


@pytest.mark.parametrize(
    ("spans", "same"),
    [
        ([(5, 7), (0, 4)], True),
        ([(0, 4)], False),  # a partition that was counted is not there
        ([(0, 4), (5, 8)], False),  # one has more rows
        ([(0, 4), (0, 2)], False),
    ],
)
def test_only_what_was_counted_may_have_been_judged(spans: list[tuple[int, int]], same: bool) -> None:
    assert as_counted({0: 5, 2: 3}, {0: spans}) is same


def test_a_frame_without_rows_is_as_counted() -> None:
    assert as_counted({}, {})
