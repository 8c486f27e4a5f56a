"""Entries as rows of text, one list of rows for each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conformance.catalog.workbook import cells
from conformance.catalog.workbook.layout import COMMENT, FILE, ORDER, Column, Table
from conformance.standard.entries import Entry
from conformance.standard.shapes import Shapes, label

YES, NO = "是", "否"
Rows = dict[str, list[list[str]]]
"""Name of a sheet → its rows below the header."""


def rows(placed: Sequence[tuple[Entry, str]], tables: Sequence[Table], shapes: Shapes) -> Rows:
    """The rows of a list's sheets; with each entry comes its place within its file."""
    found: Rows = {table.name: [] for table in tables}
    for entry, order in placed:
        extra = {FILE: entry.file, ORDER: order, COMMENT: comment(entry.comment)}
        main = tables[0]
        found[main.name].append(
            [cell(entry.data, c, shapes) if c.path else cells.write(extra[c.heading]) if extra[c.heading] else ""
             for c in main.columns]
        )  # fmt: skip
        for table in tables[1:]:
            for number, value in _objects(entry.data, table.path):
                body = [cell(value, column, shapes) for column in table.columns[2:]]
                found[table.name].append([cells.write(entry.id), number, *body])
    return found


def comment(lines: Sequence[str]) -> str:
    """Lines of comment as one text; empty where there is none."""
    return "" if not lines else "\n".join(lines) or " "


def cell(value: Any, column: Column, shapes: Shapes) -> str:
    """The cell of a column for an object of the table's class."""
    for key in column.path:
        if not isinstance(value, dict) or key not in value:
            return ""
        value = value[key]
    if column.part == "several":
        return cells.ELSEWHERE if value else cells.NOTHING
    if isinstance(value, list):
        return cells.write_several([_plain(part, column, shapes) for part in value])
    return cells.write(_plain(value, column, shapes))


def _plain(value: Any, column: Column, shapes: Shapes) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return label(shapes, column.codes, value) if column.codes else str(value)


def _objects(data: Any, path: Sequence[str], number: str = "") -> Iterator[tuple[str, Any]]:
    """The objects at a path, with their numbers: ``2.1`` is the first of those within the second."""
    if not isinstance(data, dict) or path[0] not in data:
        return
    value, rest = data[path[0]], path[1:]
    if not isinstance(value, list):
        yield from _objects(value, rest, number)
        return
    for place, part in enumerate(value, 1):
        own = f"{number}.{place}" if number else str(place)
        if rest:
            yield from _objects(part, rest, own)
        else:
            yield own, part
