"""The page: what it says, in the order in which it says it, and within a size that every browser opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from conformance.report.advice import all_back
from conformance.report.groups import Found, found_in
from conformance.report.html.parts import CELL, SENTENCE, DueTable, InputPart, Template, shown
from conformance.report.html.pictures import has_picture, picture_of
from conformance.report.html.room import MOST, PAGE, Part, fitted, shortened
from conformance.report.html.sections import sections_of
from conformance.report.html.summary import basis_of, summary_of
from conformance.report.html.tables import due_table
from conformance.report.html.words import grouped, word
from conformance.report.inputs import about, is_envelope, recognition
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import DueReport, InputReport, Report
from conformance.report.submission import submission_lines
from conformance.report.unchecked import place_name, templates, unchecked
from conformance.report.view import View
from conformance.report.words import REASONS, VERDICTS, say
from conformance.standard.model import Lang
from conformance.standard.pages import html_templates
from conformance.standard.words import pick


def page(report: Report, view: View) -> str:
    """The whole page as HTML."""
    return _environment(view.lang).get_template("page.html").render(_parts(report, view))


def body(report: Report, view: View, beneath: Markup | None = None) -> Markup:
    """What the page says without its frame, for pages that have one of their own; ``beneath`` comes below the verdict."""
    return Markup(_environment(view.lang).get_template("body.html").render(_parts(report, view, beneath)))  # noqa: S704


def style() -> str:
    """The style sheet of the page and of what :func:`body` gives."""
    return _environment("zh").get_template("style.css").render()


def _parts(report: Report, view: View, beneath: Markup | None = None) -> dict[str, Any]:
    """All that the templates say."""
    environment = _environment(view.lang)
    pieces: Any = environment.get_template("pieces.html").module
    lines = unchecked(report, view)
    due = [(entry, today) for entry in report.inputs if (today := entry.due_today) is not None and today.records]
    found = found_in(report)
    grown = {
        "notes": _listed(report.notes, "notes", pieces.note, view),
        "due": fitted(due, lambda one: pieces.due(_due_of(*one, report, view)), MOST["due"]),
        "suppressed": _listed(suppressed_lines(report, view), "suppressed", pieces.line, view),
        "unchecked": _listed(lines, "unchecked", pieces.line, view),
        "templates": fitted(
            templates(report) if view.commands else [],
            lambda one: pieces.template(_template(one, view)),
            MOST["templates"],
        ),
        "pictures": _pictures(report, pieces, view),
        "inputs": fitted(report.inputs, lambda entry: pieces.input(_input(entry, found, view)), MOST["inputs"]),
        "submission": _listed(submission_lines(report, view), "submission", pieces.line, view),
    }
    sections, left_out = sections_of(report, view, pieces, PAGE - sum(part.size for part in grown.values()))
    return grown | {
        "beneath": beneath,
        "report": report,
        "summary": summary_of(report, sections, len(lines), view),
        "sections": sections,
        "left_out": left_out,
        "with_due": any(entry.due_today is not None for entry in report.inputs),
        "due_left": sum(today.records for _, today in due[len(grown["due"].pieces) :]),
        "due_none": _nothing_due(report, view),
        "nothing_found": nothing_found(report, view),
        "basis": basis_of(report, view),
    }


@cache
def _environment(lang: Lang) -> jinja2.Environment:
    """The templates of the page with what they call."""
    environment = html_templates("conformance.report.html")
    environment.globals |= {"word": lambda key, **parts: word(key, lang, **parts), "lang": lang}
    environment.filters["grouped"] = grouped
    return environment


def _listed(lines: Sequence[str], part: str, draw: Callable[[str], str], view: View) -> Part:
    """Sentences of a part, each cut and drawn."""
    return fitted(lines, lambda line: draw(shown(view.said(line), SENTENCE, view.lang)), MOST[part])


def _nothing_due(report: Report, view: View) -> list[str]:
    """What is said where nothing falls due, or where that could not be told."""
    told = [entry.due_today for entry in report.inputs if entry.due_today is not None]
    reasons = dict.fromkeys(due.reason for due in told if due.reason)
    said = [word("due-unknown", view.lang, reason=pick(REASONS[reason], view.lang)) for reason in reasons if reason]
    if any(due.reason is None for due in told) and not any(due.records for due in told):
        said.append(word("due-none", view.lang, as_of=report.as_of))
    return said


def _due_of(entry: InputReport, due: DueReport, report: Report, view: View) -> DueTable:
    decided = next((c.header for c in entry.columns if c.field == "decision_date"), "")
    sentence = word("due-some", view.lang, number=grouped(due.records), limit=due.working_days, as_of=report.as_of)
    rest = due.records - len(due.examples)
    return DueTable(
        shown(place_name(entry, view), 2 * CELL, view.lang) if len(report.inputs) > 1 else None,
        sentence,
        due_table(due.examples, decided, entry, view) if due.examples else None,
        word("due-rest", view.lang, number=grouped(rest)) if rest else None,
    )


def _input(entry: InputReport, found: Found, view: View) -> InputPart:
    lines = [entry.problem] if entry.problem else []
    if is_envelope(entry):
        lines.append(about(entry, view))
    if entry.item is not None:
        lines += [about(entry, view), recognition(entry, view)]
        if all_back(entry, found.get((entry.path, entry.sheet), ()), view):
            lines.append(say("all-back", view.lang))
    numbers = (entry.rows, entry.accepted_rows, entry.rejected_rows, entry.late_rows)
    return InputPart(
        shown(place_name(entry, view), 2 * CELL, view.lang),
        entry.verdict,
        pick(VERDICTS[entry.verdict], view.lang),
        None if entry.verdict == "not-checked" else numbers,
        [shown(view.said(line), SENTENCE, view.lang) for line in lines],
    )


def _template(template: str, view: View) -> Template:
    return shortened([shown(line, SENTENCE, view.lang) for line in template.splitlines()])


def _pictures(report: Report, pieces: Any, view: View) -> Part:
    """Pictures of the inputs that have something to draw."""
    several = len(report.inputs) > 1
    drawable = [entry for entry in report.inputs if has_picture(entry)]
    return fitted(drawable, lambda entry: pieces.picture(picture_of(entry, several, view)), MOST["pictures"])
