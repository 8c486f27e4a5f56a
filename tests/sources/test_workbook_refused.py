"""Workbooks that cannot be read, or that must not be: truncated, damaged, locked, bombs, and what only looks like one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conformance.sources.model import Unusable

from .conftest import SHORT, rows_of
from .workbooks import container, plain, rewrite

DATA = Path(__file__).parent / "data"


def test_biff_in_a_container_that_runs_in_circles_is_refused(tmp_path: Path, opened: Any) -> None:
    content = bytearray((DATA / "biff8.xls").read_bytes())
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    sector = int.from_bytes(content[48:52], "little")
    content[table + 4 * sector : table + 4 * sector + 4] = sector.to_bytes(4, "little")
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    with pytest.raises(Unusable, match="损坏"):
        opened(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_truncated_biff_is_refused(tmp_path: Path, opened: Any, share: float) -> None:
    content = (DATA / "biff8.xls").read_bytes()
    path = tmp_path / "book.xls"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Unusable):
        opened(path)


def test_a_zip_bomb_is_refused(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(130):
                part.write(b" " * (1 << 20))
    with pytest.raises(Unusable, match="大小异常"):
        opened(path)


def test_an_entry_that_lies_about_its_size_is_refused(book: Any, opened: Any) -> None:
    path = book(许可=plain(list(SHORT), *([f"{n}号", "甲"] for n in range(50))))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    assert int.from_bytes(content[at : at + 4], "little") == size
    content[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(Unusable, match="大小异常"):
        opened(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_damaged_parts_are_refused(book: Any, opened: Any, part: str) -> None:
    path = book(许可=plain(list(SHORT), ["1号", "甲", "2016/05/09"]))
    rewrite(path, part, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(Unusable):
        rows_of(opened(path)[0])


def test_a_truncated_workbook_is_refused(book: Any, opened: Any) -> None:
    path = book(许可=plain(list(SHORT), ["1号"]))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Unusable, match="不完整或已损坏"):
        opened(path)


def test_an_empty_workbook_is_refused(book: Any, opened: Any) -> None:
    with pytest.raises(Unusable, match="没有数据"):
        opened(book(Sheet1=plain()))


def test_a_password_protected_workbook_is_refused(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(container("EncryptedPackage", b"x"))
    with pytest.raises(Unusable, match="打开密码"):
        opened(path)


def test_biff_with_a_password_is_refused(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(container("Workbook", struct.pack("<HHHHHHH", 0x809, 4, 0x600, 5, 0x2F, 2, 0)))
    with pytest.raises(Unusable, match="打开密码"):
        opened(path)


def test_a_cell_where_no_column_can_be_is_refused(tmp_path: Path, opened: Any) -> None:
    sheet = struct.pack("<HHHH", 0x809, 4, 0x600, 0x10) + struct.pack("<HHHHHd", 0x203, 14, 1, 65535, 0, 1.0)
    book = struct.pack("<HHHH", 0x809, 4, 0x600, 5) + struct.pack("<HHIBBBB", 0x85, 8, 24, 0, 0, 0, 0)
    path = tmp_path / "book.xls"
    path.write_bytes(container("Workbook", book + struct.pack("<HH", 0x0A, 0) + sheet))
    with pytest.raises(Unusable, match="损坏"):
        opened(path)


def test_a_word_document_is_refused(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(container("WordDocument", b"x"))
    with pytest.raises(Unusable, match="不是 Excel 文件"):
        opened(path)


def test_another_ole_file_is_refused(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)
    with pytest.raises(Unusable, match="损坏"):
        opened(path)
