"""The proof that a ZIP is one whole ZIP, from its first byte to its last.

A ZIP is found from its end, and any end record is an end: in a file that was cut off, that of a ZIP stored inside it (a
workbook in an archive that does not compress) passes for its own, and whatever else the file held is never missed. So
nothing may stand before the first entry, between the directory and the end record, or behind it.
"""

from __future__ import annotations

import struct
from typing import IO
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_MOST_COMMENT = (1 << 16) - 1
_SPLIT_MARKER = b"PK\x07\x08"
"""What a program writes first where it was ready to split the archive, and did not need to."""
_PADDING = b"\0\r\n"
"""Bytes that gateways, forms and block devices append; no archive begins with them and none is hidden in them."""


class _Directory(Struct, frozen=True):
    """What the end record says of the directory before it."""

    disks: tuple[int, ...]
    numbers: tuple[int, int]
    """Entries on this disk and in all."""
    size: int
    start: int
    end: int
    """Where the end record begins, which is where the directory has to end."""
    most: int
    """Numbers of entries are told modulo this."""


def whole(stream: IO[bytes]) -> ZipFile:
    """Open a ZIP that begins where the stream begins and ends where it ends.

    Accepted are Zip64, entries followed by their sizes (streamed), an archive comment, and zero bytes and line ends behind
    the end. Raises BadZipFile for whatever is cut off, stands before or behind (also the program of a self-extracting
    archive, and a second ZIP), and for a part of a split archive.
    """
    archive = ZipFile(stream)
    try:
        _prove(stream, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def _prove(stream: IO[bytes], archive: ZipFile) -> None:
    directory = _directory(stream)
    entries = archive.infolist()
    if any(directory.disks) or directory.numbers[0] != directory.numbers[1]:
        raise BadZipFile("a part of a split archive")
    if directory.start + directory.size != directory.end:
        raise BadZipFile("the end record is that of another archive")
    if len(entries) % directory.most != directory.numbers[1]:
        raise BadZipFile("not as many entries as the end record tells")
    stream.seek(0)
    begin = len(_SPLIT_MARKER) if stream.read(len(_SPLIT_MARKER)) == _SPLIT_MARKER else 0
    if min((entry.header_offset for entry in entries), default=directory.start) != begin:
        raise BadZipFile("something stands before the first entry")


def _directory(stream: IO[bytes]) -> _Directory:
    size = stream.seek(0, 2)
    offset = max(0, size - _END.size - _MOST_COMMENT)
    stream.seek(offset)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise BadZipFile("no end record")
    _, *disks, here, all_, length, start, comment = _END.unpack_from(tail, at)
    behind = tail[at + _END.size :]
    if len(behind) < comment or behind[comment:].strip(_PADDING):
        raise BadZipFile("something stands behind the end")
    end = offset + at
    return _directory64(stream, end) or _Directory(tuple(disks), (here, all_), length, start, end, 1 << 16)


def _directory64(stream: IO[bytes], end: int) -> _Directory | None:
    """What the end record of Zip64 says, where there is one before the plain one."""
    if end < _LOCATOR64.size:
        return None
    stream.seek(end - _LOCATOR64.size)
    magic, disk, place, _ = _LOCATOR64.unpack(stream.read(_LOCATOR64.size))
    if magic != b"PK\x06\x07":
        return None
    if place + _END64.size + _LOCATOR64.size != end:
        raise BadZipFile("the end record is that of another archive")
    stream.seek(place)
    magic, _, _, _, *disks, here, all_, length, start = _END64.unpack(stream.read(_END64.size))
    if magic != b"PK\x06\x06":
        raise BadZipFile("no end record of Zip64")
    return _Directory((disk, *disks), (here, all_), length, start, place, 1 << 64)
