"""Rows of text to frames: short and long rows, undecodable bytes, blanks to null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.sources.decode import MARK, Bad
from conformance.sources.model import Notice
from conformance.sources.raw import Shape, names
from conformance.standard.model import Text

_BY_A_LOOP = 200
"""Rows up to which a query would cost more than a loop."""


def frame_of_columns(columns: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """A frame of String columns; a cell without any text is null."""
    few = len(columns) > 0 and len(columns[0]) <= _BY_A_LOOP
    series = [
        pl.Series(name, [cell or None for cell in column] if few else column, dtype=pl.String)
        for name, column in zip(names(len(columns)), columns, strict=True)
    ]
    frame = pl.DataFrame(series)
    return frame if few else blank_to_null(frame)


def blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty texts become null: every format says "no value" in the same way."""
    shortest = frame.select(pl.all().str.len_bytes().min()).row(0) if frame.width else ()
    empty = [name for name, length in zip(frame.columns, shortest, strict=True) if length == 0]
    return frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in empty)


def frame_of_rows(
    rows: list[list[str]], shape: Shape
) -> tuple[pl.DataFrame, npt.NDArray[np.bool_] | None, list[Notice]]:
    """A frame of rows as parsed, which rows are broken, and a notice for each of those.

    Rows are evened out in place: a short row is filled up, surplus cells go into the notice so that nothing is lost.
    """
    width = shape.width
    notices: list[Notice] = []
    broken: npt.NDArray[np.bool_] | None = None
    if not set(map(len, rows)) <= {width}:
        extended = shape.habits.extends(rows, width)
        trimmed = shape.habits.trimmed(rows, shape.needed, shape.least)
        for index, row in enumerate(rows):
            cells = len(row)
            if cells == width:
                continue
            surplus = row[width:]
            short = shape.needed > cells > 0 and index not in trimmed
            if short or any(cell.strip() for cell in surplus) or (surplus and not extended):
                if broken is None:
                    broken = np.zeros(len(rows), dtype=np.bool_)
                broken[index] = True
                details: dict[str, object] = {"cells": cells, "expected": width}
                if surplus:
                    details["surplus"] = surplus
                notices.append(Notice("ragged-row", index=index, details=details))
            row[width:] = []
            row.extend([""] * (width - len(row)))
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    return frame_of_columns(columns), broken, notices


def restore_marks(rows: list[list[str]], lines: Iterable[int], bad: Iterable[tuple[int, Bad]]) -> list[Notice]:
    """Turn marks of undecodable bytes into U+FFFD, one notice for each cell that had any.

    ``bad`` are the runs with the physical line they stand on, in the order of the marks in the rows.
    """
    notices: list[Notice] = []
    queue = list(bad)
    taken = 0
    for index, (row, line) in enumerate(zip(rows, lines, strict=True)):
        while taken < len(queue) and queue[taken][0] < line:
            taken += 1
        if taken == len(queue):
            break
        for column, cell in enumerate(row):
            count = cell.count(MARK)
            if count:
                row[column] = cell.replace(MARK, "\ufffd")
                notices.append(encoding_notice(index, column, row[column], queue[taken : taken + count]))
                taken += count
    return notices


def encoding_notice(index: int | None, column: int, value: str, runs: Sequence[tuple[int | None, Bad]]) -> Notice:
    """The notice for a cell whose bytes could not be decoded; ``what`` names the bytes and where they are."""
    if not runs:
        what = Text("位置不明的字节", "bytes at a place unknown")
        return Notice("encoding", index=index, column=column, value=value, details={"what": what})
    line, first = runs[0]
    shown = " ".join(f"0x{byte:02X}" for _, run in runs[:4] for byte in run.data[:4])
    details = _undecodable(shown, first.offset, line)
    return Notice("encoding", index=index, column=column, value=value, details=details)


def lower(details: dict[str, Any], lines: int) -> dict[str, Any]:
    """What a notice says, of rows that stand so many lines further down than was known when they were read."""
    if details.get("line") is None:
        return details
    return _undecodable(details["bytes"], details["offset"], details["line"] + lines)


def _undecodable(shown: str, offset: int, line: int | None) -> dict[str, Any]:
    zh, en = f"{shown}（文件第 {offset} 字节", f"{shown} (at byte {offset} of the file"
    if line is not None:
        zh, en = f"{zh}，第 {line} 行", f"{en}, line {line}"
    return {"what": Text(f"{zh}）", f"{en})"), "offset": offset, "bytes": shown, "line": line}
