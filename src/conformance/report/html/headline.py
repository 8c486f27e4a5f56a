"""The one sentence under the verdict: how much is wrong, and what the numbers of records say nothing about.

It is the largest sentence of the page: that all is fine it says only where the verdict says so too.
"""

from __future__ import annotations

from conformance.report.groups import tables_of
from conformance.report.html.parts import SENTENCE, shown
from conformance.report.html.words import grouped, word
from conformance.report.mending import only_late
from conformance.report.model import Report
from conformance.report.unchecked import place_name
from conformance.report.view import View
from conformance.report.words import names, share

_MANY = 10
"""Records from which their common cause may be spoken of."""
_TITLES = 3


def headline(report: Report, view: View) -> str:
    """How much of it is wrong, in words that scale with the share and blame nobody; and what there is besides."""
    rows = sum(entry.rows for entry in report.inputs)
    rejected = sum(entry.rejected_rows for entry in report.inputs)
    if not rows:
        between = "" if view.lang == "zh" else " "
        nothing = between.join([word("nothing-read", view.lang), *_reasons(report, view)])
        return _with(nothing, "besides", _faults_of_the_whole(report, view), view)
    besides = [*_unread(report, view), *_faults_of_the_whole(report, view)]
    if rejected:
        return _with(_some_back(report, rows, rejected, view), "besides", besides, view)
    if report.verdict in {"conforming", "conforming-with-warnings"}:
        warned = "all-fine-late" if only_late(report, view) else "all-fine-warnings"
        key = "all-fine" if report.verdict == "conforming" else warned
        return word(key, view.lang, rows=grouped(rows))
    none_back = word("none-back", view.lang, rows=grouped(rows))
    return _with(none_back, "not-passed", besides or _known(report, view), view)


def _reasons(report: Report, view: View) -> list[str]:
    """Why the first inputs were not read, each reason once."""
    found: dict[str, str] = {}
    for entry in report.inputs:
        if entry.problem:
            found.setdefault(entry.problem, place_name(entry, view))
    colon = "：" if view.lang == "zh" else ": "
    named = len(report.inputs) > 1
    return [
        shown(f"{name}{colon}{view.said(why)}" if named else view.said(why), SENTENCE, view.lang)
        for why, name in list(found.items())[:_TITLES]
    ]


def _with(sentence: str, key: str, parts: list[str], view: View) -> str:
    """A sentence, and behind it what else there is."""
    if not parts:
        return sentence
    space, semicolon = ("", "；") if view.lang == "zh" else (" ", "; ")
    return f"{sentence}{space}{word(key, view.lang, parts=semicolon.join(parts))}"


def _some_back(report: Report, rows: int, rejected: int, view: View) -> str:
    part = rejected / rows
    rule, most = _most_frequent(report)
    if part < 0.05:
        key = "few-back"
    elif part >= 0.9 and rows >= _MANY:
        key = "nearly-all-back" if most >= 0.9 * rejected else "all-sorts-back"
    else:
        key = "many-back" if most >= 0.5 * rejected and part >= 0.3 and rows >= _MANY else "some-back"
    title = view.rule_title(rule)
    return word(key, view.lang, rejected=grouped(rejected), share=share(rejected, rows), title=title)


def _most_frequent(report: Report) -> tuple[str, int]:
    """The error that concerns most records, and of how many that is certain."""
    numbers: dict[str, int] = {}
    for entry in report.inputs:
        of_entry: dict[str, int] = {}
        for failure in entry.failures:
            if failure.severity == "error":
                # Several fields may fail in the same record: the worst of them is what is certain.
                of_entry[failure.rule] = max(of_entry.get(failure.rule, 0), failure.failed)
        for rule, number in of_entry.items():
            numbers[rule] = numbers.get(rule, 0) + number
    return max(numbers.items(), key=lambda one: one[1], default=("", 0))


def _unread(report: Report, view: View) -> list[str]:
    """How many inputs nothing is known of."""
    number = sum(entry.verdict == "not-checked" for entry in report.inputs)
    return [word("besides-unread", view.lang, number=grouped(number))] if number else []


def _faults_of_the_whole(report: Report, view: View) -> list[str]:
    """Errors that are no single record's: the submission differs from its manifest, a file of it is missing."""
    of_records = {finding.rule for finding in report.findings if finding.record is not None}
    numbers: dict[str, int] = {}
    for entry in tables_of(report):
        for failure in entry.failures:
            rule = view.standard.rules.get(failure.rule)
            of_whole = rule is not None and rule.scope == "submission" and failure.rule not in of_records
            if failure.severity == "error" and of_whole:
                numbers[failure.rule] = numbers.get(failure.rule, 0) + failure.failed
    if not numbers:
        return []
    titles = names([view.rule_title(rule) for rule in numbers], view.lang, _TITLES)
    return [word("besides-whole", view.lang, number=grouped(sum(numbers.values())), titles=titles)]


def _known(report: Report, view: View) -> list[str]:
    """Why it does not pass although nothing shown explains it: errors of the baseline weigh in the verdict."""
    number = 0 if report.baseline is None else report.baseline.known.get("error", 0)
    return [word("besides-known", view.lang, number=grouped(number))] if number else [word("besides-other", view.lang)]
