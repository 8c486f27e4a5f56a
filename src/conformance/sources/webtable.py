"""HTML tables, as many systems export them under the name of ``.xls``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from lxml import etree
from msgspec import Struct, field

from conformance.sources.decode import MARK, pieces
from conformance.sources.encoding import Proof
from conformance.sources.frames import encoding_notice, frame_of_columns
from conformance.sources.limits import MOST_MERGED
from conformance.sources.locate import SEARCHED
from conformance.sources.merged import Filler, Range, merged_notices
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape, check_tables, check_width, rows_at_a_time
from conformance.sources.source import Source

_BLANK = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_MOST_SPAN = 65_534
"""Columns or rows that a browser lets one cell span at the most."""
_DIGITS = 9
"""More of them say no more than so many."""
_SKIPPED = {"script", "style", "template"}


class _Row(Struct):
    table: int
    line: int
    cells: list[tuple[str, int, int]]
    """Text, columns and rows of each cell."""


class _Found(Struct):
    """What the first reading tells of a table."""

    head: list[list[str | None]] = field(default_factory=list)
    width: int = 0
    height: int = 0
    filled: bool = False
    merged: list[Range] = field(default_factory=list)


def open_webtable(source: Source, proof: Proof, options: ReadOptions) -> list[RawTable]:
    """Read the page once for the shape of its tables; rows are streamed on a second reading."""
    found: dict[int, _Found] = {}
    grids: dict[int, _Grid] = {}
    filled = 0
    for row in _rows(source, proof):
        table = found.setdefault(row.table, _Found())
        cells = grids.setdefault(row.table, _Grid()).place(row, table.merged)
        if table.height < SEARCHED:
            table.head.append([text.replace(MARK, "\ufffd") or None for text in cells])
        table.height += 1
        if any(cells) and not table.filled:
            table.filled, filled = True, filled + 1
            check_tables(filled)
        table.width = max(table.width, len(cells))
        check_width(table.width)
    found = {number: table for number, table in found.items() if any(any(row) for row in table.head)}
    if not found:
        raise Unusable(
            "这是网页文件，里面没有数据表格；请从系统重新导出（可能导出的是登录页或出错页）。",
            "This is a web page without a table of records (a login or error page?); export it again.",
        )
    return [_raw(source, proof, options, number, table, len(found) > 1) for number, table in found.items()]


def _raw(source: Source, proof: Proof, options: ReadOptions, number: int, found: _Found, several: bool) -> RawTable:
    return RawTable(
        format="html",
        head=[row + [None] * (found.width - len(row)) for row in found.head],
        body=_body(source, proof, number, found, options.batch_rows),
        sheet=str(number + 1) if several else None,
        encoding=proof.encoding,
        notices_for=lambda shape: merged_notices(found.merged, shape),
    )


class _Grid:
    """Places cells on the columns of a table; a merged cell has its text in its first place only."""

    def __init__(self) -> None:
        self._taken: dict[int, int] = {}
        """Column → further rows that a cell from above takes there."""
        self._height = 0

    def place(self, row: _Row, merged: list[Range] | None) -> list[str]:
        """The texts of a row by column."""
        texts: list[str] = []

        def skip_taken() -> None:
            while self._taken.get(len(texts), 0):
                self._taken[len(texts)] -= 1
                texts.append("")

        for text, columns, rows in row.cells:
            skip_taken()
            left = len(texts)
            texts += [text] + [""] * (columns - 1)
            if rows > 1:
                self._taken.update(dict.fromkeys(range(left, left + columns), rows - 1))
            if merged is not None and (rows > 1 or columns > 1) and len(merged) < MOST_MERGED:
                merged.append(Range(self._height, left, self._height + rows - 1, left + columns - 1))
        skip_taken()
        self._height += 1
        return texts


def _body(source: Source, proof: Proof, number: int, found: _Found, batch_rows: int) -> Body:
    def body(shape: Shape) -> Iterator[Batch]:
        grid = _Grid()
        filler = Filler(found.merged, shape)
        rows = ((grid.place(row, None), row.line) for row in _rows(source, proof) if row.table == number)
        position = sum(1 for _ in islice(rows, shape.skip))
        most = rows_at_a_time(batch_rows, found.width)
        while chunk := list(islice(rows, most)):
            cells = [texts + [""] * (shape.width - len(texts)) for texts, _ in chunk]
            filler.fill(cells, position)
            notices = _restored(cells)
            ordinals = np.arange(position - shape.skip, position - shape.skip + len(chunk), dtype=np.int64)
            position += len(chunk)
            yield Batch(
                frame=frame_of_columns(list(zip(*cells, strict=True))),
                rows=ordinals + shape.skip + 1,
                ordinals=ordinals,
                lines=np.array([line for _, line in chunk], dtype=np.int64),
                notices=tuple(notices),
                progress=position / max(1, found.height),
            )

    return body


def _restored(rows: list[list[str]]) -> list[Notice]:
    notices: list[Notice] = []
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            if MARK in text:
                row[column] = text.replace(MARK, "\ufffd")
                notices.append(encoding_notice(index, column, row[column], []))
    return notices


class _Utf8:
    """The page as UTF-8 for the parser. A private character stands for undecodable bytes, as lxml takes no marks."""

    def __init__(self, source: Source, proof: Proof) -> None:
        self._pieces = pieces(source, proof)

    def read(self, _size: int = -1) -> bytes:
        for piece in self._pieces:
            text = piece.as_text().replace("\0", " ")
            if text:
                return text.replace(MARK, _STAND_IN).encode("utf-8")
        return b""


_STAND_IN = "\U0010fffd"


def _rows(source: Source, proof: Proof) -> Iterator[_Row]:
    """All rows of all tables in order; a row belongs to the innermost table around it."""
    content: Any = _Utf8(source, proof)
    events = etree.iterparse(
        content, events=("start", "end"), tag=("table", "tr"), html=True, encoding="utf-8", huge_tree=True
    )
    tables: list[int] = []
    count = 0
    try:
        for event, element in events:
            if element.tag == "table":
                if event == "start":
                    tables.append(count)
                    count += 1
                elif tables:
                    tables.pop()
            elif event == "end":
                parts = [part for part in element if part.tag in ("td", "th")]
                check_width(len(parts))
                cells = [_cell(part) for part in parts]
                if cells:
                    yield _Row(tables[-1] if tables else 0, element.sourceline or 0, cells)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _unreadable(error.lineno) from None
    # Beyond its limits (depth, length of a text) the parser stops without raising.
    for entry in events.error_log.filter_from_fatals():
        raise _unreadable(entry.line)


def _unreadable(line: int | None) -> Unusable:
    return Unusable(
        f"网页表格在第 {line or 1} 行附近无法读取，请用 Excel 打开后另存为 xlsx。",
        f"The HTML table cannot be read near line {line or 1}; open it in Excel and save it as xlsx.",
    )


def _cell(element: Any) -> tuple[str, int, int]:
    """Text as a browser shows it: blanks run together, ``<br>`` breaks the line."""
    parts: list[str | None] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start" and node.tag not in _SKIPPED:
            parts += ["\n"] if node.tag == "br" else [_run(node.text)]
        elif event != "start" and node is not element:
            parts.append(_run(node.tail))
    text = _AROUND_BREAK.sub("\n", "".join(filter(None, parts))).strip(" \n").replace(_STAND_IN, MARK)
    return "" if not text.strip() else text, _span(element, "colspan"), _span(element, "rowspan")


def _run(text: str | None) -> str | None:
    return _BLANK.sub(" ", text) if text else None


def _span(element: Any, name: str) -> int:
    value = str(element.get(name) or "1").strip()
    if not (value.isdecimal() and value.isascii()):
        return 1
    return max(1, min(int(value[:_DIGITS]), _MOST_SPAN))
