"""The rows of a frame as executors are handed them: files apart, rows by their numbers, disorder refused."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from conformance.engine.spark.frames import Layout, overlapping, rows_judged
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


def _pieces(batches: list[Any], tables: dict[str, int], start: int = 0) -> Iterator[dict[str, Any]]:
    layout = Layout(NAMES, tables, ReadOptions(item="admin-licence"), {7: start})
    for batch in rows_judged(iter(batches), TOLD, layout, 7):
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
