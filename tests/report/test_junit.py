from __future__ import annotations

import re

import pytest
from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree
from msgspec.structs import replace
from official import junit_faults

from conformance.engine.model import Tally
from conformance.report.build import Unread, build_report
from conformance.report.junit import EXAMPLES, render
from conformance.report.view import View
from conformance.standard.model import Text

UNREAD = Unread("x.pdf", Text("这是PDF。", "This is a PDF."))
WRONG = a_result(
    tallies=[a_tally("pattern", "remarks", 300, 1000), a_tally("required", "decision_date")],
    violations=[a_violation("pattern", "remarks", row=row) for row in range(2, 102)],
    rows=1000,
)
WARNED = a_result(
    tallies=[a_tally("surrounding-blanks", "remarks", 1)], violations=[a_violation("surrounding-blanks", "remarks")]
)


def suites_of(*outcomes, fail_on="error", **more):
    """The suites, read by a parser of the format, from a document that is valid."""
    lang = more.get("lang", "zh")
    document = render(build_report(outcomes, REQUEST, **more), View(STANDARD, lang, fail_on=fail_on))
    assert junit_faults(document) == []
    read = JUnitXml.fromstring(document.encode())
    assert read.tests == sum(suite.tests for suite in read) == sum(len(list(suite)) for suite in read)
    return list(read)


def test_a_rule_and_field_is_a_case_that_fails_with_number_and_examples():
    (suite,) = suites_of(WRONG)
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("licence.csv", 2, 1, 0)
    passed, failed = suite
    assert (failed.name, failed.classname) == ("pattern: 备注 (remarks)", "licence.csv")
    (failure,) = failed.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("error", "[错误] 规则pattern  300 处")
    assert failure.text.splitlines()[0] == "G2，第 2 行  “备注”的值“x”有误。"
    assert failure.text.endswith(
        f"更正建议：请更正。\n另有 {300 - EXAMPLES} 处未在此列出（全部清单：加 --findings 文件名）。"
    )
    assert passed.is_passed


def test_warnings_fail_only_where_the_run_does():
    (case,) = suites_of(WARNED)[0]
    assert case.is_passed
    assert case.system_out.startswith("[警告] 规则surrounding-blanks  1 处\nG2")
    (case,) = suites_of(WARNED, fail_on="warning")[0]
    assert case.is_failure


def test_what_did_not_run_is_skipped_with_its_reason():
    skipped = Tally(a_tally("late", "decision_date").check, "skipped", "column-absent")
    (case,) = suites_of(a_result(tallies=[skipped]))[0]
    (result,) = case.result
    assert isinstance(result, Skipped)
    assert result.text == "因没有所需的列，没有校验：late: 决定日期 (decision_date)"


def test_what_a_running_rule_could_not_judge_is_a_case_of_its_own():
    ran = a_tally("late", "decision_date", checked=7)
    rest = Tally(ran.check, "skipped", "outside-calendar", unjudged=3)
    passed, left = suites_of(a_result(tallies=[ran, rest]))[0]
    assert (passed.is_passed, left.is_skipped) == (True, True)
    assert passed.name != left.name
    assert "3 条记录没有判断" in left.result[0].text


def test_each_input_says_how_its_own_rules_went():
    absent = Tally(a_tally("late", "decision_date").check, "skipped", "column-absent")
    one = a_result(tallies=[a_tally("late", "decision_date")])
    other = a_result(path="two.csv", tallies=[absent])
    first, second = suites_of(one, other)
    assert [case.is_passed for case in first] == [True]
    assert [case.is_skipped for case in second] == [True]


def test_an_input_that_was_not_read_is_an_error():
    suite = suites_of(UNREAD)[0]
    assert (suite.tests, suite.errors) == (1, 1)
    (result,) = next(iter(suite)).result
    assert isinstance(result, Error)
    assert result.message == "这是PDF。"


def test_the_run_as_a_whole_says_what_it_did_not_check():
    document = render(build_report([WRONG, UNREAD], REQUEST), View(STANDARD))
    first, second = etree.fromstring(document.encode())
    assert "x.pdf：整个文件" in first.findtext("system-out")
    assert second.find("system-out") is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x00b\x0b\x1f", "a\\x00b\\x0b\\x1f"),
        ("<b>&\"'", "<b>&\"'"),
        ("]]>", "]]>"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_what_xml_cannot_hold_is_written_as_an_escape(value, shown):
    found = a_violation("pattern", "remarks", value=value)
    tally = a_tally("pattern", "remarks", 1)
    (suite,) = suites_of(a_result(tallies=[tally], violations=[found]))
    assert f"“{shown}”" in next(iter(suite)).result[0].text


def test_names_of_files_may_be_anything():
    (suite,) = suites_of(replace(WRONG, path='许可 "<1>"&\n\x01.csv'))
    assert suite.name == '许可 "<1>"&\n\\x01.csv'


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_makes_a_document_that_can_be_read(words):
    document = render(build_report([Unread(f"a{words}", Text(f"a{words}", ""))], REQUEST), View(STANDARD))
    error = etree.fromstring(document.encode()).find(".//error")
    assert error.get("message") == error.text
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words)
    assert all(sign in error.text for sign in legal)


def test_what_is_suppressed_or_known_is_said_where_nothing_else_failed():
    report = build_report([a_result(tallies=[a_tally("pattern", "remarks")])], REQUEST)
    (entry,) = report.inputs
    entry = replace(entry, rules=[replace(entry.rules[0], known=3, suppressed=2)])
    document = render(replace(report, inputs=[entry]), View(STANDARD))
    assert junit_faults(document) == []
    (case,) = next(iter(JUnitXml.fromstring(document.encode())))
    assert case.is_passed
    assert "已知的 3 处、按配置不计入的 2 处" in case.system_out


def test_a_rule_that_looked_at_no_record_has_not_passed():
    error, case = suites_of(a_result(rows=0, tallies=[a_tally("pattern", "remarks", checked=0)]))[0]
    assert (error.is_error, case.is_skipped) == (True, True)
    assert "不适用" in case.result[0].text
