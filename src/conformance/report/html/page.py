"""The page: what it says, in the order in which it says it, and within a size that every browser opens."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import count, islice
from typing import Any

import jinja2

from conformance.report.advice import all_back
from conformance.report.groups import groups_of, tables_of
from conformance.report.html.parts import CELL, SENTENCE, DueTable, InputPart, Picture, Section, shown
from conformance.report.html.pictures import picture_of
from conformance.report.html.problems import problem_of
from conformance.report.html.summary import basis_of, summary_of
from conformance.report.html.tables import due_table
from conformance.report.html.words import grouped, word
from conformance.report.inputs import about, recognition
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.model import DueReport, Finding, InputReport, Report
from conformance.report.submission import submission_lines
from conformance.report.unchecked import needs_template, place_name, unchecked
from conformance.report.view import View
from conformance.report.words import REASONS, VERDICTS, say
from conformance.standard.model import Lang
from conformance.standard.words import pick

DETAILS = 1_200_000
"""Bytes of the problems' details at the most; what comes after them is in the overview only."""
LINES = 400
"""Lines of any list or table that grows with the number of inputs."""
NOTES = 30
PICTURES = 12
"""Inputs that have a picture."""


def page(report: Report, view: View) -> str:
    """The whole page as HTML."""
    environment = _environment(view.lang)
    sections, left_out = _sections(report, view, environment.get_template("problem.html"))
    lines = [shown(line, SENTENCE, view.lang) for line in unchecked(report, view)]
    parts = {
        "report": report,
        "summary": summary_of(report, sections, len(lines), view),
        "sections": sections,
        "left_out": left_out,
        "due": _due(report, view),
        "due_none": _nothing_due(report, view),
        "inputs": [_input(entry, report, view) for entry in report.inputs[:LINES]],
        "inputs_left": max(0, len(report.inputs) - LINES),
        "notes": [shown(note, SENTENCE, view.lang) for note in report.notes[:NOTES]],
        "notes_left": max(0, len(report.notes) - NOTES),
        "submission": [shown(line, SENTENCE, view.lang) for line in submission_lines(report, view)[:LINES]],
        "nothing_found": nothing_found(report, view),
        "suppressed": [shown(line, SENTENCE, view.lang) for line in suppressed_lines(report, view)[:LINES]],
        "unchecked": lines[:LINES],
        "unchecked_left": max(0, len(lines) - LINES),
        "templates": _templates(report, view),
        "pictures": _pictures(report, view),
        "basis": basis_of(report, view),
    }
    return environment.get_template("page.html").render(parts)


@cache
def _environment(lang: Lang) -> jinja2.Environment:
    """Templates in which every text is escaped, and what they do not know is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("conformance.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"word": lambda key, **parts: word(key, lang, **parts), "lang": lang}
    environment.filters["grouped"] = grouped
    return environment


def _sections(report: Report, view: View, problem_page: jinja2.Template) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The problems of each input, with their details as long as there is room; and how much has none."""
    entries = tables_of(report)
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.path, finding.sheet), []).append(finding)
    numbers = count(1)
    room, lines = DETAILS, LINES
    left = {"groups": 0, "findings": 0}
    sections = []
    for place, entry in enumerate(entries, 1):
        name = shown(place_name(entry, view), 2 * CELL, view.lang) if len(entries) > 1 else None
        section = Section(name, f"file-{place}")
        details = []
        for group in groups_of(entry, replace(report, findings=found.get((entry.path, entry.sheet), [])), view):
            lines -= 1
            detailed = lines >= 0 and room > 0
            if not detailed:
                left = {"groups": left["groups"] + 1, "findings": left["findings"] + group.count}
            if lines < 0:
                continue
            problem = problem_of(group, f"problem-{next(numbers)}", entry, view)
            section.problems.append(replace(problem, detailed=detailed))
            if detailed:
                details.append(problem_page.render(problem=problem))  # escaped there
                room -= len(details[-1].encode())
        if section.problems:
            sections.append({"head": section, "details": details})
    return sections, left


def _due(report: Report, view: View) -> list[DueTable] | None:
    """What falls due today, input by input; None where no input has a deadline."""
    entries = [entry for entry in report.inputs if entry.due_today is not None]
    if not entries:
        return None
    some = ((entry, entry.due_today) for entry in entries if entry.due_today is not None and entry.due_today.records)
    return [_due_of(entry, due, report, view) for entry, due in islice(some, PICTURES)]


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


def _input(entry: InputReport, report: Report, view: View) -> InputPart:
    lines = [entry.problem] if entry.problem else []
    if entry.item is not None:
        lines += [about(entry, view), recognition(entry, view)]
        if all_back(entry, report, view):
            lines.append(say("all-back", view.lang))
    numbers = (entry.rows, entry.accepted_rows, entry.rejected_rows, entry.late_rows)
    return InputPart(
        shown(place_name(entry, view), 2 * CELL, view.lang),
        entry.verdict,
        pick(VERDICTS[entry.verdict], view.lang),
        None if entry.verdict == "not-checked" else numbers,
        [shown(line, SENTENCE, view.lang) for line in lines],
    )


def _templates(report: Report, view: View) -> list[list[str]]:
    """Mapping files half filled in, where columns were not recognised."""
    found = dict.fromkeys(entry.mapping_template or "" for entry in report.inputs if needs_template(entry))
    return [
        [shown(line, SENTENCE, view.lang) for line in template.splitlines()[:LINES]] for template in found if template
    ][:PICTURES]


def _pictures(report: Report, view: View) -> list[Picture]:
    several = len(report.inputs) > 1
    drawn = (picture_of(entry, several, view) for entry in report.inputs)
    return list(islice((picture for picture in drawn if picture is not None), PICTURES))
