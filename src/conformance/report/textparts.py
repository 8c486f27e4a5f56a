"""What the text report is made of: an input, a group of findings, as lines."""

from __future__ import annotations

from collections.abc import Sequence

import click

from conformance.report.advice import all_back, due_sentence
from conformance.report.groups import EXAMPLES, Group, by_field, extent, remedies, same, whole_column
from conformance.report.inputs import about, is_envelope, recognition
from conformance.report.model import Finding, InputReport, Report
from conformance.report.places import where
from conformance.report.unchecked import place_name
from conformance.report.verdict import paint
from conformance.report.view import View, visible
from conformance.report.words import VERDICTS, names, say
from conformance.standard.words import SEVERITIES, pick


def heading(text: str, view: View) -> str:
    """The first line of a section."""
    return click.style(text, bold=True) if view.colour else text


def input_head(entry: InputReport, name: str, view: View) -> str:
    """An input and its verdict."""
    return f"  {name}  [{paint(pick(VERDICTS[entry.verdict], view.lang), entry.verdict, view)}]"


def input_lines(entry: InputReport, found: Sequence[Finding], report: Report, view: View) -> list[str]:
    """An input; ``found`` are its findings."""
    lines = [input_head(entry, visible(place_name(entry, view)), view)]
    if entry.problem:
        lines.append(f"    {visible(entry.problem)}")
    if is_envelope(entry):
        lines.append(f"    {about(entry, view)}")
    if entry.item is not None:
        lines.append(f"    {about(entry, view)}")
        lines.append(f"    {recognition(entry, view)}")
        if all_back(entry, found, view):
            lines.append("    " + say("all-back", view.lang))
        if due := due_sentence(entry, report, view):
            lines.append("    " + due)
    return lines


def group_head(group: Group, rows: int, view: View, count: int | None = None) -> str:
    """What is wrong, how often (or ``count`` times), in how much of the input; 0 ``rows`` where that is not to be said."""
    severity = paint(pick(SEVERITIES[group.severity], view.lang), group.severity, view)
    number = say("places", view.lang, number=group.count if count is None else count)
    how_much = extent(group, rows, view)
    comma = "，" if view.lang == "zh" else ", "
    return f"  [{severity}] {view.rule_title(group.rule)}  {group.rule}  {number}{comma + how_much if how_much else ''}"


def group_lines(group: Group, entry: InputReport, view: View, limit: int = EXAMPLES) -> list[str]:
    """A group of findings with so many examples."""
    lines = [group_head(group, entry.rows, view)]
    if whole_column(group, entry.rows) and group.severity != "info":
        lines.append("    " + say("whole-column", view.lang))
    fields = by_field(group, entry.item, view)
    if fields:
        lines.append("    " + say("fields", view.lang, fields=names(fields, view.lang)))
    examples = group.examples(limit)
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
