"""The copy of the data: every row as written, bad cells filled by severity, with notes that say what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct, field

from conformance.report.places import column_letters
from conformance.report.sheets import COLUMNS, Book, Sheet, units
from conformance.report.view import View
from conformance.report.xlsx.kept import ROW, SURPLUS, Found, Kept, KeptTable
from conformance.report.xlsx.layout import Layout
from conformance.report.xlsx.looks import Looks
from conformance.report.xlsx.words import word
from conformance.standard.words import SEVERITIES as SEVERITY_WORDS
from conformance.standard.words import pick

COMMENTS = 10_000
"""Notes of a workbook: each takes memory here and in the spreadsheet program."""
_IN_COMMENT = 3
"""Findings that a note spells out."""
_COMMENT = 1_500
_NARROW, _HEADER, _WIDE, _SAMPLED = 8, 20, 42, 50
"""Widths of a column, the third by its header alone; rows that are looked at for it."""


class Copied(Struct):
    """What could not be copied as it was, and how many notes there are."""

    comments: int = 0
    bad_cells: int = 0
    level: int = 0
    """Notes that one rule may have in one column."""
    cut: int = 0
    first_cut: tuple[str, str] = ("", "")
    wide: list[str] = field(default_factory=list)
    """Sheets whose source has more columns than a sheet."""


class Copier:
    """Writes the copies of all tables."""

    def __init__(self, book: Book, kept: Kept, looks: Looks, view: View, tables: Sequence[KeptTable]) -> None:
        self.done = Copied(level=level_of([count for table in tables for count in table.worded.values()], COMMENTS))
        self._book, self._kept, self._looks, self._view = book, kept, looks, view

    def copy(self, table: KeptTable, layout: Layout) -> None:
        """Write one table."""
        _Copy(table, layout, self._book, self._kept, self._looks, self._view, self.done).run()


class _Copy:
    """How far the copy of one table has come."""

    def __init__(
        self,
        table: KeptTable,
        layout: Layout,
        book: Book,
        kept: Kept,
        looks: Looks,
        view: View,
        done: Copied,
    ) -> None:
        self.table, self.layout, self.book, self.kept = table, layout, book, kept
        self.looks, self.view, self.done = looks, view, done
        self.noted: Counter[tuple[str, int]] = Counter()
        self.headers: list[str | None] = [None] * table.width
        for column in table.columns:
            self.headers[column.index] = column.header or None
        self.head = kept.found(table.head)
        self.widths = [min(_HEADER, _width(header or "")) for header in self.headers]
        self.number = -1
        self.sheet: Sheet | None = None
        if table.width > COLUMNS:
            done.wide.append(layout.sheets[0])

    def run(self) -> None:
        positions = [column.index for column in self.table.columns]
        if self.table.blocks:
            first = self.kept.rows(self.table.blocks[0], [column.key for column in self.table.columns])
            self._measure(first.head(_SAMPLED).rows(), positions)
        self._turn(0, self.table.header_row)
        for block in self.table.blocks:
            frame = self.kept.rows(block)
            numbers = frame[ROW].to_list()
            surplus = frame[SURPLUS].to_list() if SURPLUS in frame.columns else None
            found = {row: list(part) for row, part in groupby(self.kept.found(block), key=lambda one: one.row)}
            data = frame.select([column.key for column in self.table.columns])
            for at, texts in enumerate(data.iter_rows()):
                cells: list[str | None] = [None] * self.table.width
                for position, text in zip(positions, texts, strict=True):
                    cells[position] = text
                if surplus is not None and surplus[at]:
                    start = max(positions) + 1
                    cells[start : start + len(surplus[at])] = surplus[at]
                self._row(numbers[at], cells, found.get(numbers[at], ()))
        self._leave()

    def _row(self, row: int, cells: list[str | None], found: Iterable[Found]) -> None:
        number, at = self.layout.place(row)
        if number != self.number:
            self._turn(number, 1)
        self._put(at, cells, self.looks.text, self._mark(at, found, self.looks.bad))

    def _turn(self, number: int, header_row: int) -> None:
        """Go on with the next sheet."""
        self._leave()
        self.number = number
        self.sheet = self.book.sheet(self.layout.sheets[number])
        self.sheet.freeze_panes(header_row, 0)
        self.sheet.printed(header_row)
        self.sheet.widths(self.widths)
        self._last = header_row
        self._header_row = header_row
        styles = self._mark(header_row, self.head, self.looks.header_bad) if number == 0 else {}
        self._put(header_row, self.headers, self.looks.header, styles, tall=True)

    def _leave(self) -> None:
        if self.sheet is not None:
            self.sheet.filtered(self._header_row, self._last, min(self.table.width, COLUMNS))

    def _put(
        self, row: int, cells: Sequence[str | None], style: int, styles: dict[int, int], *, tall: bool = False
    ) -> None:
        assert self.sheet is not None  # noqa: S101
        cut = self.sheet.put(row, cells[:COLUMNS], style, styles, tall=tall)
        if cut:
            if not self.done.cut:
                self.done.first_cut = self.layout.sheets[self.number], f"{column_letters(cut[0])}{row}"
            self.done.cut += len(cut)
        self._last = row

    def _mark(self, row: int, found: Iterable[Found], fills: Sequence[int]) -> dict[int, int]:
        """The styles of a row's bad cells; notes are put on them while there is room."""
        cells: dict[int, list[Found]] = {}
        for one in found:
            column = self.layout.first_column if one.column < 0 else one.column
            if column < COLUMNS:
                cells.setdefault(column, []).append(one)
        self.done.bad_cells += len(cells)
        for column, here in cells.items():
            self._note(row, column, here)
        return {column: fills[min(one.rank for one in here)] for column, here in cells.items()}

    def _note(self, row: int, column: int, here: list[Found]) -> None:
        if self.done.comments >= COMMENTS:
            return
        pairs = [(one.rule, one.column) for one in here if one.worded]
        if not any(self.noted[pair] < self.done.level for pair in pairs):
            return
        assert self.sheet is not None  # noqa: S101
        self.noted.update(pairs)
        self.done.comments += 1
        self.sheet.comment(row, column, _comment(here, self.view))

    def _measure(self, rows: list[tuple[str | None, ...]], positions: list[int]) -> None:
        for texts in rows:
            for position, text in zip(positions, texts, strict=True):
                self.widths[position] = max(self.widths[position], _width(text or ""))


def _comment(here: list[Found], view: View) -> str:
    ranked = sorted(here, key=lambda one: one.rank)
    said = [said for one in ranked[:_IN_COMMENT] if (said := one.said) is not None]
    parts = [
        word("comment", view.lang, severity=pick(SEVERITY_WORDS[one.severity], view.lang), message=one.message)
        + "\n"
        + word("author", view.lang, remedy=one.remedy)
        for one in said
    ]
    if len(here) > len(parts):
        parts.append(word("comment-more", view.lang, number=len(here) - len(parts)))
    return "\n\n".join(parts)[:_COMMENT]


def _width(text: str) -> int:
    return min(_WIDE, max(_NARROW, units(text[:_WIDE]) + 2))


def level_of(counts: Sequence[int], most: int) -> int:
    """How many notes one rule may have in one column so that all together stay within ``most``; a rare one loses none."""
    left, waiting = most, sorted(counts)
    while waiting:
        share = left // len(waiting)
        if waiting[0] > share:
            return share
        left -= waiting.pop(0)
    return most
