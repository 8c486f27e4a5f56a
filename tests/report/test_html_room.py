"""The page is under 2 MB whatever was checked, and says of every part how much of it is left out."""

from __future__ import annotations

import pytest
from handmade import COLUMNS, REQUEST, a_check, a_result, a_rule, a_tally, a_violation
from lxml import html
from msgspec.structs import replace

from conformance.engine.model import Due, DueToday, Filling, Neighbour, Profile, Stretch
from conformance.report.build import Unread, build_report
from conformance.report.html import render
from conformance.report.html.room import MOST, PAGE, TEMPLATE, fitted
from conformance.report.model import ComparedReport, SubmissionReport, SuppressionReport
from conformance.report.view import View
from conformance.standard.model import Text

UNKIND = {"quotes": '"' * 620, "invisible": "\U000e0001" * 620, "Chinese": "长" * 620}
"""Texts that take much room: five bytes a character once escaped, ten once made visible, three."""


def suppression(text: str) -> SuppressionReport:
    return SuppressionReport(
        "pattern", text, text, [text] * 5, text, "2016-12-31", False, 1, {"error": 1, "warning": 0, "info": 0}, 0
    )


def compared(text: str) -> ComparedReport:
    return ComparedReport(text, text, "full", None, "1", "2", "+1")


def submission(lines: int, text: str) -> SubmissionReport:
    return SubmissionReport(text, text, None, "2016-05-01", "2016-05-31", "full", True, [compared(text)] * lines, [])


def profile(columns: int, due: DueToday | None = None) -> Profile:
    stretches = tuple(Stretch(2 + row, 2 + row, 1, 1, 1, 1) for row in range(60))
    return Profile(tuple(Filling(50, 5, 5) for _ in range(columns)), stretches, due)


def hostile_page(text: str, inputs: int) -> str:
    """A page of inputs with 80 unknown columns each, in which whatever others wrote is the same unkind text."""
    rules = [a_rule(f"rule-{number}") for number in range(4)]
    request = replace(
        REQUEST, standard=replace(REQUEST.standard, rules=REQUEST.standard.rules | {rule.id: rule for rule in rules})
    )
    columns = tuple(replace(column, header=text) for column in COLUMNS)
    columns += tuple(
        replace(COLUMNS[0], index=7 + n, header=f"{n}{text}", field=None, how="unknown") for n in range(80)
    )
    around = tuple(Neighbour(place, text) for place in range(4))
    due = DueToday(7, 11, (Due(5, 6, 6, 4, 5, text, text, (), around),) * 10)
    violations = [
        a_violation(
            "pattern", column.field, row, text, check=a_check(rule.id, column.field), severity="error", around=around
        )
        for rule in rules
        for column in COLUMNS
        for row in (2, 3)
    ]
    outcome = a_result(
        rows=60,
        accepted=0,
        rejected=60,
        columns=columns,
        tallies=[a_tally(rule.id, column.field, 60, 60) for rule in rules for column in COLUMNS]
        + [a_tally("missing-column", "", 1)],
        violations=violations,
        profile=profile(len(columns), due),
        ignored_sheets=((text, Text(text, text)),) * 3,
    )
    outcomes = [
        replace(outcome, path=f"{number}{text}", mapping_template=f"{number}:\n" + f"{text}\n" * 120)
        for number in range(inputs)
    ]
    unread = [Unread(f"{number}{text}", Text(text, text)) for number in range(inputs)]
    report = build_report([*outcomes, *unread], request, notes=[text] * 100)
    report = replace(report, suppressed=[suppression(text)] * 500, submission=submission(500, text))
    return render(report, View(request.standard))


@pytest.mark.parametrize("text", UNKIND.values(), ids=UNKIND)
def test_the_page_is_small_whatever_was_checked(text):
    assert 500_000 < len(hostile_page(text, 13).encode()) < 2_000_000


def test_the_parts_leave_room_for_the_details():
    assert PAGE - sum(room for room, _ in MOST.values()) >= 500_000
    assert MOST["templates"][0] >= 2 * TEMPLATE


def test_pieces_are_taken_as_long_as_there_is_room_for_them():
    part = fitted(["一", "二", "三"], lambda text: f"<{text}>", (12, 9))
    assert (part.pieces, part.left, part.size) == (["<一>", "<二>"], 1, 10)


def test_pieces_are_taken_up_to_their_number():
    assert fitted([1, 2, 3], str, (1000, 2)).left == 1


def page(report):
    return html.fromstring(render(report, View(REQUEST.standard)))


def inputs(number, **more):
    return [a_result(path=f"{place}.csv", **more) for place in range(number)]


def test_of_what_falls_due_it_is_said_how_much_is_not_listed():
    shown = page(build_report(inputs(13, profile=profile(7, DueToday(7, 3))), REQUEST)).get_element_by_id("due")
    assert len(shown.xpath("./h3")) == 12
    assert "另有 1 个文件（或工作表）有今天到期的记录，共 3 条，没有列出。" in shown.text_content()


def test_pictures_that_are_not_drawn_are_counted():
    shown = page(build_report(inputs(14, profile=profile(7)), REQUEST)).get_element_by_id("picture")
    assert len(shown.xpath("./h3")) == 12
    assert "另有 2 个文件（或工作表）没有画出。" in shown.text_content()


def test_mapping_templates_that_are_not_listed_are_counted():
    outcomes = [a_result(path=f"{n}.csv", rows=0, accepted=0, mapping_template=f"item: {n}") for n in range(13)]
    shown = page(build_report(outcomes, REQUEST)).get_element_by_id("unchecked")
    assert len(shown.xpath("./pre")) == 12
    assert "另有 1 份对照文件的样本没有列出" in shown.text_content()


def test_lines_of_a_mapping_template_that_are_not_listed_are_counted():
    template = "\n".join(f"  列{number}:" for number in range(450))
    shown = page(build_report([a_result(rows=0, accepted=0, mapping_template=template)], REQUEST))
    assert "样本太长，另有 50 行没有列出" in shown.get_element_by_id("unchecked").text_content()
    assert "列399:" in shown.xpath("string(//pre)")


def test_suppressions_that_are_not_listed_are_counted():
    report = replace(build_report([a_result()], REQUEST), suppressed=[suppression("x")] * 403)
    shown = page(report).get_element_by_id("suppressed")
    assert f"另有 {403 - len(shown.xpath('.//li'))} 行没有列出" in shown.text_content()


def test_lines_on_the_submission_that_are_not_listed_are_counted():
    report = replace(build_report([a_result()], REQUEST), submission=submission(403, "x"))
    assert "另有 5 行没有列出" in page(report).get_element_by_id("inputs").text_content()


def test_notes_that_are_not_listed_are_counted():
    report = build_report([a_result()], REQUEST, notes=["说明"] * 33)
    assert "另有 3 行没有列出" in page(report).get_element_by_id("next").getparent().text_content()


def test_lines_of_the_overview_that_are_not_listed_are_counted():
    shown = page(build_report(inputs(410, tallies=[a_tally("pattern", "remarks", 1)]), REQUEST))
    problems = shown.get_element_by_id("problems").text_content()
    assert "另有 10 行没有列出" in problems
    assert "另有 10 组问题（共 10 处）没有逐格列出" in problems


def test_files_that_the_head_does_not_name_are_counted():
    assert "0.csv、1.csv、2.csv 等 5 个" in page(build_report(inputs(5), REQUEST)).xpath('string(//p[@class="of"])')
