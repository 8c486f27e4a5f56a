"""The verdict of a report, how many records can be taken, and what that means: the one line that everybody is told."""

from __future__ import annotations

import click

from conformance.report.inputs import is_envelope
from conformance.report.model import Report
from conformance.report.nil import has_nil, nil_step, verdict_word
from conformance.report.view import View
from conformance.report.words import GO, STOP, say
from conformance.standard.words import pick

_COLOURS = {
    "conforming": "green",
    "conforming-with-warnings": "yellow",
    "non-conforming": "red",
    "not-checked": "magenta",
    "error": "red",
    "warning": "yellow",
    "info": "cyan",
}


def paint(text: str, what: str, view: View) -> str:
    """A text in the colour of a verdict or a severity."""
    return click.style(text, fg=_COLOURS[what], bold=True) if view.colour else text


def verdict_line(report: Report, view: View) -> str:
    """The verdict, how many records can be taken, and what that means, in one line."""
    verdict = paint(verdict_word(report, view), report.verdict, view)
    return f"{verdict}{'：' if view.lang == 'zh' else ': '}{outcome(report, view)}"


def outcome(report: Report, view: View) -> str:
    """How many records can be taken, and what that means."""
    if report.inputs and all(map(is_envelope, report.inputs)):
        key = "messages-wrong" if report.verdict == "non-conforming" else "messages-right"
        return say(key, view.lang, number=len(report.inputs))
    numbers = say(
        "numbers",
        view.lang,
        accepted=sum(entry.accepted_rows for entry in report.inputs),
        rejected=sum(entry.rejected_rows for entry in report.inputs),
        late=sum(entry.late_rows for entry in report.inputs),
    )
    stop = "。" if view.lang == "zh" else ". "
    return f"{numbers}{not_checked(report, view)}{stop}{_advice(report, view)}"


def not_checked(report: Report, view: View) -> str:
    """How many inputs were not checked beside those that were: the numbers say nothing about them."""
    left = [entry for entry in report.inputs if entry.verdict == "not-checked"]
    if not left or len(left) == len(report.inputs):
        return ""
    key = "left-sheets" if any(entry.sheet is not None for entry in left) else "left"
    return say(key, view.lang, number=len(left))


def _advice(report: Report, view: View) -> str:
    if report.verdict == "not-checked":
        return unread(report, view)
    chosen = STOP if report.verdict == "non-conforming" else GO
    return pick(chosen[report.purpose], view.lang) + ("。" if view.lang == "zh" else ".")


def unread(report: Report, view: View) -> str:
    """What to do about what was not checked: tables without records, in which all else is right, are nil returns."""
    return nil_step(report, view) if has_nil(report) else say("next-unread", view.lang)
