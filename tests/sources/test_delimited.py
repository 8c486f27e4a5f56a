"""Delimited text: delimiters, quotes, ragged rows, line ends, bad bytes, and the place of every record."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from conformance.native.rooms import Bytes, Rooms
from conformance.sources import decode, delimited
from conformance.sources.model import Unusable
from conformance.standard.model import Standard

from .conftest import LICENCE, SHORT, Opener, rows_of

HEADER = ",".join(SHORT) + "\n"
KEYS = ["document_number", "project_name", "decision_date"]


def values(table: object) -> list[tuple[str | None, ...]]:
    return [tuple(row.values()) for row in rows_of(table)]  # type: ignore[arg-type]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_the_one_under_which_the_header_makes_sense(read: Opener, delimiter: str) -> None:
    table = read(
        delimiter.join(SHORT) + "\n" + delimiter.join(["1号", "甲, 乙；丙", "2016/05/09"]).replace("甲, ", "甲")
    )
    assert table.delimiter == delimiter
    assert table.format == ("tsv" if delimiter == "\t" else "csv")
    assert [column.field for column in table.columns] == KEYS
    assert values(table) == [("1号", "甲乙；丙", "2016/05/09")]


def test_excels_separator_line_is_no_row(read: Opener) -> None:
    table = read("sep=;\r\n" + ";".join(SHORT) + "\r\n1号;a,b;2016/05/09\r\n")
    (batch,) = table.batches
    assert (table.delimiter, table.header_row) == (";", 1)
    assert batch.frame.row(0) == ("1号", "a,b", "2016/05/09")
    assert (batch.rows.tolist(), batch.lines.tolist()) == ([2], [3])  # type: ignore[union-attr]


def test_quoted_cells_may_hold_line_breaks_and_the_lines_are_still_right(read: Opener) -> None:
    table = read(HEADER + '1号,"一\n二\r\n三",2016/05/09\n\n"2""号",乙,\n')
    (batch,) = table.batches
    assert batch.frame.rows() == [("1号", "一\n二\r\n三", "2016/05/09"), (None, None, None), ('2"号', "乙", None)]
    assert batch.rows.tolist() == [2, 3, 4]
    assert batch.lines is not None
    assert batch.lines.tolist() == [2, 5, 6]
    assert batch.ordinals.tolist() == [0, 1, 2]
    assert batch.broken is None


def test_a_short_row_is_kept_and_reported(read: Opener) -> None:
    (batch,) = read(HEADER + "1号,甲\n2号,乙,2016/05/09\n").batches
    assert batch.frame.row(0) == ("1号", "甲", None)
    assert batch.broken is not None
    assert batch.broken.tolist() == [True, False]
    (notice,) = batch.notices
    assert (notice.rule, notice.index, notice.column) == ("ragged-row", 0, None)
    assert notice.details == {"cells": 2, "expected": 3}


TRIMMABLE = HEADER.strip() + ",备注,许可截止期\n"
FULL, BLANK, SHORT_ROW = "1号,甲,2016/05/09,x,y\n", "2号,乙,2016/05/09,,\n", "3号,丙,2016/05/09\n"


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ([FULL, SHORT_ROW, FULL, SHORT_ROW, BLANK], []),  # most of the rows that can be short are
        ([FULL, SHORT_ROW, FULL, BLANK], [1]),  # one alone may have lost a delimiter
        ([FULL, SHORT_ROW], [1]),
        ([FULL, SHORT_ROW, BLANK, FULL, SHORT_ROW, BLANK], [1, 4]),  # most are not
        ([*[BLANK] * 15, *[SHORT_ROW] * 4, FULL], []),  # Excel's blocks of rows
        ([*[BLANK] * 15, *[SHORT_ROW] * 4, FULL, SHORT_ROW, BLANK], [20]),
        ([*[BLANK] * 3, SHORT_ROW, SHORT_ROW.strip() + ",\n", BLANK], [3, 4]),  # not equally short
        ([SHORT_ROW, "4号,丁\n", SHORT_ROW, SHORT_ROW], [1]),  # lacks what may not be blank
    ],
)
def test_short_rows_are_no_fault_where_the_exporter_leaves_out_blank_cells_at_the_end(
    read: Opener, rows: list[str], broken: list[int]
) -> None:
    (batch,) = read(TRIMMABLE + "".join(rows)).batches
    assert [notice.index for notice in batch.notices if notice.rule == "ragged-row"] == broken
    assert ([] if batch.broken is None else np.flatnonzero(batch.broken).tolist()) == broken
    assert batch.frame["remarks"].to_list() == ["x" if row == FULL else None for row in rows]


@pytest.mark.parametrize("others", [[BLANK, BLANK], [FULL, FULL]])
def test_the_habit_is_that_of_the_whole_file(read: Opener, monkeypatch: pytest.MonkeyPatch, others: list[str]) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 200)
    block = [*[SHORT_ROW] * 15, *others]
    table = read(TRIMMABLE + "".join(block * 20 + [SHORT_ROW]))
    assert [notice for batch in table.batches for notice in batch.notices] == []


def test_a_required_column_at_the_end_may_not_be_left_out(read: Opener) -> None:
    (batch,) = read("备注,许可截止期," + HEADER + "x,y,1号,甲\nx,y,2号,乙\n").batches
    assert batch.broken is not None
    assert batch.broken.all()


def test_surplus_cells_are_kept_in_the_notice(read: Opener) -> None:
    (batch,) = read(HEADER + "1号,甲,2016/05/09,x,,y\n").batches
    (notice,) = batch.notices
    assert notice.details == {"cells": 6, "expected": 3, "surplus": ["x", "", "y"]}
    assert batch.frame.width == 3


def test_blank_surplus_cells_are_no_fault(read: Opener) -> None:
    (batch,) = read(HEADER + "1号,甲,2016/05/09,, \n").batches
    assert batch.broken is None
    assert batch.notices == ()


def test_blank_columns_at_the_end_of_the_header_may_be_missing_below(read: Opener) -> None:
    (batch,) = read(HEADER.strip() + ",,\n1号,甲,2016/05/09\n").batches
    assert batch.broken is None
    assert batch.frame.width == 5


def test_nul_bytes_stay_in_the_cell(read: Opener) -> None:
    assert values(read(HEADER + "1\0号,甲,2016/05/09\n")) == [("1\0号", "甲", "2016/05/09")]


def test_lone_carriage_returns_end_lines(read: Opener) -> None:
    table = read((HEADER + "1号,甲,2016/05/09\n2号,乙,2016/05/10").replace("\n", "\r"))
    (batch,) = table.batches
    assert batch.frame.height == 2
    assert batch.lines is not None
    assert batch.lines.tolist() == [2, 3]


def test_an_unclosed_quote_is_refused_with_the_line_of_its_record(read: Opener) -> None:
    table_text = HEADER + "1号,甲,2016/05/09\n" + '2号,"乙,2016/05/09\n3号,丙,2016/05/09\n'
    with pytest.raises(Unusable, match="第 3 行") as caught:
        read(table_text)
    assert "line 3" in caught.value.text.en
    assert caught.value.path.endswith("data.csv")


def test_text_after_a_closing_quote_is_refused_with_the_line_of_its_record(read: Opener) -> None:
    with pytest.raises(Unusable, match=r"第 4 行.*收尾的双引号") as caught:
        read(HEADER + '1号,"甲\n",2016/05/09\n2号,"乙"丙,2016/05/09\n')
    assert "line 4" in caught.value.text.en


def test_a_fault_far_below_is_refused_when_it_is_reached(read: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 1000)
    good = "".join(f"{n}号,甲,2016/05/09\n" for n in range(500))
    table = read(HEADER + good + '"501号,乙,2016/05/09\n')
    seen: list[int] = []
    with pytest.raises(Unusable, match="第 502 行") as caught:
        seen.extend(batch.frame.height for batch in table.batches)
    assert sum(seen) > 400
    assert caught.value.path.endswith("data.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_unclosed_quote_does_not_swallow_memory(
    read: Opener, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr("conformance.sources.decode.LONGEST", 20_000)
    monkeypatch.setattr("conformance.sources.exact.LONGEST_CELL", 10_000)
    monkeypatch.setattr("conformance.sources.decode.BLOCK", 4_000)
    monkeypatch.setattr(delimited, "BLOCK", 4_000)
    previous = csv.field_size_limit(10_000)
    try:
        with pytest.raises(Unusable, match="第 2 行的记录里有一个双引号没有配对"):
            read((HEADER + '"1号,甲,2016/05/09\n' + "2号,乙,2016/05/09\n" * 50_000).encode(encoding))
    finally:
        csv.field_size_limit(previous)


def test_bad_bytes_become_replacement_characters_with_a_notice_for_each_cell(read: Opener) -> None:
    content = (HEADER + "1号,甲,2016/05/09\n").encode() + b"2\xff\xfe,\xe4\xb8,2016\n" + "3号,\ufffd,\n".encode()
    (batch,) = read(content).batches
    assert batch.frame.rows()[1:] == [("2\ufffd\ufffd", "\ufffd", "2016"), ("3号", "\ufffd", None)]
    assert [(n.rule, n.index, n.column, n.value) for n in batch.notices] == [
        ("encoding", 1, 0, "2\ufffd\ufffd"),
        ("encoding", 1, 1, "\ufffd"),
    ]
    first, second = (notice.details for notice in batch.notices)
    assert (first["line"], first["offset"], first["bytes"]) == (3, content.index(b"\xff"), "0xFF 0xFE")
    assert (second["line"], second["offset"]) == (3, content.index(b"\xe4\xb8,2016"))
    assert first["what"].zh == f"0xFF 0xFE（文件第 {first['offset']} 字节，第 3 行）"


def test_a_bad_byte_in_the_header_is_a_notice_and_no_end(read: Opener) -> None:
    content = HEADER.rstrip("\n").encode() + b",\xff\n" + "1号,甲,2016/05/09,\n".encode() * 20
    table = read(content)
    assert sum(batch.frame.height for batch in table.batches) == 20
    assert [notice.rule for notice in table.notices if notice.rule == "encoding"] == ["encoding"]


def test_places_of_bad_bytes_hold_across_blocks_and_batches(read: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 256)
    lines = [f"{n}号,甲,2016/05/09\n".encode("gb18030") for n in range(300)]
    for bad in (40, 150, 299):
        lines[bad] = f"{bad}号,".encode("gb18030") + b"\xff,2016/05/09\n"
    content = HEADER.encode("gb18030") + b"".join(lines)
    table = read(content, batch_rows=7)
    found = [
        (int(batch.rows[notice.index]), batch.frame["project_name"][notice.index], notice.details["offset"])
        for batch in table.batches
        for notice in batch.notices
        if notice.index is not None
    ]
    offsets = [i for i, byte in enumerate(content) if byte == 0xFF]
    assert found == [(42, "\ufffd", offsets[0]), (152, "\ufffd", offsets[1]), (301, "\ufffd", offsets[2])]


def test_bad_bytes_in_the_header_are_reported_on_its_column(read: Opener) -> None:
    content = ",".join([*SHORT, "许可机关"]).encode("gb18030") + b"\xff\n" + "1号,甲,2016/05/09,局\n".encode("gb18030")
    table = read(content)
    assert [(n.rule, n.column) for n in table.notices if n.rule == "encoding"] == [("encoding", 3)]
    assert table.columns[3].near == "许可机关"


@pytest.mark.parametrize(("text", "most"), [("", 1_000), ("许可" * 40, 400)], ids=["empty", "filled"])
def test_a_batch_of_mostly_empty_cells_has_no_more_of_them_than_another(
    read: Opener, monkeypatch: pytest.MonkeyPatch, text: str, most: int
) -> None:
    """Blocks of bytes, and of so many cells at most: here of a thousand."""
    monkeypatch.setattr(delimited, "BATCH_CELLS", 1_000)
    monkeypatch.setattr(delimited, "_FIRST", 1 << 8)
    monkeypatch.setattr(delimited, "BLOCK", 1 << 15)
    columns = [title for _, title, _ in LICENCE]
    rows = [",".join(["沪〔2016〕1号", *[text] * (len(columns) - 1)])] * 3_000
    table = read("\n".join([",".join(columns), *rows, ""]))
    cells = [batch.frame.height * batch.frame.width for batch in table.batches]
    assert most / 4 < max(cells) <= most
    assert sum(cells) == 3_000 * len(columns)


def test_batches_are_bounded_and_say_how_far_they_are(read: Opener) -> None:
    table = read(HEADER + "1号,甲,2016/05/09\n" * 10, batch_rows=4)
    batches = list(table.batches)
    assert [batch.frame.height for batch in batches] == [4, 4, 2]
    assert batches[-1].progress == 1.0
    assert np.concatenate([batch.rows for batch in batches]).tolist() == list(range(2, 12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("block", [300, 1 << 20])
def test_every_encoding_and_block_gives_the_same_rows(
    read: Opener, monkeypatch: pytest.MonkeyPatch, encoding: str, quoting: int, block: int
) -> None:
    monkeypatch.setattr(delimited, "BLOCK", block)
    rows = [[f"{n}号", '甲"乙"\n丙' if n % 7 == 0 else "甲,乙" if n % 5 == 0 else "", "2016/05/09"] for n in range(200)]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows([SHORT, *rows])  # type: ignore[arg-type]
    table = read(text.getvalue().encode(encoding))
    batches = list(table.batches)
    assert [row for batch in batches for row in batch.frame.rows()] == [(a, b or None, c) for a, b, c in rows]
    breaks = np.cumsum([0] + [1 + b.count("\n") for _, b, _ in rows])[:-1] + 2
    assert np.concatenate([batch.lines for batch in batches]).tolist() == breaks.tolist()  # type: ignore[misc]


def test_a_chunk_is_read_into_the_memory_of_the_one_before(read: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells were copied out of it, also while a batch of it is still in use."""
    places = []

    class Watched(Rooms):
        def take(self, size: int) -> Bytes:
            room = super().take(size)
            places.append(room.ctypes.data)
            return room

    monkeypatch.setattr(decode, "Rooms", Watched)
    monkeypatch.setattr(delimited, "BLOCK", 1 << 14)
    table = read(HEADER + "".join(f"{n}号,甲乙丙丁戊己庚辛壬癸{n},2016/05/09\n" for n in range(5_000)))
    places.clear()  # those of the header, and of the first block, which is on its way
    batches = list(table.batches)
    assert len(places) >= 5
    assert len(set(places)) == 1
    names = [name for batch in batches for name in batch.frame["project_name"].to_list()]
    assert names == [f"甲乙丙丁戊己庚辛壬癸{n}" for n in range(5_000)]


@pytest.mark.parametrize(("size", "batches"), [(512, 1), (540, 2)], ids=["twice the first block", "longer"])
def test_a_short_file_is_one_batch_and_a_longer_one_begins_with_a_short_one(
    read: Opener, monkeypatch: pytest.MonkeyPatch, size: int, batches: int
) -> None:
    monkeypatch.setattr(delimited, "_FIRST", 256)
    monkeypatch.setattr(delimited, "BLOCK", 1 << 15)
    line = "1号,甲,2016/05/09\n"
    lines = (size - len(HEADER.encode()) - len(line.encode())) // len(line.encode())
    text = HEADER + line * lines
    last = "1号," + "x" * (size - len(text.encode()) - len("1号,,2016/05/09\n".encode())) + ",2016/05/09\n"
    assert len((text + last).encode()) == size
    assert len(list(read(text + last).batches)) == batches


def test_long_cells_stay_what_they_are_while_later_chunks_are_read(
    read: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not copied: a chunk that holds one is not read into again."""
    monkeypatch.setattr(delimited, "BLOCK", 1 << 14)
    names = [f"{n}" * 9_000 if n % 40 == 0 else f"甲乙丙丁戊己庚辛壬癸{n}" for n in range(1_000)]
    names = [name[:9_000] for name in names]
    batches = list(read(HEADER + "".join(f"{n}号,{name},2016/05/09\n" for n, name in enumerate(names))).batches)
    assert len(batches) > 5
    assert [name for batch in batches for name in batch.frame["project_name"].to_list()] == names


def test_a_ten_megabyte_cell_is_read(read: Opener) -> None:
    cell = "甲" * 3_400_000
    assert values(read(HEADER + f'1号,"{cell}",2016/05/09\n')) == [("1号", cell, "2016/05/09")]


def test_a_million_columns_are_refused(read: Opener) -> None:
    with pytest.raises(Unusable, match="1000000 列"):
        read(",".join(["x"] * 1_000_000) + "\n")


def test_a_row_of_a_million_cells_is_refused(read: Opener) -> None:
    with pytest.raises(Unusable, match="上限"):
        read(HEADER + "1号,甲,2016/05/09\n" + "," * 1_000_000 + "\n")


def test_the_input_is_not_changed(standard: Standard, tmp_path: Path, read: Opener) -> None:
    rows_of(read(HEADER + "1号,甲,2016/05/09\n"))
    path = tmp_path / "data.csv"
    assert path.read_bytes() == (HEADER + "1号,甲,2016/05/09\n").encode()


def test_the_whole_form_is_recognised(read: Opener) -> None:
    table = read(",".join(title for _, title, _ in LICENCE) + "\n")
    assert [column.field for column in table.columns] == [name for name, _, _ in LICENCE]
    assert (table.item, table.confidence, table.notices, table.mapping_template) == ("admin-licence", 1.0, (), None)
    assert list(table.batches) == []


@pytest.mark.parametrize("item", [None, "admin-licence"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("title", ['许可公示表\n制表：5" 管\n', '许可公示表，尺寸5"\r\n', "", "\n\n"])
def test_a_quote_above_the_header_is_no_records(
    read: Opener, monkeypatch: pytest.MonkeyPatch, title: str, encoding: str, item: str | None
) -> None:
    """However long the file: it is longer than what the header is looked for in, and than the blocks it is read in."""
    monkeypatch.setattr(delimited, "_HEAD_BLOCK", 2_000)
    monkeypatch.setattr(delimited, "BLOCK", 1_000)
    records = [(f"{number}号", "甲", "2016/05/09") for number in range(200)]
    text = title + HEADER + "".join(",".join(record) + "\n" for record in records)
    table = read(text.encode(encoding), item=item)
    batches = list(table.batches)
    assert [row for batch in batches for row in batch.frame.rows()] == records
    first = title.count("\n") + 2
    assert [line for batch in batches for line in batch.lines.tolist()] == list(range(first, first + 200))  # type: ignore[union-attr]


def test_undecodable_bytes_above_the_header_shift_nothing(read: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_HEAD_BLOCK", 2_000)
    monkeypatch.setattr(delimited, "BLOCK", 1_000)
    records = [(f"{number}号", "甲", "2016/05/09") for number in range(200)]
    below = HEADER + "".join(",".join(record) + "\n" for record in records)
    table = read("许可".encode() + b"\xff\xfe\xb9" + '公示"表\n'.encode() + below.encode(), encoding="utf-8")
    assert [row for batch in table.batches for row in batch.frame.rows()] == records
