"""The problems input by input: a line each in the overview, and their details as long as there is room."""

from __future__ import annotations

from itertools import count
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.report.groups import Group, grouped_inputs, tables_of
from conformance.report.html.parts import CELL, Section, shown
from conformance.report.html.problems import problem_of
from conformance.report.html.room import DETAILS, MOST, bytes_of
from conformance.report.model import Report
from conformance.report.unchecked import place_name
from conformance.report.view import View


class LeftOut(Struct, frozen=True):
    """What found no room."""

    rows: int = 0
    """Lines of the overview."""
    groups: int = 0
    """Problems without details."""
    findings: int = 0
    """Findings of these."""


def sections_of(report: Report, view: View, pieces: Any, room: int) -> tuple[list[Section], LeftOut]:
    """The problems of each input, drawn with the macros ``pieces``, within ``room`` bytes; and what found none.

    Once something finds no room, nothing that comes after it is looked at: the worst problems come first.
    """
    several = len(tables_of(report)) > 1
    numbers = count(1)
    most, lines = MOST["overview"]
    rows_room, details_room = min(most, room), min(DETAILS, room - most)
    left = LeftOut()
    sections = []
    for place, (entry, groups) in enumerate(grouped_inputs(report, view), 1):
        name = shown(place_name(entry, view), 2 * CELL, view.lang) if several else None
        section = Section(name, f"file-{place}")
        for group in groups:
            lines -= 1
            if lines < 0 or rows_room <= 0:
                left = _without(left, group, row=True)
                continue
            problem = problem_of(group, f"problem-{next(numbers)}", entry, view)
            detail = pieces.problem(problem) if details_room > 0 else ""
            if detail and not section.details:
                detail = pieces.file_heading(section) + detail
            detailed = 0 < bytes_of(detail) <= details_room
            problem = replace(problem, detailed=detailed)
            row = pieces.problem_row(problem)
            if name is not None and not section.rows:
                row = pieces.file_row(section) + row
            rows_room -= bytes_of(row)
            if rows_room < 0:
                left = _without(left, group, row=True)
                continue
            section.problems.append(problem)
            section.rows.append(row)
            if detailed:
                section.details.append(detail)
                details_room -= bytes_of(detail)
            else:
                details_room = 0
                left = _without(left, group, row=False)
        if section.rows:
            sections.append(section)
    return sections, left


def _without(left: LeftOut, group: Group, *, row: bool) -> LeftOut:
    return LeftOut(left.rows + row, left.groups + 1, left.findings + group.count)
