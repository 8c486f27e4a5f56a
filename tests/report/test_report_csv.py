from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation
from msgspec.structs import replace

from conformance.report.build import build_report
from conformance.report.csv import HEADINGS, render
from conformance.report.stream import COLUMNS
from conformance.report.view import View


def rendered(*violations, lang="zh"):
    result = a_result(violations=list(violations), tallies=[a_tally("pattern", "remarks", failed=len(violations))])
    return render(build_report([result], REQUEST, lang=lang), View(STANDARD, lang))


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_line_for_each_finding_under_chinese_headings():
    found = rows(
        rendered(a_violation("pattern", "remarks", value='甲,"乙"\n丙'), a_violation("required", "remarks", row=3))
    )
    assert [(row["规则"], row["级别"], row["单元格"], row["原值"]) for row in found] == [
        ("pattern", "错误", "G2", '甲,"乙"\n丙'),
        ("required", "错误", "G3", "x"),
    ]
    assert found[0]["更正建议"] == "请更正。"


def test_english_by_choice():
    (row,) = rows(rendered(a_violation("surrounding-blanks", "remarks"), lang="en"))
    assert (row["Severity"], row["How to mend it"]) == ("warning", "Correct it.")


def test_the_columns_are_those_of_a_finding():
    assert set(COLUMNS) <= set(HEADINGS)
    assert len(rows(rendered(a_violation("pattern", "remarks")))[0]) == len(COLUMNS) + 1  # 供核对


def test_spreadsheet_programs_read_it_right():
    content = rendered(a_violation("pattern", "remarks", value="甲")).encode()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert pl.read_csv(content)["原值"].to_list() == ["甲"]


@pytest.mark.parametrize(("value", "shown"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5")])
def test_no_value_runs_as_a_formula(value, shown):
    assert rows(rendered(a_violation("pattern", "remarks", value=value)))[0]["原值"] == shown


def test_values_are_masked():
    assert "310101199001011237" not in rendered(
        a_violation("pattern", "subject_citizen_id", value="310101199001011237")
    )


def test_no_finding_leaves_the_headings():
    assert rows(rendered()) == []
    assert rendered().startswith("\ufeff规则,")


def test_what_differs_from_a_baseline_is_in_words():
    report = build_report([a_result(violations=[a_violation("pattern", "remarks")])], REQUEST)
    report = replace(report, findings=[replace(report.findings[0], baseline_state="new")])
    assert rows(render(report, View(STANDARD)))[0]["与基线相比"] == "新增"
