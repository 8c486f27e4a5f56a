"""Merged cells: their value stands in the first cell only and is filled into the others for judging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from conformance.sources.model import Notice
from conformance.sources.raw import Shape

_SHOWN = 10


class Range(NamedTuple):
    """A merged range; rows and columns count from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top + 1}:{letters(self.right)}{self.bottom + 1}"


def letters(column: int) -> str:
    """The letters of a spreadsheet column, counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def among_records(ranges: Iterable[Range], shape: Shape) -> list[Range]:
    """The ranges below the header that hold records; one across half of the columns is a note, not a record."""
    found = [
        one
        for one in ranges
        if one.top >= shape.skip and one.left < shape.width and (one.right - one.left + 1) * 2 < max(4, shape.needed)
    ]
    return sorted(found)


def merged_notices(ranges: Iterable[Range], shape: Shape) -> list[Notice]:
    """One notice for all merged ranges among the records."""
    found = among_records(ranges, shape)
    if not found:
        return []
    shown = [str(one) for one in found[:_SHOWN]] + (["…"] if len(found) > _SHOWN else [])
    return [Notice("merged-cells", details={"ranges": shown, "count": len(found)})]


class Filler:
    """Fills merged ranges row by row; rows have to come in order."""

    def __init__(self, ranges: Iterable[Range], shape: Shape) -> None:
        self._waiting = among_records(ranges, shape)[::-1]
        self._active: list[tuple[Range, Any]] = []

    def fill(self, rows: Sequence[list[Any]], first: int) -> None:
        """Fill some rows in place; ``first`` is the position of the first of them in the sheet."""
        end = first + len(rows)
        while self._waiting and self._waiting[-1].top < end:
            one = self._waiting.pop()
            row = rows[one.top - first] if one.top >= first else None
            if row is not None and one.left < len(row):
                self._active.append((one, row[one.left]))
        for one, value in self._active:
            for position in range(max(one.top, first), min(one.bottom + 1, end)):
                row = rows[position - first]
                for column in range(one.left, min(one.right + 1, len(row))):
                    if row[column] is None or row[column] == "":
                        row[column] = value
        self._active = [(one, value) for one, value in self._active if one.bottom >= end]
