"""The report as plain text: the verdict first, what to mend, what was not checked, what to do next.

Plain enough for a GBK console: no emoji, no line drawing; colour only where the caller says the reader can see it.
"""

from __future__ import annotations

import click

from conformance.report.advice import all_back, basis, next_steps, outcome
from conformance.report.groups import Group, by_field, extent, groups_of, remedies, same, tables_of, whole_column
from conformance.report.inputs import about, recognition
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import Finding, InputReport, Report
from conformance.report.places import where
from conformance.report.submission import submission_lines
from conformance.report.unchecked import needs_template, place_name, unchecked
from conformance.report.view import View, visible
from conformance.report.words import VERDICTS, names, say
from conformance.report.wrap import Whole, fitted
from conformance.standard.words import SEVERITIES, pick

SUFFIXES = (".txt",)
_COLOURS = {
    "conforming": "green",
    "conforming-with-warnings": "yellow",
    "non-conforming": "red",
    "not-checked": "magenta",
    "error": "red",
    "warning": "yellow",
    "info": "cyan",
}


def render(report: Report, view: View) -> str:
    """The whole report, ending in a line break."""
    lines = [verdict_line(report, view), ""]
    lines += [*_inputs(report, view), ""]
    lines += _submission(report, view)
    lines += _findings(report, view)
    lines += _suppressed(report, view)
    lines += [*_unchecked(report, view), ""]
    lines += [_heading(say("next", view.lang), view), *("  " + line for line in next_steps(report, view)), ""]
    lines += basis(report, view)
    return "\n".join(fitted(lines, view.columns)) + "\n"


def _paint(text: str, what: str, view: View) -> str:
    return click.style(text, fg=_COLOURS[what], bold=True) if view.colour else text


def _heading(text: str, view: View) -> str:
    return click.style(text, bold=True) if view.colour else text


def verdict_line(report: Report, view: View) -> str:
    """The verdict, how many records can be taken, and what that means, in one line."""
    verdict = _paint(pick(VERDICTS[report.verdict], view.lang), report.verdict, view)
    return f"{verdict}{'：' if view.lang == 'zh' else ': '}{outcome(report, view)}"


def _inputs(report: Report, view: View) -> list[str]:
    lines = [_heading(say("inputs", view.lang), view)]
    for entry in report.inputs:
        verdict = _paint(pick(VERDICTS[entry.verdict], view.lang), entry.verdict, view)
        lines.append(f"  {visible(place_name(entry, view))}  [{verdict}]")
        if entry.problem:
            lines.append(f"    {visible(entry.problem)}")
        if entry.item is not None:
            lines.append(f"    {about(entry, view)}")
            lines.append(f"    {recognition(entry, view)}")
            if all_back(entry, report, view):
                lines.append("    " + say("all-back", view.lang))
            if entry.due_today is not None and entry.due_today.records:
                lines.append("    " + say("due-today", view.lang, number=entry.due_today.records, as_of=report.as_of))
    lines += ["  " + say("note", view.lang, note=visible(note)) for note in report.notes]
    return lines


def _submission(report: Report, view: View) -> list[str]:
    lines = submission_lines(report, view)
    return [_heading(say("submission", view.lang), view), *("  " + line for line in lines), ""] if lines else []


def _findings(report: Report, view: View) -> list[str]:
    if not report.findings_total:
        return [nothing_found(report, view), ""] if any(entry.rows for entry in report.inputs) else []
    lines = [_heading(say("findings", view.lang, **report.counts), view)]
    entries = tables_of(report)
    for entry in entries:
        groups = groups_of(entry, report, view)
        if groups and len(entries) > 1:
            lines += ["", f"  {visible(place_name(entry, view))}"]
        for group in groups:
            lines += ["", *_group(group, entry, view)]
    return [*lines, ""]


def _suppressed(report: Report, view: View) -> list[str]:
    lines = [visible(line) for line in suppressed_lines(report, view)]
    return (
        [_heading(say("suppressed-heading", view.lang), view), *("  - " + line for line in lines), ""] if lines else []
    )


def _group(group: Group, entry: InputReport, view: View) -> list[str]:
    severity = _paint(pick(SEVERITIES[group.severity], view.lang), group.severity, view)
    number = say("places", view.lang, number=group.count)
    how_much = extent(group, entry.rows, view)
    comma = "，" if view.lang == "zh" else ", "
    lines = [
        f"  [{severity}] {view.rule_title(group.rule)}  {group.rule}  {number}{comma + how_much if how_much else ''}"
    ]
    if whole_column(group, entry.rows) and group.severity != "info":
        lines.append("    " + say("whole-column", view.lang))
    fields = by_field(group, entry.item, view)
    if fields:
        lines.append("    " + say("fields", view.lang, fields=names(fields, view.lang)))
    examples = group.examples()
    message = same([finding.message for finding in examples])
    if message is not None:
        lines.append("    " + visible(message))
    lines += ["    " + say("remedy", view.lang, remedy=remedy) for remedy in remedies(group.rule, examples, view)]
    lines += ["      " + _example(finding, message is None, entry, view) for finding in examples]
    rest = group.count - len(examples)
    if rest > 0 and not group.once:
        lines.append("      " + say("more", view.lang, number=rest))
    return lines


def _example(finding: Finding, with_message: bool, entry: InputReport, view: View) -> str:
    parts = [visible(where(finding, entry, view))]
    said = finding.message
    if with_message:
        parts.append(visible(said))
    value = visible(finding.value or "")
    if value and _cut(finding.value or "") not in said:
        parts.append(say("value", view.lang, value=_cut(value)))
    if finding.key and finding.key != finding.value:
        key = visible(finding.key)
        parts.append(say("key", view.lang, title=view.key_title(entry.item), key=_cut(key)))
    return "  ".join(parts)


def _cut(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _unchecked(report: Report, view: View) -> list[str]:
    lines = unchecked(report, view) or [say("unchecked-none", view.lang)]
    text = [_heading(say("unchecked", view.lang), view), *("  - " + visible(line) for line in lines)]
    for template in dict.fromkeys(entry.mapping_template or "" for entry in report.inputs if needs_template(entry)):
        if not template:
            continue
        text += ["", "  " + say("mapping", view.lang)]
        text += [Whole("    " + visible(line)) for line in template.splitlines()]
    return text
