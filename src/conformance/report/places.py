"""Where a finding stands: cell address, row and JSON pointer, from positions in a table."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from conformance.report.model import Finding, InputReport
from conformance.report.view import View
from conformance.report.words import say
from conformance.sources.model import WRAPPED, Column
from conformance.standard.jsonpointer import escaped

TABULAR = frozenset({"xlsx", "xls", "ods", "csv", "tsv", "html"})
"""Formats that people open in a spreadsheet program, where ``B17`` means something."""


class Place(Protocol):
    """What is needed of a table to say where something in it stands; both Table and TableResult have it."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def format(self) -> str: ...  # noqa: D102
    @property
    def sheet(self) -> str | None: ...  # noqa: D102
    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> tuple[Column, ...]: ...  # noqa: D102
    @property
    def header_row(self) -> int: ...  # noqa: D102
    @property
    def pointer_prefix(self) -> str | None: ...  # noqa: D102


@lru_cache(maxsize=256)
def column_letters(index: int) -> str:
    """Letters of a spreadsheet column from its 0-based position: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Spot(Protocol):
    """What is needed to say where in a table something stands; Violation and Due have it."""

    @property
    def row(self) -> int | None: ...  # noqa: D102
    @property
    def ordinal(self) -> int | None: ...  # noqa: D102
    @property
    def column(self) -> int | None: ...  # noqa: D102


def cell_of(place: Place, violation: Spot) -> str | None:
    """Address like ``B17``; that of the header where the finding is about a whole column."""
    return None if violation.column is None else address(place, violation.row, violation.column)


def address(place: Place, row: int | None, column: int) -> str | None:
    """The same of a row (None for the header) and the position of a column."""
    if place.format not in TABULAR:
        return None
    return f"{column_letters(place.columns[column].index)}{place.header_row if row is None else row}"


def header_cell(place: Place, column: Column) -> str | None:
    """Address of a column's header."""
    return f"{column_letters(column.index)}{place.header_row}" if place.format in TABULAR else None


def pointer_of(place: Place, violation: Spot) -> str | None:
    """JSON pointer (RFC 6901) of the cell or the record in a payload; XPath in XML."""
    if place.pointer_prefix is None or violation.ordinal is None:
        return None
    header = None if violation.column is None else place.columns[violation.column].header
    if place.format == "xml":
        record = f"({place.pointer_prefix})[{violation.ordinal + 1}]"
        return record if header is None else f"{record}/{header}"
    pointer = f"{place.pointer_prefix}/{violation.ordinal}"
    if header is not None:
        within = "/data/" if place.format in WRAPPED else "/"
        pointer += within + escaped(header)
    return pointer


def where(finding: Finding, entry: InputReport, view: View) -> str:
    """The place of a finding in its input, in words: cell, row, line, record; the input itself where it has none."""
    comma = "，" if view.lang == "zh" else ", "
    parts = [place for place in (finding.cell, finding.pointer) if place]
    tabular = entry.format in TABULAR
    if finding.row is not None and tabular:
        parts.append(say("row", view.lang, row=finding.row))
    if finding.line is not None and finding.line != finding.row:
        parts.append(say("line", view.lang, line=finding.line))
    if finding.record is not None and not tabular:
        parts.append(say("record", view.lang, record=finding.record))
    return comma.join(parts) or say("whole", view.lang)
