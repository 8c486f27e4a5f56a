"""Opening anything: what it is, told by its content, and one clear sentence for what cannot be checked."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import xlsxwriter

from conformance.sources.model import Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from conformance.standard.model import Standard

from .conftest import LICENCE, SHORT, Opener, rows_of

TITLES = [title for _, title, _ in LICENCE]
NAMES = [name for name, *_ in LICENCE]
RECORDS = [
    {name: None if (n + i) % 5 == 0 else f"{title}，{n}" for i, (name, title, _) in enumerate(LICENCE)}
    for n in range(30)
]


def in_every_format(folder: Path) -> list[Path]:
    """The same records as a file of each format."""
    rows = [[record[name] or "" for name in NAMES] for record in RECORDS]
    paths = []

    def write(name: str, content: bytes) -> None:
        (folder / name).write_bytes(content)
        paths.append(folder / name)

    def delimited(delimiter: str, quoting: Any = csv.QUOTE_MINIMAL) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([TITLES, *rows])
        return text.getvalue()

    write("utf8.csv", delimited(",").encode())
    write("bom.csv", delimited(",", csv.QUOTE_ALL).encode("utf-8-sig"))
    write("gb18030.csv", delimited(",").encode("gb18030"))
    write("utf16.txt", delimited("\t").encode("utf-16"))
    write("tab.tsv", delimited("\t").encode())
    write("wide.csv", delimited("，").encode("gb18030"))
    titled = [dict(zip(TITLES, record.values(), strict=True)) for record in RECORDS]
    write("list.json", json.dumps(titled, ensure_ascii=False).encode())
    write("lines.jsonl", "\n".join(json.dumps(record) for record in titled).encode("gb18030"))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in [TITLES, *rows])
    write("page.xls", f"<html><table>{cells}</table></html>".encode("gb18030"))
    pl.DataFrame(titled).write_parquet(folder / "data.parquet")
    book = xlsxwriter.Workbook(folder / "book.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([TITLES, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return [*paths, folder / "data.parquet", folder / "book.xlsx"]


def test_the_same_records_read_the_same_from_every_format(standard: Standard, tmp_path: Path) -> None:
    paths = in_every_format(tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}
    expected = pl.DataFrame(RECORDS, schema=dict.fromkeys(NAMES, pl.String))
    for path in paths:
        (table,) = open_tables(path, standard, ReadOptions(batch_rows=7))
        batches = list(table.batches)
        assert pl.concat([batch.frame for batch in batches]).equals(expected), path.name
        assert np.concatenate([batch.rows for batch in batches]).tolist() == list(range(2, 32)), path.name
        assert [notice for batch in batches for notice in batch.notices] == [], path.name
        assert {notice.rule for notice in table.notices} <= {"file-form"}, path.name
        assert [column.field for column in table.columns] == NAMES
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths} == before


def test_standard_input_is_read(standard: Standard, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (",".join(SHORT) + "\n1号,甲,2016/05/09\n").encode("gb18030")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    (table,) = open_tables("-", standard)
    assert (table.path, table.encoding) == ("-", "gb18030")
    assert len(rows_of(table)) == 1


def test_a_stream_is_spooled_and_the_copy_goes_away(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (table,) = open_tables(io.BytesIO((",".join(SHORT) + "\n1,2,3\n").encode()), standard)
    assert len(list(tmp_path.iterdir())) == 1
    assert len(rows_of(table)) == 1
    del table
    assert list(tmp_path.iterdir()) == []


def zipped(**entries: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_a_stream_that_breaks_off_leaves_no_copy_behind(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        open_tables(Broken(), standard)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "文件是空的", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "只有空白", "nothing but blanks"),
        (b"%PDF-1.7 ...", "PDF", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG 图片", "PNG"),
        (bytes(range(256)) * 100, "不是文字或表格", "neither text nor a workbook"),
        (zipped(双公示="x"), "请先解压", "unpack"),
        (zipped(word__document="x"), "Word", "text document"),
        (zipped(双公示="x" * 1000)[:200], "不完整", "incomplete"),
        (b"PK\x03\x04" + bytes(50), "不完整", "incomplete"),
        (b"PAR1" + bytes(50), "Parquet", "Parquet"),
        (b"<?xml version='1.0'?><data/>", "XML", "XML"),
        (b"<html><body>login</body></html>", "没有数据表格", "without a table"),
        (b"MIME-Version: 1.0\r\n", "MHTML", "MHTML"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip", "gzip"),
        ("这是一封信。\n此致\n敬礼\n".encode("gb18030"), "只认出 0 个", "only 0 are known"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_sentence(read: Opener, content: bytes, zh: str, en: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(content, name="data.xlsx")
    text = caught.value.text
    assert zh in text.zh
    assert en in text.en
    assert "\n" not in text.zh + text.en
    assert text.zh.endswith("。")
    assert caught.value.path.endswith("data.xlsx")


def test_missing_files_and_folders_are_refused(standard: Standard, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="找不到文件"):
        open_tables(tmp_path / "none.csv", standard)
    with pytest.raises(Unusable, match="是文件夹"):
        open_tables(tmp_path, standard)
    with pytest.raises(Unusable, match="无法打开"):
        open_tables("a\0b", standard)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_regular_file_is_read_as_a_stream(standard: Standard, tmp_path: Path) -> None:
    import threading

    path = tmp_path / "pipe"
    os.mkfifo(path)
    content = (",".join(SHORT) + "\n1,2,3\n").encode()
    writer = threading.Thread(target=path.write_bytes, args=(content,))
    writer.start()
    (table,) = open_tables(path, standard)
    writer.join()
    assert (table.path, len(rows_of(table))) == (str(path), 1)


def test_a_sheet_of_a_text_is_refused(read: Opener) -> None:
    with pytest.raises(Unusable, match="去掉 --sheet"):
        read(",".join(SHORT) + "\n", sheet="Sheet1")


def test_an_encoding_can_be_given(read: Opener) -> None:
    assert read((",".join(SHORT) + "\n").encode("gb18030"), encoding="gbk").encoding == "gb18030"
    with pytest.raises(Unusable, match="不认识编码"):
        read(",".join(SHORT) + "\n", encoding="nonsense")


def test_the_shipped_standard_knows_both_forms(tmp_path: Path) -> None:
    shipped = load()
    for item in ("admin-licence", "admin-penalty"):
        fields = shipped.record_type_of(item).fields
        for names in ([f.title for f in fields], [f.name for f in fields], [f.code or f.title for f in fields]):
            path = tmp_path / "data.csv"
            path.write_bytes((",".join(names) + "\n").encode("gb18030"))
            (table,) = open_tables(path, shipped)
            assert (table.item, table.confidence) == (item, 1.0)
            assert [column.field for column in table.columns] == [field.name for field in fields]
            assert table.notices == ()


def test_tables_close_what_they_opened(read: Opener) -> None:
    table: Table | None = read(",".join(SHORT) + "\n" + "1,2,3\n" * 10, batch_rows=2)
    assert table is not None
    next(iter(table.batches))
    del table  # ResourceWarning is an error here


def test_a_first_header_in_tags_does_not_make_it_xml(read: Opener) -> None:
    table = read(f"<b>{TITLES[0]}</b>,{','.join(TITLES[1:])}\n1号,甲\n")
    assert table.format == "csv"
    assert rows_of(table)[0]["project_name"] == "甲"


@pytest.mark.parametrize(
    "text", ['<data a="1,2,3">\n<b/></data>', "<data><a>一，二</a></data>", "<!-- a,b,c -->\n<data/>"]
)
def test_xml_with_commas_in_it_is_xml(read: Opener, text: str) -> None:
    with pytest.raises(Unusable, match="XML"):
        read(text)


def test_a_page_with_commas_in_its_first_line_is_a_page(read: Opener) -> None:
    cells = "".join(f"<th>{header}</th>" for header in SHORT)
    table = read(f"<p>一,二,三</p>\n<table><tr>{cells}</tr><tr><td>1号<td>甲<td>2016/05/09</tr></table>", name="a.html")
    assert table.format == "html"
