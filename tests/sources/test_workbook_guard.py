"""What the guard looks at before the reader takes memory; see tests/catalog/test_workbook_guard.py for whole files."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from conformance.sources.model import Unusable
from conformance.sources.raw import ReadOptions
from conformance.sources.sheetbin import scan_binary
from conformance.sources.sheetxml import facts_of, refuse_unseen
from conformance.sources.source import source_of
from conformance.sources.workbook import open_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("许可")
    sheet.write_row(0, 0, ["行政许可决定书文号", "项目名称"])
    sheet.write_row(1, 0, ["沪1号", "甲"])
    made.close()
    return path


def parts_of(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(book: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return book


def test_a_harmless_workbook_in_the_same_dress_is_read(book: Path) -> None:
    parts = parts_of(book)
    parts["XL/WORKSHEETS/Sheet1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
    (raw,) = open_workbook(source_of(written(book, parts)), ReadOptions())
    assert raw.sheet == "许可"


def test_a_listed_sheet_that_was_not_scanned_is_refused(book: Path) -> None:
    facts = facts_of(source_of(book))
    refuse_unseen(["许可"], facts)
    with pytest.raises(Unusable, match="处罚"):
        refuse_unseen(["许可", "处罚"], facts)


def test_more_texts_announced_than_can_be_there(book: Path) -> None:
    parts = parts_of(book)
    name = "xl/sharedStrings.xml"
    parts[name] = parts[name].replace(b'uniqueCount="4"', b'uniqueCount="999999999999"')
    with pytest.raises(Unusable, match="损坏"):
        facts_of(source_of(written(book, parts)))


def record(kind: int, content: bytes) -> bytes:
    head = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    return head + bytes((len(content),)) + content


def binary(row: int, column: int) -> bytes:
    cell = record(5, struct.pack("<IId", column, 0, 1.0))
    return record(0x91, b"") + record(0, struct.pack("<I", 0)) + cell + record(0, struct.pack("<I", row)) + cell


def test_the_cells_of_a_binary_workbook_are_measured() -> None:
    scan_binary(iter([binary(9, 3)[:7], binary(9, 3)[7:]]), "许可")
    far = record(0, struct.pack("<I", 0)) + record(5, struct.pack("<IId", 0, 0, 1.0)) + binary(1_048_575, 16_383)
    with pytest.raises(Unusable, match="第 1048576 行、第 16384 列"):
        scan_binary(iter([far]), "许可")
    with pytest.raises(Unusable, match="损坏"):
        scan_binary(iter([binary(1, 1 << 30)]), "许可")


def test_a_binary_workbook_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsb"
    sheets = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships><Relationship Id="a" Type="{sheets}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/Sheet1.bin", binary(0, 0) + binary(1_048_575, 16_383))
    with pytest.raises(Unusable, match="零星单元格"):
        open_workbook(source_of(path), ReadOptions())
