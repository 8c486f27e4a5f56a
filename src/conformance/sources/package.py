"""Workbooks as ZIP packages: sizes that cannot be true are refused before anything is unpacked for use."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from conformance.sources.limits import MOST_RATIO, MOST_UNPACKED, RATIO_FROM
from conformance.sources.model import Unusable
from conformance.sources.source import Source
from conformance.sources.wholezip import whole
from conformance.standard.model import Text

_BLOCK = 1 << 20
_LOCAL_HEADER = 30
WORKBOOK = Text("工作簿", "the workbook")


def damaged() -> Unusable:
    """The refusal of a workbook that cannot be read to its end."""
    return Unusable(
        "工作簿不完整或已损坏，请重新复制或导出；能用 Excel 打开的，请另存为新的 xlsx 再校验。",
        "The workbook is damaged or incomplete; copy or export it again, or open it in Excel and save it anew.",
    )


def _bomb(size: int, what: Text = WORKBOOK) -> Unusable:
    return Unusable(
        f"{what.zh}解压后将达 {size >> 20} MB，大小异常，未予读取；请检查文件来源，或改为导出 CSV。",
        f"Unpacked, {what.en} would take {size >> 20} MB, which no table needs; check where it comes from "
        "or export CSV.",
    )


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """Open a package; whatever is wrong with it becomes one clear refusal."""
    try:
        with source.open() as stream, whole(stream) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, KeyError):
        raise damaged() from None


def place(name: str) -> str:
    """The path of a part as readers look it up: one sign for folders, no detours, upper and lower case alike."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def by_place(archive: zipfile.ZipFile) -> dict[str, list[zipfile.ZipInfo]]:
    """The parts by that path. Which of several a reader takes is its own affair: none is left out."""
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for entry in archive.infolist():
        found.setdefault(place(entry.filename), []).append(entry)
    return found


def check_sizes(archive: zipfile.ZipFile, what: Text = WORKBOOK, size: int | None = None) -> None:
    """Refuse a package whose declared sizes are absurd; ``size`` are its own bytes, which overlapping parts share."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    packed = max(1, sum(entry.compress_size for entry in archive.infolist()))
    if size is not None:
        packed = min(packed, size)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        raise _bomb(unpacked, what)


def unpack(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry in blocks; refuses an entry that gives more than it declares."""
    if entry.flag_bits & 1:
        raise zipfile.BadZipFile("encrypted entry")
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    left, given, checksum = entry.compress_size, 0, 0
    while left > 0:
        block = stream.read(min(_BLOCK, left))
        if not block:
            raise EOFError
        left -= len(block)
        while block:
            part = block if inflate is None else inflate.decompress(block, _BLOCK)
            block = b"" if inflate is None else inflate.unconsumed_tail
            given += len(part)
            if given > entry.file_size:
                raise _bomb(MOST_UNPACKED)
            if part:
                checksum = zlib.crc32(part, checksum)
                yield part
    if given != entry.file_size:
        raise EOFError
    if checksum != entry.CRC:
        # The reader would not notice, and judge values that nobody wrote.
        raise zipfile.BadZipFile("wrong checksum")
