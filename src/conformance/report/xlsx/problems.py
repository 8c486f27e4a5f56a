"""The list of problems: one line for each finding, with a link to its cell."""

from __future__ import annotations

from conformance.report.sheets import Sheet
from conformance.report.view import View
from conformance.report.xlsx.lines import Line
from conformance.report.xlsx.looks import Looks
from conformance.report.xlsx.words import word
from conformance.standard.model import RANKED
from conformance.standard.words import SEVERITIES, pick

WRAPPED = 20_000
"""Longer lists are not wrapped: a spreadsheet program measures every wrapped row when it opens the file."""
_WIDTHS = {
    "group": 24,
    "severity": 7,
    "title": 22,
    "place": 12,
    "column": 20,
    "value": 24,
    "message": 46,
    "remedy": 46,
    "change": 20,
    "compare": 20,
    "fix": 12,
    "document": 26,
    "subject": 26,
    "clause": 32,
    "rule": 26,
    "source": 30,
    "pointer": 22,
}
_SAID = ("column", "value", "message", "remedy", "change", "compare", "fix")
_RECORD = ("document", "subject")
LIST = ("severity", "title", "place", *_SAID, *_RECORD, "clause", "rule")
"""Columns of the list: what is wrong where comes first."""
GROUP = (*_RECORD, *_SAID, "severity", "title", "clause", "place", "rule")
"""Columns of a group's sheet: its reader knows the record by its number and has never seen the file."""


class LineSheet:
    """A sheet of lines, filled from its header row on."""

    def __init__(
        self,
        sheet: Sheet,
        columns: tuple[str, ...],
        looks: Looks,
        view: View,
        *,
        header_row: int = 1,
        wrap: bool = True,
        linked: bool = True,
        group_by: str = "",
    ) -> None:
        self.sheet = sheet
        self.linked = self.unlinked = 0
        self._columns, self._looks, self._view = columns, looks, view
        self._wants_links, self._group_by = linked, group_by
        self._row = self._header_row = header_row
        self._style = looks.wrapped if wrap else looks.plain
        self._place = columns.index("place")
        self._severity = columns.index("severity")
        self._severities = [pick(SEVERITIES[severity], view.lang) for severity in RANKED]
        self._wrap = wrap
        sheet.widths([_WIDTHS[name] for name in columns])

    def head(self) -> None:
        """Write the header row."""
        titles = [word(name, self._view.lang, column=self._group_by) for name in self._columns]
        self.sheet.put(self._header_row, titles, self._looks.header)
        self.sheet.freeze_panes(self._header_row, 0)
        self.sheet.printed(self._header_row)

    def add(self, line: Line, group: str = "") -> None:
        """Write a line; its place is a link where a sheet has the cell."""
        self._row += 1
        cells = [self._cell(name, line, group) for name in self._columns]
        styles = {self._severity: self._looks.severity[line.rank]}
        if line.sheet and self._wants_links:
            if self.sheet.link(self._row, self._place, line.sheet, line.cell):
                styles[self._place] = self._looks.link
                self.linked += 1
            else:
                self.unlinked += 1
        self.sheet.put(self._row, cells, self._style, styles, tall=self._wrap)

    def remark(self, text: str) -> None:
        """Write a sentence below the lines."""
        self._row += 1
        self.sheet.put(self._row, [text], self._looks.plain)

    def finish(self) -> None:
        """What can only be said when all lines are there: the filter over them."""
        self.sheet.filtered(self._header_row, self._row, len(self._columns))

    def _cell(self, name: str, line: Line, group: str) -> str | None:
        if name == "severity":
            return self._severities[line.rank]
        if name == "title":
            return self._view.rule_title(line.rule)
        text: str = group if name == "group" else getattr(line, name)
        return text or None


def columns_of(base: tuple[str, ...], several: bool, pointers: bool) -> tuple[str, ...]:
    """The columns of a list: with the file where there are several, with pointers where sources have them."""
    return (*base, *(("source",) if several else ()), *(("pointer",) if pointers else ()))
