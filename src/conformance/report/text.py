"""The report as plain text: the verdict first, what to mend, what was not checked, what to do next.

Plain enough for a GBK console: no emoji, no line drawing; colour only where the caller says the reader can see it.
A report that would be longer than two screens is shortened to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from conformance.report.advice import basis, next_steps
from conformance.report.groups import found_in, grouped_inputs, tables_of
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import Report
from conformance.report.screen import WHOLE, fits, screenful
from conformance.report.submission import submission_lines
from conformance.report.textparts import group_lines, heading, input_lines
from conformance.report.unchecked import place_name, templates, unchecked
from conformance.report.verdict import verdict_line
from conformance.report.view import View, visible
from conformance.report.words import say
from conformance.report.wrap import Whole, fitted

SUFFIXES = (".txt",)


def render(report: Report, view: View) -> str:
    """The report, ending in a line break."""
    lines = list(islice(_whole(report, view), WHOLE + 1))
    if not fits(lines):
        lines = screenful(report, view)
    return "\n".join(fitted(lines, view.columns)) + "\n"


def _whole(report: Report, view: View) -> Iterator[str]:
    yield from (verdict_line(report, view), "")
    yield from _inputs(report, view)
    yield ""
    yield from _submission(report, view)
    yield from _findings(report, view)
    yield from _suppressed(report, view)
    yield from _unchecked(report, view)
    yield from ("", heading(say("next", view.lang), view), *("  " + line for line in next_steps(report, view)), "")
    yield from basis(report, view)


def _inputs(report: Report, view: View) -> Iterator[str]:
    yield heading(say("inputs", view.lang), view)
    found = found_in(report)
    for entry in report.inputs:
        yield from input_lines(entry, found.get((entry.path, entry.sheet), ()), report, view)
    yield from ("  " + say("note", view.lang, note=visible(note)) for note in report.notes)


def _submission(report: Report, view: View) -> list[str]:
    lines = submission_lines(report, view)
    return [heading(say("submission", view.lang), view), *("  " + line for line in lines), ""] if lines else []


def _findings(report: Report, view: View) -> Iterator[str]:
    if not report.findings_total:
        yield from [nothing_found(report, view), ""] if any(entry.rows for entry in report.inputs) else []
        return
    yield heading(say("findings", view.lang, **report.counts), view)
    several = len(tables_of(report)) > 1
    for entry, groups in grouped_inputs(report, view):
        if groups and several:
            yield from ("", f"  {visible(place_name(entry, view))}")
        for group in groups:
            yield from ("", *group_lines(group, entry, view))
    yield ""


def _suppressed(report: Report, view: View) -> list[str]:
    lines = [visible(line) for line in suppressed_lines(report, view)]
    if not lines:
        return []
    return [heading(say("suppressed-heading", view.lang), view), *("  - " + line for line in lines), ""]


def _unchecked(report: Report, view: View) -> list[str]:
    lines = unchecked(report, view) or [say("unchecked-none", view.lang)]
    text = [heading(say("unchecked", view.lang), view), *("  - " + visible(line) for line in lines)]
    for template in templates(report):
        text += ["", "  " + say("mapping", view.lang)]
        text += [Whole("    " + visible(line)) for line in template.splitlines()]
    return text
