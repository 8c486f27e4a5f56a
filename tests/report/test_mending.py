"""What people are told to write into cells, and what they are told not to."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec.structs import replace

from conformance import check
from conformance.report.advice import next_steps
from conformance.report.csv import render
from conformance.report.groups import grouped_inputs
from conformance.report.mending import comparison, correction, fix_step, grade, grades
from conformance.report.model import Report
from conformance.report.view import View
from conformance.standard.load import load

VIEW = View(load())
WIDE = {"行政许可决定书文号": "沪许〔2016〕1号", "许可决定日期": "2016-05-09"}
RECORD = WIDE | {"许可决定日期": "2016/05/09", "公示日期": "2016/06/30"}


def report_of(*records: dict[str, str], **more: object) -> Report:
    return check(list(records), item="admin-licence", as_of="2016-07-10", **more)


def found(report: Report, rule: str):
    return next(finding for finding in report.findings if finding.rule == rule)


def as_file(report: Report, path: str = "许可.csv", format_: str = "csv") -> Report:
    """The same report as of a file."""
    inputs = [replace(entry, path=path, format=format_) for entry in report.inputs]
    return replace(report, inputs=inputs, findings=[replace(one, path=path) for one in report.findings])


def test_what_is_sure_is_to_be_written():
    one = found(report_of(WIDE), "date-form")
    assert (correction(one, "zh"), comparison(one, VIEW), grade(one, VIEW)) == ("2016/05/09", None, "改法唯一")


def test_a_cell_that_is_to_be_emptied_says_so():
    one = replace(found(report_of(WIDE), "date-form"), expected="", fix="confirm")
    assert (correction(one, "zh"), grade(one, VIEW)) == ("（留空）", "大致确定")


def test_a_deadline_is_nothing_to_be_written_nor_compared_with():
    one = found(report_of(RECORD), "publish-within-7-working-days")
    assert one.expected is not None
    assert (correction(one, "zh"), comparison(one, VIEW), grade(one, VIEW)) == (None, None, "不必改动")


def test_the_day_of_checking_is_no_value_of_a_date_in_the_future():
    one = found(report_of(RECORD | {"许可决定日期": "2099/01/01"}), "not-in-future")
    assert one.expected == "2016/07/10"
    assert (correction(one, "zh"), comparison(one, VIEW), grade(one, VIEW)) == (None, None, "由人更正")


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("行政相对人代码_3(工商登记码)", "310115000000785", "registration-number-check-digit"),
        ("行政相对人代码_2(组织机构代码)", "13222222-3", "organisation-code-check-digit"),
    ],
)
def test_a_guess_at_a_check_digit_is_not_told_as_the_right_form(column, value, rule):
    one = found(report_of(RECORD | {column: value}), rule)
    assert correction(one, "zh") is None
    assert comparison(one, VIEW) == one.expected
    assert str(one.expected) not in one.message


def test_csv_parts_what_to_write_from_what_to_compare_with():
    report = report_of(WIDE | {"行政相对人代码_3(工商登记码)": "310115000000785", "公示日期": "2016/06/30"})
    text = render(report, VIEW).removeprefix("\ufeff")
    rows = {row["规则"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    told = {rule: (row["应为"], row["供核对"], row["改法"]) for rule, row in rows.items()}
    assert told["date-form"] == ("2016/05/09", "", "改法唯一")
    assert told["registration-number-check-digit"][0] == ""
    assert told["registration-number-check-digit"][2] == "由人更正"
    assert told["publish-within-7-working-days"] == ("", "", "不必改动")


def test_the_next_steps_say_what_can_be_mended_by_itself():
    report = as_file(report_of(WIDE))
    assert fix_step(report, VIEW) == "问题中，1 处改法唯一，可自动更正：conformance fix 文件 --output 新文件。"
    assert fix_step(report, VIEW) in next_steps(report, VIEW)


def test_of_findings_that_the_report_does_not_hold_it_says_at_least():
    report = as_file(report_of(WIDE, WIDE))
    inputs = [replace(entry, failures=[replace(one, failed=9) for one in entry.failures]) for entry in report.inputs]
    assert "，至少 2 处改法唯一" in str(fix_step(replace(report, inputs=inputs), VIEW))


def test_many_findings_that_only_a_person_mends_leave_the_number_exact():
    report = as_file(report_of(WIDE))
    inputs = [
        replace(
            entry,
            failures=[replace(one, failed=9) if one.rule == "missing-column" else one for one in entry.failures],
        )
        for entry in report.inputs
    ]
    assert "，1 处改法唯一" in str(fix_step(replace(report, inputs=inputs), VIEW))


@pytest.mark.parametrize(
    ("path", "format_"), [("许可.xls", "xls"), ("-", "csv"), ("全部.zip/许可.csv", "csv"), ("<records>", "json")]
)
def test_what_fix_cannot_write_is_not_promised(path, format_):
    assert fix_step(as_file(report_of(WIDE), path, format_), VIEW) is None


def test_grades_of_a_rule_that_has_several_are_counted():
    report = report_of(WIDE, WIDE)
    (group,) = [one for _, groups in grouped_inputs(report, VIEW) for one in groups if one.rule == "date-form"]
    assert grades(group, VIEW) == "改法唯一"
    mixed = replace(group, findings=(group.findings[0], replace(group.findings[1], fix="none")))
    assert grades(mixed, VIEW) == "改法唯一 1 处，由人更正 1 处"


def test_of_late_records_alone_nothing_is_to_be_corrected():
    report = report_of(RECORD)
    late = [one for one in report.findings if one.rule == "publish-within-7-working-days"]
    (entry,) = report.inputs
    failures = [one for one in entry.failures if one.rule == "publish-within-7-working-days"]
    only = replace(
        report,
        verdict="conforming-with-warnings",
        findings=late,
        inputs=[replace(entry, failures=failures, verdict="conforming-with-warnings")],
    )
    steps = " ".join(next_steps(only, VIEW))
    assert "照常报送，不必改动" in steps
    assert "更正" not in steps


def test_nothing_expected_is_nothing() -> None:
    assert correction(replace(found(report_of(WIDE), "date-form"), expected=None), "zh") is None


def test_stars_that_hide_personal_data_are_not_to_be_typed() -> None:
    hidden = replace(
        found(report_of(WIDE), "date-form"), value="３１０１１５********１２３２", expected="310115********1232"
    )
    assert correction(hidden, "zh") == "310115********1232（个人信息已隐去，星号处照原件填写）"


def test_a_star_that_is_expected_by_itself_is_text() -> None:
    assert correction(replace(found(report_of(WIDE), "date-form"), value="张三", expected="张*"), "zh") == "张*"
