"""The head of the page: the verdict, the numbers, one sentence on how much is wrong, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from conformance.report.advice import next_steps
from conformance.report.html.headline import headline
from conformance.report.html.parts import CELL, Problem, Section, shown
from conformance.report.html.words import grouped, word
from conformance.report.mending import is_late
from conformance.report.model import Report
from conformance.report.nil import verdict_word
from conformance.report.unchecked import place_name
from conformance.report.view import View
from conformance.report.words import names, say
from conformance.standard.words import PURPOSES, pick

_FILES = 3
"""Paths that the head names."""


class Number(Struct, frozen=True):
    """One of the numbers under the verdict."""

    kind: str
    title: str
    number: str
    means: str


class Step(Struct, frozen=True):
    """Something to do, and where on the page to read on."""

    text: str
    link: str | None = None


class Summary(Struct, frozen=True):
    """The head of the page."""

    verdict: str
    verdict_words: str
    title: str
    files: str
    headline: str
    numbers: list[Number]
    steps: list[Step]
    contents: list[Step]


def summary_of(report: Report, sections: Sequence[Section], left: int, view: View) -> Summary:
    """The head of the page; ``left`` is the number of things that were not checked."""
    lang = view.lang
    verdict = verdict_word(report, view)
    files = [shown(place_name(entry, view), 2 * CELL, lang) for entry in report.inputs]
    listed = names(files, lang, _FILES)
    return Summary(
        report.verdict,
        verdict,
        f"{verdict} · {word('title', lang)} · {listed}",
        listed,
        headline(report, view),
        _numbers(report, view),
        _steps(report, sections, left, view),
        _contents(report, left, view),
    )


def due_today(report: Report) -> int | None:
    """How many records fall due today; None where no input has a deadline or it could not be told."""
    told = [entry.due_today for entry in report.inputs if entry.due_today is not None and not entry.due_today.reason]
    return sum(due.records for due in told) if told else None


def _numbers(report: Report, view: View) -> list[Number]:
    sums = {
        "accepted": sum(entry.accepted_rows for entry in report.inputs),
        "rejected": sum(entry.rejected_rows for entry in report.inputs),
        "late": sum(entry.late_rows for entry in report.inputs),
        "due": due_today(report),
    }
    return [
        Number(kind, word(kind, view.lang), grouped(number), word(f"{kind}-means", view.lang))
        for kind, number in sums.items()
        if number is not None
    ]


def _steps(report: Report, sections: Sequence[Section], left: int, view: View) -> list[Step]:
    lang = view.lang
    due = due_today(report)
    steps = [Step(word("step-due", lang, number=grouped(due)), "due")] if due else []
    general = [Step(shown(line, 300, lang)) for line in next_steps(report, view)]
    first = _first_problem(sections, view)
    # What has to be corrected comes before the general advice, what is only better corrected behind it.
    stopped = report.verdict == "non-conforming"
    steps += [*first, *general] if stopped else [*general, *first]
    if left:
        steps.append(Step(word("step-unchecked", lang, number=left), "unchecked"))
    return steps


def _first_problem(sections: Sequence[Section], view: View) -> list[Step]:
    """The most frequent of the worst problems of which something is to be corrected."""
    problems: list[Problem] = [problem for section in sections for problem in section.problems]
    worst = [
        problem
        for severity in ("error", "warning")
        for problem in problems
        if problem.severity == severity and not is_late(problem.rule, view)
    ]
    if not worst:
        return []
    first = max((one for one in worst if one.severity == worst[0].severity), key=lambda one: one.count)
    number, severity = grouped(first.count), first.severity_words
    key = "first-problem" if first.tables else "first-problem-whole"
    sentence = word(key, view.lang, title=first.title, number=number, severity=severity)
    return [Step(sentence, first.anchor if first.detailed else "problems")]


def _contents(report: Report, left: int, view: View) -> list[Step]:
    lang = view.lang
    due = due_today(report)
    entries = [Step(word("to-due", lang, number=grouped(due)), "due")] if due else []
    entries += [
        Step(word(f"to-{severity}", lang, number=grouped(number)), "problems")
        for severity, number in report.counts.items()
        if number
    ]
    entries.append(Step(word("to-unchecked", lang, number=left), "unchecked"))
    if any(entry.stretches for entry in report.inputs):
        entries.append(Step(word("to-picture", lang), "picture"))
    entries.append(Step(word("to-inputs", lang), "inputs"))
    entries.append(Step(word("to-basis", lang), "basis"))
    return entries


def basis_of(report: Report, view: View) -> list[tuple[str, str]]:
    """What was checked against, for whom, as of when, and by which program: title and value."""
    lang = view.lang
    standard, tool = report.standard, report.tool
    edition = f"{pick(view.standard.edition.title, lang)} {standard.edition}"
    rows = [
        (word("basis-standard", lang), f"{edition} ({word('basis-version', lang, version=standard.version)})"),
        (word("basis-digest", lang), standard.digest),
        (word("basis-tool", lang), f"{tool.name} {tool.version} ({tool.engine})"),
        (word("basis-as-of", lang), report.as_of),
        (word("basis-purpose", lang), pick(PURPOSES[report.purpose], lang)),
        (word("basis-party", lang), report.party or view.said(say("no-party", lang))),
    ]
    return [(title, shown(value, 300, lang)) for title, value in rows]
