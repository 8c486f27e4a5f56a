"""Workbooks whose package (the ZIP) is made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

from .making import SHEET, STRINGS, changed_part, makers
from .seeds import VALID, xlsx_parts, zipped


def _stretched(path: Path, name: str, before: bytes, filler: bytes, after: bytes, size: int) -> Path:
    """A workbook one part of which is blown up with a filler, written in pieces."""
    parts = xlsx_parts()
    whole = parts.pop(name)
    start, end = whole.split(before, 1)
    block = filler * ((1 << 20) // len(filler))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in parts.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as stream:
            stream.write(start + before)
            for _ in range(size >> 20):
                stream.write(block)
            stream.write(after + end)
    return path


def bomb_of_blanks(path: Path) -> Path:
    """300 MB of blanks in the sheet, 0.3 MB packed; what is said to be gigabytes is in ``size_that_lies_high``."""
    return _stretched(path, SHEET, b"<sheetData>", b" " * 64, b"", 300 << 20)


def bomb_below_the_limit(path: Path) -> Path:
    """90 MB of blanks: no more than blank sheets take, and read to the end."""
    return _stretched(path, SHEET, b"<sheetData>", b" " * 64, b"", 90 << 20)


def bomb_of_strings(path: Path) -> Path:
    """Millions of empty shared texts."""
    return _stretched(path, STRINGS, b">", b"<si><t/></si>", b"", 200 << 20)


def bomb_of_cells(path: Path) -> Path:
    """Millions of cells in a row that has no place for them."""
    return _stretched(path, SHEET, b"<sheetData>", b"<c><v>1</v></c>", b"", 90 << 20)


def bomb_of_one_text(path: Path) -> Path:
    """One text of 90 MB."""
    return _stretched(path, STRINGS, b">", b"x" * 64, b"", 90 << 20)


def bomb_in_an_attribute(path: Path) -> Path:
    """An attribute of 60 MB."""
    return changed_part(path, SHEET, b"<sheetData>", b'<sheetData a="' + b"x" * (60 << 20) + b'">')


def bomb_elsewhere(path: Path) -> Path:
    """300 MB in a part that no reader needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(name, content)
        with archive.open("xl/media/image1.png", "w", force_zip64=True) as stream:
            block = bytes(1 << 20)
            for _ in range(300):
                stream.write(block)
    return path


def zip_in_zip(path: Path) -> Path:
    """A ZIP in a ZIP in a ZIP, which nothing unpacks."""
    content = b"x" * (1 << 20)
    for level in range(3):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{level}-{number}.zip", content)
        content = target.getvalue()
    path.write_bytes(content)
    return path


def many_entries(path: Path) -> Path:
    """70,000 further parts, more than a ZIP of the old kind can count."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(name, content)
        for number in range(70_000):
            archive.writestr(zipfile.ZipInfo(f"xl/worksheets/x{number}.xml"), b"")
    return path


def many_sheets(path: Path) -> Path:
    """1,000 sheets of one cell each."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for number in range(1000):
            book.add_worksheet(f"s{number}").write(0, 0, "x")
    return path


def overlapping_entries(path: Path) -> Path:
    """All entries of the directory point at one and the same content (a bomb without nesting)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in xlsx_parts().items():
            archive.writestr(name, part)
        for number in range(40):
            archive.writestr(f"xl/worksheets/y{number:02}.xml", b" " * (2 << 20))
    data = bytearray(content.getvalue())
    first = data.find(b"PK\x03\x04" + data[4:26], data.find(b"xl/worksheets/y00.xml") - 30)
    for found in re.finditer(rb"PK\x01\x02.{42}xl/worksheets/y", bytes(data), re.DOTALL):
        struct.pack_into("<I", data, found.start() + 42, max(first, 0))
    path.write_bytes(data)
    return path


def size_that_lies_low(path: Path) -> Path:
    """The directory and the header say that the sheet has 10 bytes."""
    return _lying(path, 10)


def size_that_lies_high(path: Path) -> Path:
    """They say that it has 4 GB."""
    return _lying(path, 0xFFFFFFF0)


def _lying(path: Path, size: int) -> Path:
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        offset = 26 if magic == b"PK\x03\x04" else 28
        place = data.find(magic)
        while place >= 0:
            length = struct.unpack_from("<H", data, place + offset)[0]
            start = place + (30 if magic == b"PK\x03\x04" else 46)
            if data[start : start + length] == SHEET.encode():
                struct.pack_into("<I", data, place + at, size)
            place = data.find(magic, place + 4)
    path.write_bytes(data)
    return path


def checksum_wrong(path: Path) -> Path:
    """The checksum of the sheet is another."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for found in re.finditer(rb"PK\x01\x02.{42}" + SHEET.encode(), bytes(data), re.DOTALL):
        data[found.start() + 16] ^= 0xFF
    path.write_bytes(data)
    return path


def same_part_twice(path: Path) -> Path:
    """Two sheets under one name."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(zipfile.ZipInfo(name), content)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(zipfile.ZipInfo(SHEET), b"<worksheet/>")
    return path


def names_that_climb(path: Path) -> Path:
    """Parts named to be written outside: nothing is ever unpacked to the disk."""
    return zipped(path, xlsx_parts() | {"../../../../etc/evil": b"x", "/evil": b"x", "C:\\evil": b"x"})


def compressed_otherwise(path: Path) -> Path:
    """LZMA, which spreadsheets do not know."""
    return zipped(path, xlsx_parts(), zipfile.ZIP_LZMA)


def encrypted_part(path: Path) -> Path:
    """Entries marked as encrypted."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(magic, place + 4)
    path.write_bytes(data)
    return path


def only_the_end_record(path: Path) -> Path:
    """A ZIP without any entry."""
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    return path


def end_record_that_lies(path: Path) -> Path:
    """The directory is said to begin beyond the file."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 16, 0x7FFFFFFF)
    path.write_bytes(data)
    return path


def no_part_but_the_book(path: Path) -> Path:
    """The sheets are listed and not there."""
    parts = xlsx_parts()
    return zipped(path, {name: content for name, content in parts.items() if "worksheets" not in name})


PACKAGES = makers(globals(), "xlsx")
