"""Records and data frames that a program holds, and Parquet files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conformance.sources import parquet
from conformance.sources.frame import from_frame
from conformance.sources.model import Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.sources.records import from_records
from conformance.standard.model import Standard

from .conftest import SHORT, rows_of

VALUES: list[tuple[Any, str | None]] = [
    ("甲", "甲"),
    ("", None),
    (None, None),
    (7, "7"),
    (310115198001012345, "310115198001012345"),
    (1.5, "1.5"),
    (2.0, "2"),
    (True, "true"),
    (Decimal("1.10"), "1.10"),
    (date(2016, 5, 9), "2016/05/09"),
    (datetime(2016, 5, 9, tzinfo=UTC), "2016/05/09"),
    (datetime(2016, 5, 9, 13, 5, 6, tzinfo=UTC), "2016/05/09 13:05:06"),
    (b"ab", "ab"),
    (["a", 1], '["a", 1]'),
]


def test_records_read_as_text(standard: Standard) -> None:
    table = from_records([{"XK_WSH": value, "XK_XMMC": "x", "许可决定日期": ""} for value, _ in VALUES], standard)
    (batch,) = table.batches
    assert (table.format, table.pointer_prefix, table.path) == ("records", "", "<records>")
    assert batch.frame["document_number"].to_list() == [text for _, text in VALUES]
    assert [(n.rule, n.index) for n in batch.notices] == [("nested-value", 13)]
    assert batch.rows.tolist()[:2] == [2, 3]


def test_records_may_differ_in_their_keys(standard: Standard) -> None:
    table = from_records(
        [{"XK_WSH": "1"}, {"XK_XMMC": "2", "XK_JDRQ": "3"}], standard, ReadOptions(batch_rows=1), path="payload"
    )
    assert [tuple(row.values()) for row in rows_of(table)] == [("1", None, None), (None, "2", "3")]
    assert table.path == "payload"


def test_what_is_no_record_is_refused(standard: Standard) -> None:
    with pytest.raises(Unusable, match="第 2 条"):
        from_records([{"XK_WSH": "1"}, "x"], standard)  # type: ignore[list-item]
    with pytest.raises(Unusable, match="没有任何记录"):
        from_records([], standard)


COLUMNS: list[tuple[pa.Array, list[str | None]]] = [
    (pa.array(["a", "", None]), ["a", None, None]),
    (pa.array([1, None, 310115198001012345]), ["1", None, "310115198001012345"]),
    (pa.array([1.5, 2.0, float("nan")]), ["1.5", "2", None]),
    (pa.array([True, False, None]), ["true", "false", None]),
    (pa.array([Decimal("1.10"), None, Decimal("0.00")]), ["1.10", None, "0.00"]),
    (pa.array([date(2016, 5, 9), None, date(1999, 1, 1)]), ["2016/05/09", None, "1999/01/01"]),
    (
        pa.array([datetime(2016, 5, 9), None, datetime(2016, 5, 9, 1, 2, 3)], pa.timestamp("us")),  # noqa: DTZ001
        ["2016/05/09", None, "2016/05/09 01:02:03"],
    ),
    (
        pa.array([datetime(2016, 5, 8, 16, tzinfo=UTC), None, None], pa.timestamp("ms", "Asia/Shanghai")),
        ["2016/05/09", None, None],
    ),
    (pa.array(["a", None, "b"]).dictionary_encode(), ["a", None, "b"]),
    (pa.array([b"a", b"\xff", None]), ["a", "\ufffd", None]),
    (pa.array([["a"], None, []]), ['["a"]', None, "[]"]),
    (pa.nulls(3), [None, None, None]),
]


@pytest.mark.parametrize(("column", "texts"), COLUMNS)
def test_parquet_columns_read_as_text(
    standard: Standard, tmp_path: Path, column: pa.Array, texts: list[str | None]
) -> None:
    path = tmp_path / "data.parquet"
    table = pa.table({"XK_WSH": column, "XK_XMMC": ["x"] * 3, "XK_JDRQ": ["y"] * 3})
    pq.write_table(table, path)
    (read,) = open_tables(path, standard)
    assert (read.format, read.header_row, read.pointer_prefix) == ("parquet", 1, None)
    assert [row["document_number"] for row in rows_of(read)] == texts
    assert [row["document_number"] for row in rows_of(from_frame(table, standard))] == texts


def test_what_is_no_text_in_arrow_is_reported(standard: Standard) -> None:
    table = pa.table({"XK_WSH": [["a"], None], "XK_XMMC": [b"\xff", b"x"], "XK_JDRQ": ["", ""]})
    (batch,) = from_frame(table, standard).batches
    assert [(n.rule, n.index, n.column) for n in batch.notices] == [("nested-value", 0, 0), ("encoding", 0, 1)]


def test_parquet_is_read_in_batches(standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pl.DataFrame({header: [str(n) for n in range(10)] for header in SHORT}).write_parquet(path)
    (table,) = open_tables(path, standard, ReadOptions(batch_rows=4))
    batches = list(table.batches)
    assert [batch.frame.height for batch in batches] == [4, 4, 2]
    assert batches[2].rows.tolist() == [10, 11]
    assert batches[2].progress == 1.0


@pytest.mark.parametrize("limit", ["_WHOLE_FILE", "_GROUP_CELLS"])
def test_small_and_large_parquet_files_of_texts_read_alike(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    path = tmp_path / "[data].parquet"
    values = ["甲", "", None, " ", "a\0b"] * 5
    pl.DataFrame(dict.fromkeys(SHORT, values)).write_parquet(path, row_group_size=6)
    (small,) = open_tables(path, standard)
    rows = rows_of(small)
    assert [row["project_name"] for row in rows[:5]] == ["甲", None, None, " ", "a\0b"]
    monkeypatch.setattr(parquet, limit, 0)
    (large,) = open_tables(path, standard)
    assert rows_of(large) == rows


def test_a_parquet_file_whose_pages_are_damaged_is_refused(standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pl.DataFrame({header: [str(n) * 9 for n in range(5000)] for header in SHORT}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[200:4000] = bytes(3800)
    path.write_bytes(content)
    with pytest.raises(Unusable, match="Parquet"):
        rows_of(open_tables(path, standard)[0])


def test_a_damaged_parquet_is_refused(standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pl.DataFrame({header: ["x"] for header in SHORT}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(Unusable, match="Parquet"):
        open_tables(path, standard)


def test_a_polars_frame(standard: Standard) -> None:
    frame = pl.DataFrame({SHORT[0]: ["1号", None], SHORT[1]: [1, 2], SHORT[2]: [date(2016, 5, 9), None]})
    table = from_frame(frame, standard, ReadOptions(batch_rows=1))
    assert table.format == "frame"
    assert [tuple(row.values()) for row in rows_of(table)] == [("1号", "1", "2016/05/09"), (None, "2", None)]


def test_what_is_no_frame_is_refused(standard: Standard) -> None:
    with pytest.raises(Unusable, match="无法转换"):
        from_frame(object(), standard)
