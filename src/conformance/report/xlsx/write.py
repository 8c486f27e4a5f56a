"""The workbook as a whole: which sheets there are, in which order, and what it could not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from conformance.report.leftout import nothing_found
from conformance.report.model import Report
from conformance.report.sheets import LINKS, ROWS, Book
from conformance.report.view import View
from conformance.report.xlsx import lines, problems
from conformance.report.xlsx.copying import Copied, Copier
from conformance.report.xlsx.grouped import Grouped
from conformance.report.xlsx.groups import Groups, column_named
from conformance.report.xlsx.kept import Kept, KeptTable
from conformance.report.xlsx.layout import Layout, sheets_needed
from conformance.report.xlsx.lines import Line, Placed, placed
from conformance.report.xlsx.looks import Looks, looks_of
from conformance.report.xlsx.problems import LineSheet, columns_of
from conformance.report.xlsx.summary import Facts, Summary
from conformance.report.xlsx.words import word
from conformance.standard.words import listing


def write_book(
    target: Path | BinaryIO,
    report: Report,
    view: View,
    kept: Kept | None = None,
    group_by: str | None = None,
    sheet_rows: int = ROWS,
) -> None:
    """Write the workbook of a report; with what was ``kept`` of the run every finding and a copy of the data.

    Raises OSError where the system refuses.
    """
    book = Book(target)
    try:
        _Writing(book, looks_of(book), report, view, kept, group_by, sheet_rows).run()
        book.close()
    except BaseException:
        book.abandon()
        raise


class _Listed(Struct):
    """What became of the list of problems."""

    name: str
    number: int = 0
    linked: int = 0
    unlinked: int = 0


class _Writing(Struct):
    """One workbook being written."""

    book: Book
    looks: Looks
    report: Report
    view: View
    kept: Kept | None
    group_by: str | None
    sheet_rows: int
    tables: list[KeptTable] = field(default_factory=list)
    layouts: dict[int, Layout] = field(default_factory=dict)
    """Table (its position) → where its copy stands."""

    def run(self) -> None:
        lang = self.view.lang
        summary = self.book.sheet(self.book.name(word("summary", lang)))
        name = self.book.name(word("problems", lang))
        self._lay_out()
        with Groups() as groups:
            listed = self._list(name, groups)
            lists = [name]
            if self.kept is not None and self.group_by is not None:
                lists.append(self._grouped(groups, self.kept, self.group_by))
        copied = self._copies()
        facts = Facts(
            copies=[(self.tables[n].path, self.tables[n].sheet, one.sheets[0]) for n, one in self.layouts.items()],
            lists=tuple(lists),
            said=tuple(self._said(listed, copied)),
        )
        Summary(summary, self.report, self.view, self.looks, facts).write()

    def _lay_out(self) -> None:
        """Which tables there are, in the order of the report, and where their copies will stand."""
        if self.kept is None:
            return
        parts = self.report.submission.parts if self.report.submission is not None else []
        # An input that could not be read to its end is no part of the report, nor of its workbook.
        known = [(one.path, one.sheet) for one in (*self.report.inputs, *parts) if one.format is not None]
        self.tables = [table for key in dict.fromkeys(known) for table in self.kept.tables.get(key, ())]
        copied = [number for number, table in enumerate(self.tables) if table.width]
        for number in copied:
            table = self.tables[number]
            wanted = word("data", self.view.lang)
            if len(copied) > 1:
                wanted += f" {table.sheet or Path(table.path).stem}"
            needed = sheets_needed(table.last_row, self.sheet_rows)
            names = tuple(self.book.name(wanted) for _ in range(needed))
            first = min(column.index for column in table.columns)
            self.layouts[number] = Layout(names, table.header_row, first, self.sheet_rows)

    def _list(self, name: str, groups: Groups) -> _Listed:
        """Write the list of problems, and put the same lines aside by group."""
        listed = _Listed(name)
        several = len(self.report.inputs) > 1 or self.report.submission is not None
        columns = columns_of(problems.LIST, several, self._has_pointers())
        wrap = self._number_of_lines() <= problems.WRAPPED
        target = LineSheet(self.book.sheet(name), columns, self.looks, self.view, wrap=wrap)
        target.head()
        for line in self._lines(groups):
            target.add(line)
            listed.number += 1
        target.finish()
        if not self.report.findings_total:
            target.remark(nothing_found(self.report, self.view))
        listed.linked, listed.unlinked = target.linked, target.unlinked
        return listed

    def _lines(self, groups: Groups) -> Iterator[Line]:
        if self.kept is None:
            yield from lines.of_report(self.report.findings, self.report.inputs, self.view)
            return
        for number, table in enumerate(self.tables):
            column = None
            if self.group_by is not None:
                column = column_named(self.group_by, table.columns, table.item, self.view.standard)
            key = None if column is None else column.key
            for one in placed(self.kept, table, number, self.layouts.get(number), key, self.view):
                if self.group_by is not None:
                    self._to_group(one, table, key, groups)
                if one.line is not None:
                    yield one.line

    def _to_group(self, one: Placed, table: KeptTable, column: str | None, groups: Groups) -> None:
        text = (one.group or "").strip()
        if not one.record[1] or not table.width:
            groups.add(one, "whole", "", "")
        elif column is None:
            groups.add(one, "absent", "", "")
        elif not text:
            groups.add(one, "blank", "", "")
        else:
            assert self.kept is not None  # noqa: S101
            groups.add(one, "", text, self.kept.wording.cell(table.item, column, text))

    def _grouped(self, groups: Groups, kept: Kept, group_by: str) -> str:
        several = len(self.report.inputs) > 1 or self.report.submission is not None
        sheets = Grouped(
            self.book,
            groups,
            self.looks,
            self.report,
            self.view,
            group_by,
            (several, self._has_pointers()),
            kept.wording.show_personal_data,
        )
        return sheets.write()

    def _copies(self) -> Copied | None:
        if self.kept is None:
            return None
        tables = [self.tables[number] for number in self.layouts]
        copier = Copier(self.book, self.kept, self.looks, self.view, tables)
        for number, layout in self.layouts.items():
            copier.copy(self.tables[number], layout)
        return copier.done

    def _number_of_lines(self) -> int:
        if self.kept is None:
            return len(self.report.findings)
        return sum(table.worded.total() for table in self.tables)

    def _has_pointers(self) -> bool:
        if self.kept is None:
            return any(finding.pointer for finding in self.report.findings)
        return any(table.pointers for table in self.tables)

    def _said(self, listed: _Listed, copied: Copied | None) -> Iterator[str]:
        """What the reader must know about the workbook itself."""
        lang = self.view.lang
        if listed.number < self.report.findings_total:
            yield word("lines-some", lang, total=self.report.findings_total, listed=listed.number)
        if listed.unlinked:
            yield word("links-some", lang, number=LINKS)
        if copied is None or self.kept is None:
            yield word("no-copy", lang)
            return
        yield from self._said_of_copies(copied)
        yield word("legend", lang)
        yield word("cells", lang)
        yield word("whole", lang)
        if not self.kept.wording.show_personal_data:
            yield word("masked", lang)

    def _said_of_copies(self, copied: Copied) -> Iterator[str]:
        lang = self.view.lang
        if copied.bad_cells:
            key = "comments-all" if copied.comments == copied.bad_cells else "comments-some"
            yield word(key, lang, number=copied.comments, level=copied.level)
        if copied.cut:
            sheet, cell = copied.first_cut
            yield word("cut", lang, number=copied.cut, sheet=sheet, cell=cell)
        for sheet in copied.wide:
            yield word("wide", lang, sheet=sheet)
        for layout in self.layouts.values():
            if len(layout.sheets) > 1:
                others = listing(layout.sheets[1:], lang)
                yield word("continued", lang, sheet=layout.sheets[0], others=others)
