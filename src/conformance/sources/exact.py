"""The exact way to read delimited text: the strict CSV parser, with the physical line where each record begins."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.sources.decode import MARK, Piece
from conformance.sources.frames import frame_of_rows, restore_marks
from conformance.sources.limits import LONGEST, LONGEST_CELL
from conformance.sources.model import Notice, Unusable
from conformance.sources.raw import Shape, check_width


class Rows(Struct):
    """A run of rows read from one chunk."""

    frame: pl.DataFrame
    lines: npt.NDArray[np.int64]
    broken: npt.NDArray[np.bool_] | None
    notices: list[Notice]
    physical: int
    """Physical lines consumed."""


class Unfinished(Exception):
    """The chunk ends within quotes: it has to be read together with the next one."""


def split_exactly(text: str, delimiter: str, first_line: int, final: bool) -> tuple[list[list[str]], int]:
    """All records of a chunk that begins a record, and how many physical lines it has."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)
    reader = _reader(text, delimiter)
    try:
        return list(reader), reader.line_num
    except csv.Error as error:
        if not final and "unexpected end" in str(error):
            raise Unfinished from None
        raise _explained(text, delimiter, first_line) from None


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _explained(text: str, delimiter: str, first_line: int) -> Unusable:
    """Read once more, record by record, to say on which line the bad record begins."""
    reader = _reader(text, delimiter)
    start = first_line
    try:
        for _ in reader:
            start = first_line + reader.line_num
    except csv.Error as error:
        reason = str(error)
        if "unexpected end" in reason or "field larger" in reason:
            return Unusable(
                f"第 {start} 行的记录里有一个双引号没有配对，其后的内容都被当成同一个单元格。请补上或删去该引号后重新导出。",
                f'The record that begins on line {start} has an opening quote (") without its closing one, which '
                "swallows everything after it. Close or remove the quote and export again.",
            )
        return Unusable(
            f'第 {start} 行的记录里，收尾的双引号后面还有文字。单元格内的双引号应写成两个（""），请更正后重新导出。',
            f'In the record that begins on line {start}, text follows a closing quote ("). Quotes inside a cell are '
            'written twice (""); mend it and export again.',
        )
    raise AssertionError("the second reading of a chunk went differently")  # pragma: no cover


def record_lines(rows: list[list[str]], first_line: int, physical: int) -> npt.NDArray[np.int64]:
    """Physical line where each record begins; cells with line breaks make records span several."""
    if physical == len(rows):
        return np.arange(first_line, first_line + len(rows), dtype=np.int64)
    spans = np.ones(len(rows), dtype=np.int64)
    for index, row in enumerate(rows):
        text = "\0".join(row)
        if "\n" in text or "\r" in text:
            spans[index] += text.count("\n") + text.count("\r") - text.count("\r\n")
    return first_line + np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(spans)[:-1]))


def read_exactly(piece: Piece, delimiter: str, shape: Shape, first_line: int) -> Rows:
    """Read a chunk with the strict parser; raises ``Unfinished`` where it ends within quotes."""
    with _collector_paused():
        return _read(piece, delimiter, shape, first_line)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Hold back the cyclic garbage collector while one chunk's rows, which hold no cycles, come and go."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(piece: Piece, delimiter: str, shape: Shape, first_line: int) -> Rows:
    text = piece.as_text()
    final = piece.last or piece.overlong or len(text) > LONGEST
    rows, physical = split_exactly(text, delimiter, first_line, final)
    if piece.overlong:
        raise Unusable(
            f"第 {first_line} 行长度超过 {LONGEST // 10_000} 万字且没有换行，不像数据表，请检查文件。",
            f"Line {first_line} goes on for more than {LONGEST:,} characters; this does not look like a table.",
        )
    check_width(max(map(len, rows), default=0))
    lines = record_lines(rows, first_line, physical)
    notices: list[Notice] = []
    if piece.bad:
        notices = restore_marks(rows, lines.tolist(), zip(_lines_of_marks(text, first_line), piece.bad, strict=True))
    frame, broken, ragged = frame_of_rows(rows, shape)
    return Rows(
        frame, lines, broken, ragged + [n for n in notices if n.column is None or n.column < shape.width], physical
    )


def _lines_of_marks(text: str, first_line: int) -> list[int]:
    """Physical line of every mark of undecodable bytes."""
    lines: list[int] = []
    line, position = first_line, 0
    while (found := text.find(MARK, position)) >= 0:
        part = text[position:found]
        line += part.count("\n") + part.count("\r") - part.count("\r\n")
        lines.append(line)
        position = found + 1
    return lines
