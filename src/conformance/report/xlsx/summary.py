"""The first sheet: the verdict, exact numbers, what was not checked, what the workbook holds and what it could not hold."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from conformance.report.advice import next_steps
from conformance.report.groups import by_field, extent, grouped_inputs
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import InputReport, Report
from conformance.report.rulebook import general_sentence
from conformance.report.sheets import Cell, Sheet
from conformance.report.submission import submission_lines
from conformance.report.unchecked import place_name, unchecked
from conformance.report.verdict import verdict_line
from conformance.report.view import View
from conformance.report.words import VERDICTS, names, say
from conformance.report.xlsx.looks import Looks
from conformance.report.xlsx.words import word
from conformance.standard.model import RANKED
from conformance.standard.words import PURPOSES, SEVERITIES, pick

_VERDICTS = ("non-conforming", "conforming-with-warnings", "conforming", "not-checked")
_INPUTS = ("inputs", "verdict", "item", "rows", "accepted", "rejected", "late", "copy", "remark")
_RULES = ("title", "severity", "fields", "count", "rule", None, None, "share", "remedy", "source")
"""In the columns of the inputs: an id runs on over the two that are empty behind it."""
_WIDTHS = (34, 14, 30, 10, 10, 10, 10, 26, 60, 30)


class Facts(Struct, frozen=True):
    """What the other sheets know."""

    copies: Sequence[tuple[str, str | None, str]]
    """Path and sheet of an input, and the sheet with its copy."""
    lists: tuple[str, ...]
    """The sheets with lists of problems."""
    said: tuple[str, ...]
    """What the workbook holds and could not hold."""


class Summary:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Sheet, report: Report, view: View, looks: Looks, facts: Facts) -> None:
        self._sheet, self._report, self._view, self._looks, self._facts = sheet, report, view, looks, facts
        self._row = 0

    def write(self) -> None:
        """Write everything."""
        lang, report = self._view.lang, self._report
        self._sheet.printed()
        self._sheet.widths(_WIDTHS)
        self._line([word("book-title", lang)], self._looks.title)
        verdict = verdict_line(report, replace(self._view, colour=False))
        band = dict.fromkeys(range(len(_INPUTS)), self._verdict(report.verdict))
        self._line([verdict, *[None] * (len(_INPUTS) - 1)], self._looks.plain, band)
        found = say("findings", lang, **report.counts) if report.findings_total else nothing_found(report, self._view)
        self._line([found], self._looks.plain)
        for name in self._facts.lists:
            self._linked(name)
        self._section(say("next", lang), next_steps(report, self._view))
        self._inputs()
        self._section(say("submission", lang), submission_lines(report, self._view))
        self._rules()
        self._section(say("suppressed-heading", lang), suppressed_lines(report, self._view))
        # What the report holds as examples is no matter here: the list of problems has its own limits, said below.
        missing = unchecked(replace(report, findings_shown=report.findings_total), self._view)
        self._section(word("unchecked", lang), missing or [say("unchecked-none", lang)])
        self._section(word("about", lang), [*self._facts.said, *report.notes])
        self._versions()

    def _line(
        self, cells: Sequence[Cell], style: int, styles: dict[int, int] | None = None, *, tall: bool = False
    ) -> None:
        self._row += 1
        self._sheet.put(self._row, cells, style, styles, tall=tall)

    def _linked(self, name: str) -> None:
        linked = self._sheet.link(self._row + 1, 0, name, "A1")
        self._line([name], self._looks.link if linked else self._looks.plain)

    def _section(self, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self._row += 1
        self._line([title], self._looks.heading)
        for line in lines:
            self._line([line], self._looks.plain)

    def _verdict(self, verdict: str) -> int:
        return self._looks.verdict[_VERDICTS.index(verdict)]

    def _inputs(self) -> None:
        lang = self._view.lang
        copies = list(self._facts.copies)
        self._row += 1
        self._line([word(name, lang) for name in _INPUTS], self._looks.label)
        for entry in self._report.inputs:
            mine = next((one for one in copies if one[:2] == (entry.path, entry.sheet)), None)
            copy = None if mine is None else mine[2]
            if mine is not None:
                copies.remove(mine)
            styles = {1: self._verdict(entry.verdict), **dict.fromkeys(range(3, 7), self._looks.number)}
            if copy is not None and self._sheet.link(self._row + 1, _INPUTS.index("copy"), copy, "A1"):
                styles[_INPUTS.index("copy")] = self._looks.link
            cells = [
                place_name(entry, self._view),
                pick(VERDICTS[entry.verdict], lang),
                None if entry.item is None else f"{self._view.item_title(entry.item)} ({entry.item})",
                *(entry.rows, entry.accepted_rows, entry.rejected_rows, entry.late_rows),
                copy,
                entry.problem,
            ]
            self._line(cells, self._looks.wrapped, styles, tall=True)

    def _rules(self) -> None:
        """How often each rule failed, in how much of the input, and what to do."""
        report, lang = self._report, self._view.lang
        rows = [(entry, group) for entry, groups in grouped_inputs(report, self._view) for group in groups]
        if not rows:
            return
        self._row += 1
        self._line([word("by-rule", lang)], self._looks.heading)
        self._line([None if name is None else word(name, lang) for name in _RULES], self._looks.label)
        for entry, group in rows:
            rule = self._view.standard.rules.get(group.rule)
            fields = by_field(group, entry.item, self._view) or self._only_field(group.failures[0].field, entry)
            cells: list[Cell] = [
                self._view.rule_title(group.rule),
                pick(SEVERITIES[group.severity], lang),
                names(fields, lang) or None,
                group.count,
                group.rule,
                *(None, None),
                extent(group, entry.rows, self._view) or None,
                None if rule is None else general_sentence(rule.remedy, lang),
                place_name(entry, self._view),
            ]
            looks = self._looks
            styles = {1: looks.severity[RANKED.index(group.severity)], 3: looks.number, 4: looks.plain}
            self._line(cells, self._looks.wrapped, styles, tall=True)

    def _only_field(self, field: str | None, entry: InputReport) -> list[str]:
        return [] if field is None else [self._view.field_title(entry.item, field)]

    def _versions(self) -> None:
        report, lang = self._report, self._view.lang
        self._row += 1
        self._line([word("versions", lang)], self._looks.heading)
        for name, value in (
            ("as-of", report.as_of),
            ("purpose", pick(PURPOSES[report.purpose], lang)),
            ("party", report.party or say("no-party", lang)),
            ("edition", f"{report.standard.edition} ({report.standard.version})"),
            ("digest", report.standard.digest),
            ("tool", f"{report.tool.name} {report.tool.version} ({report.tool.engine})"),
        ):
            self._line([word(name, lang), value], self._looks.plain, {0: self._looks.label})
