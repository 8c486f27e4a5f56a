"""Old Excel files (BIFF within an OLE container), looked through before the native reader is trusted with them.

A damaged container can send that reader round in circles until the memory is gone. So the chains are walked here
first; on the way come the error cells, which it does not tell, and whether a password is set.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from conformance.sources.model import Unusable
from conformance.sources.package import damaged
from conformance.sources.sniff import password_protected
from conformance.sources.source import Source

_HEADER = 512
_END, _LARGEST = 0xFFFFFFFE, 0xFFFFFFFA
_MINI_BELOW = 4096
_BOUND_SHEET, _FILE_PASS, _SHARED_STRINGS, _BEGIN, _FINISH = 0x85, 0x2F, 0xFC, 0x809, 0x0A
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x205
_CELLS = {0x203, 0x27E, 0xFD, 0x204, 0xBD, 0x205, 0x06, 0x201, 0xBE, 0xD6, 0x7E, 0x406, 0x206}
_DIMENSIONS = 0x200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Sectors = npt.NDArray[np.uint32]
ErrorCells = dict[int, dict[int, str]]
"""Row → column → text such as ``#N/A``, counted from 0."""


class OleFacts(Struct):
    """What an old Excel file tells besides its values."""

    errors: list[ErrorCells] = field(default_factory=list)
    """Error cells of each sheet, in the order of the workbook."""


def ole_facts(source: Source) -> OleFacts:
    """Look through an OLE file; refuses damaged and encrypted ones, and those that are no workbook."""
    with source.open() as stream:
        content = stream.read()
    try:
        return _facts(_Container(content))
    except (struct.error, ValueError, IndexError):
        raise damaged() from None


def _facts(container: _Container) -> OleFacts:
    streams = container.streams()
    if "EncryptedPackage" in streams:
        raise password_protected()
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        raise Unusable(
            "这不是 Excel 文件（可能是 Word 等其他文档），请把表格另存为 xlsx 再校验。",
            "This is no Excel file (a Word document, perhaps); save the table as xlsx.",
        )
    facts = OleFacts()
    places: list[int] = []
    for kind, data in _records(book, 0):
        if kind == _FILE_PASS:
            raise password_protected()
        if kind == _BOUND_SHEET:
            places.append(struct.unpack_from("<I", data)[0])
        elif kind == _SHARED_STRINGS and struct.unpack_from("<I", data, 4)[0] > len(book):
            raise damaged()
    for place in places:
        facts.errors.append(_errors(book, place))
    return facts


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its BOF to its EOF."""
    depth = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _BEGIN:
            depth += 1
        elif kind == _FINISH:
            depth -= 1
            if depth <= 0:
                return


def _errors(book: bytes, place: int) -> ErrorCells:
    errors: ErrorCells = {}
    for kind, data in _records(book, place):
        if kind == _DIMENSIONS:
            _check_dimensions(data)
        if kind not in _CELLS or len(data) < 6:
            continue
        row, column = struct.unpack_from("<HH", data)
        if column >= _MOST_COLUMNS:
            raise damaged()
        code = None
        if kind == _BOOLEAN_OR_ERROR and len(data) >= 8 and data[7]:
            code = data[6]
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            code = data[8]
        if code is not None:
            errors.setdefault(row, {})[column] = _ERRORS.get(code, "#N/A")
    return errors


def _check_dimensions(data: bytes) -> None:
    """The reader takes memory for as many cells as a sheet says it has."""
    form = "<IIHH" if len(data) >= 12 else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(form, data)
    if not (first_row <= end_row <= _MOST_ROWS and first_column <= end_column <= _MOST_COLUMNS):
        raise damaged()


class _Container:
    """The file system within an OLE file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged()
        self._size = 1 << shift
        self._most = len(content) // self._size + 1
        first_directory, first_mini, first_further = (
            struct.unpack_from("<I", content, 48)[0],
            struct.unpack_from("<I", content, 60)[0],
            struct.unpack_from("<I", content, 68)[0],
        )
        table = list(struct.unpack_from("<109I", content, 76))
        seen = 0
        while first_further < _LARGEST:
            further = np.frombuffer(self._sector(first_further), dtype="<u4").tolist()
            table += further[:-1]
            first_further = further[-1]
            seen += 1
            if seen > self._most:
                raise damaged()
        parts = [self._sector(sector) for sector in table if sector < _LARGEST]
        if len(parts) > self._most:
            raise damaged()
        self._next: Sectors = np.frombuffer(b"".join(parts), dtype="<u4")
        self._mini_next: Sectors = np.frombuffer(
            b"".join(map(self._sector, self._chain(first_mini, self._next))), dtype="<u4"
        )
        self._directory = b"".join(map(self._sector, self._chain(first_directory, self._next)))

    def _sector(self, number: int) -> bytes:
        """A whole sector; a part of one means that the file was cut short."""
        data = self._content[(number + 1) * self._size : (number + 2) * self._size]
        if len(data) < self._size:
            raise damaged()
        return data

    def _data(self, number: int) -> bytes:
        """A sector of content; the last of a file may be cut off after what matters."""
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, sector: int, following: Sectors) -> list[int]:
        """The sectors of a stream; one that does not come to an end is refused."""
        found: list[int] = []
        while sector < _LARGEST:
            if sector >= len(following) or len(found) > len(following):
                raise damaged()
            found.append(sector)
            sector = int(following[sector])
        return found

    def streams(self) -> dict[str, bytes]:
        """The streams that matter by name; the chains of all are walked."""
        found: dict[str, bytes] = {}
        root = b""
        for start in range(0, len(self._directory) - 127, 128):
            entry = self._directory[start : start + 128]
            length, kind = struct.unpack_from("<H", entry, 64)[0], entry[66]
            if kind not in (2, 5):
                continue
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == 5:
                root = b"".join(map(self._sector, self._chain(first, self._next)))
            elif size >= _MINI_BELOW:
                sectors = self._chain(first, self._next)
                if name in ("Workbook", "Book", "EncryptedPackage"):
                    found[name] = b"".join(map(self._data, sectors))[:size]
            elif size:
                pieces = self._chain(first, self._mini_next)
                found[name] = b"".join(root[64 * piece : 64 * piece + 64] for piece in pieces)[:size]
        return found
