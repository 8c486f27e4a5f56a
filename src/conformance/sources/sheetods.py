"""How far the sheets of an ODS workbook reach: repeated rows, cells and blanks are counted before the reader spells them out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.sources.limits import LONGEST_ROW, MOST_BLANKS, MOST_COLUMNS, MOST_SHEET_ROWS
from conformance.sources.model import Unusable
from conformance.sources.package import damaged
from conformance.sources.raw import check_width
from conformance.sources.sheetreach import Reach

# As its reader does, elements are known by their usual prefixes.
_PART = re.compile(rb"<table:table(?:-row)?(?=[\s/>])")
_NAME = re.compile(rb"""table:name\s*=\s*["']([^"']*)""")
_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["']\s*([0-9]+)""")
_COLUMNS = re.compile(rb"""number-columns-repeated\s*=\s*["']\s*([0-9]+)""")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell[\s/>]")
_BLANKS = re.compile(rb"""<text:s\s[^>]*text:c\s*=\s*["']\s*([0-9]+)""")
_VALUES = (b"value-type", b"<text:")
_DIGITS = 9
"""More of them are cut to so many nines: beyond every limit, and still a number to count with."""


def scan_ods(blocks: Iterator[bytes]) -> None:
    """Refuse content whose sheets reach absurdly far. Raises Unusable."""
    name, reach, row, blanks = "", Reach(), 0, 0
    for part in _parts(blocks):
        blanks += sum(_number(found) for found in _BLANKS.finditer(part))
        if blanks > MOST_BLANKS:
            raise damaged()
        if not part.startswith(b"<table:table-row"):
            found = _NAME.search(part)
            name, reach, row = found[1].decode("utf-8", "replace") if found else "", Reach(), 0
            continue
        times = _ROWS.search(part[: part.find(b">") + 1])
        row += _number(times) if times else 1
        if any(mark in part for mark in _VALUES):
            reach.add(min(row, MOST_SHEET_ROWS) - 1, 0)
            reach.add(min(row, MOST_SHEET_ROWS) - 1, _width(part) - 1)
            check_width(reach.right + 1)
            reach.check(name)


def _width(row: bytes) -> int:
    """Columns of a row up to its last cell with a value."""
    cells = list(_CELL.finditer(row))
    width = last = 0
    for found, start in zip(cells, [*(one.start() for one in cells[1:]), len(row)], strict=True):
        cell = row[found.start() : start]
        times = _COLUMNS.search(cell)
        width += _number(times) if times else 1
        if any(mark in cell for mark in _VALUES):
            last = width
        if last > MOST_COLUMNS:
            break
    return max(1, last)


def _number(found: re.Match[bytes]) -> int:
    return int(found[1]) if len(found[1]) <= _DIGITS else 10**_DIGITS


def _parts(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The content cut before each sheet and each row."""
    waiting = b""
    for block in blocks:
        waiting += block
        start = 0
        # What a block cuts in two is looked at again together with the next one.
        for found in _PART.finditer(waiting):
            if found.start() > start:
                yield waiting[start : found.start()]
                start = found.start()
        waiting = waiting[start:]
        if len(waiting) > LONGEST_ROW:
            raise Unusable(
                f"工作簿里有一行超过 {LONGEST_ROW >> 20} MB，不像数据表；请检查文件来源，或改为导出 CSV。",
                f"A row of the workbook takes more than {LONGEST_ROW >> 20} MB, which no table needs; check where it "
                "comes from or export CSV.",
            )
    yield waiting
