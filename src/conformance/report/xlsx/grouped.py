"""The sheets of ``--group-by``: an overview of the groups, a sheet for each, one for the rest."""

from __future__ import annotations

from msgspec import Struct

from conformance.report.leftout import nothing_found
from conformance.report.model import Report
from conformance.report.sheets import Book, Cell, Sheet
from conformance.report.view import View
from conformance.report.xlsx import problems
from conformance.report.xlsx.groups import DIFFERENT, LISTED, SHEETS, Group, Groups
from conformance.report.xlsx.looks import Looks
from conformance.report.xlsx.problems import LineSheet, columns_of
from conformance.report.xlsx.words import word
from conformance.standard.model import RANKED

_HEAD = ("group-name", "count", "records", "listed", "group-sheet")


class Grouped(Struct, frozen=True):
    """Writes the sheets of one grouping."""

    book: Book
    groups: Groups
    looks: Looks
    report: Report
    view: View
    column: str
    """As the user named it."""
    extra: tuple[bool, bool]
    """Whether lines name their file, and their JSON pointer."""
    shown: bool
    """Whether personal data is shown."""

    def write(self) -> str:
        """Write the overview and the sheets after it; answers the overview's name."""
        lang = self.view.lang
        name = self.book.name(word("groups", lang))
        overview = self.book.sheet(name)
        ranked = self.groups.ranked()
        proper = [group for group in ranked if not group.kind]
        alone = proper if len(proper) <= SHEETS else proper[: SHEETS - 1]
        alone = [*alone, *(group for group in ranked if group.kind)]
        names = {group.number: self.book.name(self._name(group)) for group in alone}
        rest = [group for group in ranked if group.number not in names]
        others = self.book.name(word("others", lang)) if rest else ""
        self._overview(overview, ranked, names, others)
        for group in alone:
            self._sheet(group, self.book.sheet(names[group.number]))
        if rest:
            self._others(rest, self.book.sheet(others))
        return name

    def _name(self, group: Group) -> str:
        """How the group is called."""
        if group.kind:
            return word(f"{group.kind}-group", self.view.lang, column=self.column)
        return group.name

    def _overview(self, sheet: Sheet, ranked: list[Group], names: dict[int, str], others: str) -> None:
        lang, looks = self.view.lang, self.looks
        said = [word("group-by", lang, column=self.column, number=sum(group.kind in {"", "blank"} for group in ranked))]
        if not self.report.findings_total:
            said.append(nothing_found(self.report, self.view))
        said.append(word("group-how", lang))
        said.append(word("group-forward-shown" if self.shown else "group-forward", lang))
        if others:
            shown = sum(group.number in names and not group.kind for group in ranked)
            rest = len(ranked) - len(names)
            said.append(word("group-more", lang, shown=shown, rest=rest, sheet=others))
        if self.groups.uncounted:
            said.append(word("group-uncounted", lang, column=self.column, most=DIFFERENT))
        for row, line in enumerate(said, 1):
            sheet.put(row, [line], looks.title if row == 1 else looks.plain)
        first = len(said) + 1
        sheet.put(first, [word(name, lang) for name in _HEAD], looks.header)
        sheet.freeze_panes(first, 0)
        sheet.printed(first)
        for row, group in enumerate(ranked, first + 1):
            target = names.get(group.number, others)
            linked = sheet.link(row, len(_HEAD) - 1, target, "A1")
            cells: list[Cell] = [
                self._name(group),
                group.count,
                group.records,
                min(group.listed, LISTED),
                target,
            ]
            styles = dict.fromkeys((1, 2, 3), looks.number)
            sheet.put(row, cells, looks.plain, styles | ({len(_HEAD) - 1: looks.link} if linked else {}))
        sheet.widths((48, 12, 12, 12, 34))
        sheet.filtered(first, first + len(ranked), len(_HEAD))

    def _sheet(self, group: Group, sheet: Sheet) -> None:
        """The sheet of one group, which says by itself what it is."""
        lang, looks = self.view.lang, self.looks
        lines = self.groups.lines(group)
        counts = {severity: group.counts[severity] for severity in RANKED}
        what = word("group-what", lang, count=group.count, records=group.records, **counts)
        standard = self.report.standard
        basis = word("group-basis", lang, as_of=self.report.as_of, edition=standard.edition, version=standard.version)
        sheet.put(1, [word("group-title", lang, group=self._name(group))], looks.title)
        sheet.put(2, [what], looks.plain)
        sheet.put(3, [word("group-how", lang)], looks.plain)
        sheet.put(4, [basis], looks.plain)
        row = 5
        if len(lines) < group.count:
            sheet.put(row, [word("group-cut", lang, listed=len(lines))], looks.verdict[1])
            row += 1
        columns = columns_of(problems.GROUP, *self.extra)
        target = LineSheet(
            sheet, columns, looks, self.view, header_row=row, wrap=len(lines) <= problems.WRAPPED, linked=False
        )
        target.head()
        for line in lines:
            target.add(line)
        target.finish()

    def _others(self, rest: list[Group], sheet: Sheet) -> None:
        """The groups that share a sheet, each after the other, by the name of the group."""
        columns = ("group", *columns_of(problems.GROUP, *self.extra))
        number = sum(group.listed for group in rest)
        target = LineSheet(
            sheet, columns, self.looks, self.view, wrap=number <= problems.WRAPPED, linked=False, group_by=self.column
        )
        target.head()
        for group in rest:
            for line in self.groups.lines(group):
                target.add(line, group.name)
        target.finish()
