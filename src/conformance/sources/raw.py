"""A table before its headers are understood: what every format's reader hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct, field

from conformance.sources.habits import Habits
from conformance.sources.limits import BATCH_CELLS, MOST_COLUMNS, MOST_TABLES
from conformance.sources.mapping import Mapping
from conformance.sources.model import BATCH_ROWS, Batch, Notice, Unusable
from conformance.standard.model import Party, Text


class Span(Struct, frozen=True):
    """Some of the rows of a delimited text: those that begin from one byte on and before another.

    Both have to be places where a record begins, which nobody knows before everything above was read. Where the end turns
    out to lie within a record, everything up to the end of the file is read.
    """

    start: int = 0
    """Byte from which on rows are read; 0 for those right below the header."""
    end: int | None = None
    """Byte before which they end; None for the end of the file."""
    ordinal: int = 0
    """Rows below the header that come before, as far as is known."""
    line: int = 1
    """Physical line at the start, likewise; below the header it is counted from there."""
    stamp: tuple[int, ...] = ()
    """Of the file that was cut (``Source.stamp``); empty where somebody else sees to it that it is the same."""
    ended: Callable[[Ended], None] | None = None
    """Told when all of it was read."""


class Ended(Struct, frozen=True):
    """How far the reading of a span came."""

    ordinal: int
    """Rows below the header that come before the end."""
    line: int
    """Physical line at the end."""
    as_cut: bool
    """Whether a record ended at the end of the span; else the rest of the file was read as well."""


class RowGroups(NamedTuple):
    """Some row groups of a Parquet file."""

    first: int
    beyond: int
    """The first one that is not wanted."""


class ReadOptions(Struct, frozen=True):
    """What the user says about how an input is to be read."""

    item: str | None = None
    mapping: Mapping | None = None
    encoding: str | None = None
    sheet: str | None = None
    batch_rows: int = BATCH_ROWS
    party: Party | None = None
    """Who submits: of several items with one kind of record it may submit only one."""
    digested: bool = False
    """Whether a digest of the input is wanted."""
    span: Span | None = None
    """Which rows of a delimited text are wanted; None for all."""
    groups: RowGroups | None = None
    """Which rows of a Parquet file are wanted; None for all."""


class Shape(Struct, frozen=True):
    """What a reader needs to know to read the rows below the header."""

    skip: int
    """Rows up to and including the last header row."""
    width: int
    """Columns of the header, blank ones included."""
    needed: int
    """Columns up to the last header that is not blank; a row that is shorter lacks something."""
    least: int
    """Columns up to the last one that may not be blank; so many even an exporter writes that leaves out blank cells
    at the end of a row."""
    habits: Habits = field(default_factory=Habits)


Body = Callable[[Shape], Iterator[Batch]]
"""Reads the rows below the header. Frames have columns named ``@0``, ``@1`` … by position."""


class RawTable(Struct):
    """One sheet, file or list of records: its first rows as text, and how to read the rest."""

    format: str
    head: list[list[str | None]]
    """The first rows; for keyed formats the one row of keys."""
    body: Body
    keyed: bool = False
    """The head is the header and nothing is to be searched for (JSON, Parquet, records)."""
    spare: bool = False
    """Used only if it is recognised (the envelope of a JSON document read as one record); else never spoken of."""
    sheet: str | None = None
    hidden: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    pointer_prefix: str | None = None
    first_row: int = 1
    """Spreadsheet row of the first row of the head."""
    notices: tuple[Notice, ...] = ()
    head_notices: tuple[tuple[int, Notice], ...] = ()
    """Notices about cells of the head, each with the position of its row; those of the header row count."""
    notices_for: Callable[[Shape], list[Notice]] | None = None
    """Notices that depend on where the header is (merged cells)."""
    item: str | None = None
    """The data item that the input itself names; empty for an envelope that holds no records."""
    party: Party | None = None
    """Who submits, where the input itself names it."""
    subject: tuple[str, str] | None = None
    """Scheme and identifier of the subject that a query names."""
    says_item: str | None = None
    """What the input calls the data item; it may be a name of somebody else's catalogue."""
    says_party: str | None = None
    """Whom the input calls its sender, likewise."""
    set_aside: tuple[tuple[str, Text], ...] = ()
    """Sheets of the same workbook that cannot hold records (empty, a chart), with the reason."""


def names(width: int) -> list[str]:
    """Names of frame columns by position."""
    return [f"@{index}" for index in range(width)]


def as_hidden(reason: Text) -> Text:
    """The reason why a hidden sheet was set aside."""
    return Text(f"已隐藏，{reason.zh}", f"hidden; {reason.en}")


def rows_at_a_time(wanted: int, width: int) -> int:
    """How many rows of a table a batch may have, so that its memory does not depend on how wide the table is."""
    return max(1, min(wanted, BATCH_CELLS // max(1, width)))


def check_width(width: int) -> None:
    """Refuse tables wider than any spreadsheet."""
    if width > MOST_COLUMNS:
        raise Unusable(
            f"共有 {width} 列，超过 {MOST_COLUMNS} 列的上限，请检查分隔符或导出设置。",
            f"There are {width} columns, more than {MOST_COLUMNS}; check the delimiter or the export.",
        )


def check_tables(number: int) -> None:
    """Refuse an input that holds more tables than anybody sends."""
    if number > MOST_TABLES:
        raise Unusable(
            f"文件里的表超过 {MOST_TABLES} 张，请只留下要报送的表，或分成几个文件。",
            f"The file holds more than {MOST_TABLES} tables; keep those to be sent only, or make several files.",
        )
