"""How far a sheet of a binary workbook (XLSB) reaches: one pass over its records."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.sources.limits import MOST_SHEET_COLUMNS, MOST_SHEET_ROWS
from conformance.sources.package import damaged
from conformance.sources.sheetreach import Reach, refuse_crowded

_ROW = 0
_CELLS = range(2, 12)
"""Records of cells with a value; each begins with its column."""


def scan_binary(blocks: Iterator[bytes], name: str) -> None:
    """Refuse a sheet of absurd size, or one whose records break off. Raises Unusable."""
    reach = Reach()
    row = at = cells = 0
    data = bytearray()
    for block in blocks:
        data += block
        while True:
            head = _head(data, at)
            if head is None or head[0] + head[2] > len(data):
                break
            start, kind, size = head
            if kind == _ROW or kind in _CELLS:
                number = int.from_bytes(data[start : start + 4], "little")
                if size < 4 or (kind != _ROW and (number >= MOST_SHEET_COLUMNS or row > MOST_SHEET_ROWS)):
                    raise damaged()
                if kind == _ROW:
                    row = number
                else:
                    reach.add(row, number)
                    cells += 1
            at = start + size
        del data[:at]
        at = 0
        refuse_crowded(cells, name)
    reach.check(name)


def _head(data: bytearray, at: int) -> tuple[int, int, int] | None:
    """Where the content of a record begins, its kind and its size; None where the bytes break off."""
    numbers = []
    for most in (2, 4):
        value = 0
        for place in range(most):
            if at >= len(data):
                return None
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                break
        numbers.append(value)
    return at, numbers[0], numbers[1]
