from __future__ import annotations

import pytest
from handmade import REQUEST, STANDARD, a_check, a_result, a_tally, a_violation
from msgspec.structs import replace

from conformance.engine.model import Due, DueToday, Filling, Neighbour, Profile, Request, Tally
from conformance.report.build import Unread, build_report, exit_code
from conformance.report.model import CellReport
from conformance.standard.model import Text

UNREAD = Unread("x.pdf", Text("这是PDF。", "This is a PDF."))
CLEAN = a_result(tallies=[a_tally("pattern", "remarks")])
WARNED = a_result(tallies=[a_tally("date-form", "decision_date", 2)])
WRONG = a_result(tallies=[a_tally("pattern", "remarks", 3)], accepted=7, rejected=3)
INFORMED = a_result(tallies=[a_tally("unknown-region", "subject_uscc", 1)])


def report(*outcomes, **more):
    return build_report(outcomes, REQUEST, **more)


@pytest.mark.parametrize(
    ("outcomes", "verdict", "code", "strict"),
    [
        ([CLEAN], "conforming", 0, 0),
        ([INFORMED], "conforming", 0, 0),
        ([WARNED], "conforming-with-warnings", 0, 1),
        ([WRONG], "non-conforming", 1, 1),
        ([UNREAD], "not-checked", 2, 2),
        ([CLEAN, UNREAD], "not-checked", 2, 2),
        ([WRONG, UNREAD], "non-conforming", 2, 2),
        ([WARNED, CLEAN], "conforming-with-warnings", 0, 1),
        ([], "not-checked", 2, 2),
    ],
)
def test_verdict_and_exit_code(outcomes, verdict, code, strict):
    made = report(*outcomes)
    assert (made.verdict, exit_code(made), exit_code(made, "warning")) == (verdict, code, strict)


def test_an_unread_input_says_why():
    entry = report(UNREAD, lang="en").inputs[0]
    assert (entry.path, entry.verdict, entry.problem) == ("x.pdf", "not-checked", "This is a PDF.")


def test_no_rows_is_not_checked():
    entry = report(a_result(rows=0, accepted=0)).inputs[0]
    assert entry.verdict == "not-checked"
    assert "没有数据行" in (entry.problem or "")


def test_counts_are_of_tallies_not_of_examples():
    result = a_result(tallies=[a_tally("pattern", "remarks", 250)], violations=[a_violation("pattern", "remarks")])
    made = report(result)
    assert (made.counts, made.findings_shown, made.findings_total) == ({"error": 250, "warning": 0, "info": 0}, 1, 250)


def test_a_party_may_change_a_severity():
    party = replace(STANDARD.parties["district:310115"], severities={"pattern": "warning"})
    made = build_report([WRONG], Request(STANDARD, REQUEST.as_of, party=party))
    assert (made.verdict, made.party, made.counts["warning"]) == ("conforming-with-warnings", "district:310115", 3)


def test_findings_are_in_order_of_input_row_column_rule():
    first = a_result(
        tallies=[],
        violations=[
            a_violation("required", "remarks", row=9),
            a_violation("pattern", "remarks", row=3),
            a_violation("required", "document_number", row=9),
            a_violation("pattern", "document_number", row=9),
            a_violation("missing-column", "remarks", row=None, column=None),
        ],
    )
    second = a_result(path="b.csv", violations=[a_violation("pattern", "remarks", row=2)])
    places = [(f.path, f.row, f.cell, f.rule) for f in report(first, second).findings]
    assert places == [
        ("licence.csv", None, None, "missing-column"),
        ("licence.csv", 3, "G3", "pattern"),
        ("licence.csv", 9, "A9", "pattern"),
        ("licence.csv", 9, "A9", "required"),
        ("licence.csv", 9, "G9", "required"),
        ("b.csv", 2, "G2", "pattern"),
    ]


def test_two_checks_of_one_rule_are_one_entry():
    result = a_result(tallies=[a_tally("pattern", "remarks", 2), a_tally("pattern", "remarks", 1)])
    entry = next(rule for rule in report(result).rules if rule.id == "pattern")
    assert (entry.field, entry.item, entry.status, entry.checked, entry.failed) == (
        "remarks",
        "admin-licence",
        "run",
        10,
        3,
    )


def test_inputs_of_one_item_add_up():
    entries = [rule for rule in report(WRONG, WRONG).rules if rule.id == "pattern"]
    assert [(entry.checked, entry.failed) for entry in entries] == [(20, 6)]


def test_a_rule_that_ran_on_one_input_only_says_both():
    skipped = a_result(path="b.csv", tallies=[Tally(a_check("pattern", "remarks"), "skipped", "column-absent")])
    entries = [rule for rule in report(WRONG, skipped).rules if rule.id == "pattern"]
    assert [(entry.status, entry.reason) for entry in entries] == [("run", None), ("skipped", "column-absent")]


def test_what_could_not_be_judged_is_an_entry():
    left = Tally(a_check("late", "decision_date"), "skipped", "outside-calendar", unjudged=4)
    entry = next(rule for rule in report(a_result(tallies=[left])).rules if rule.id == "late")
    assert (entry.status, entry.reason, entry.unjudged) == ("skipped", "outside-calendar", 4)


def test_rules_about_files_have_no_field():
    result = a_result(tallies=[a_tally("missing-column", "remarks", 1), a_tally("missing-column", "decision_date", 1)])
    entries = [rule for rule in report(result).rules if rule.id == "missing-column"]
    assert [(entry.field, entry.failed) for entry in entries] == [(None, 2)]


def test_failures_of_an_input_are_exact_and_worst_first():
    result = a_result(tallies=[a_tally("date-form", "decision_date", 9), a_tally("pattern", "remarks", 2)])
    failures = report(result).inputs[0].failures
    assert [(f.rule, f.field, f.severity, f.failed) for f in failures] == [
        ("pattern", "remarks", "error", 2),
        ("date-form", "decision_date", "warning", 9),
    ]


def test_the_report_says_what_it_was_made_with():
    made = report(CLEAN)
    assert (made.tool.name, made.standard.version, made.as_of, made.purpose) == (
        "conformance",
        "2016.9",
        "2016-05-09",
        "submission",
    )


def test_confidence_is_the_share_of_columns_recognised_whoever_named_the_item():
    columns = (CLEAN.columns[0], *(replace(column, field=None, how="unknown") for column in CLEAN.columns[1:]))
    assert report(replace(CLEAN, columns=columns, confidence=1.0)).inputs[0].confidence == pytest.approx(1 / 7)


def test_each_input_says_how_its_own_rules_went():
    one = a_result(tallies=[a_tally("pattern", "remarks", 1)])
    other = a_result(path="two.csv", tallies=[a_tally("pattern", "remarks", 0)])
    report = build_report([one, other], REQUEST)
    assert [[rule.failed for rule in entry.rules] for entry in report.inputs] == [[1], [0]]
    assert [rule.failed for rule in report.rules] == [1]


def test_columns_say_how_complete_they_are():
    fillings = tuple(Filling(7, 2, 1) for _ in CLEAN.columns)
    made = report(replace(CLEAN, profile=Profile(fillings, (), None)))
    first = made.inputs[0].columns[0]
    assert (first.cell, first.filled, first.blank, first.placeholder) == ("A1", 7, 2, 1)


def test_where_completeness_was_not_counted_nothing_is_said_of_it():
    first = report(CLEAN).inputs[0].columns[0]
    assert (first.filled, first.blank, first.placeholder) == (None, None, None)


def test_cells_around_a_finding_have_their_addresses_and_are_masked():
    bad = a_violation(
        "pattern", "remarks", row=5, names=("张示例",), around=(Neighbour(1, "张示例"), Neighbour(6, "x"))
    )
    finding = report(a_result(violations=[bad])).findings[0]
    assert finding.around == (CellReport("行政相对人名称", "subject_name", "B5", "张**"),)


def test_what_falls_due_is_quoted_like_a_finding():
    due = Due(4, 5, 5, 3, 5, "2016/05/09", "沪许〔2016〕1号", ("张示例",), (Neighbour(1, "张示例"),))
    profile = Profile(tuple(Filling(10, 0, 0) for _ in CLEAN.columns), (), DueToday(7, 12, (due,)))
    told = report(replace(CLEAN, profile=profile)).inputs[0].due_today
    assert (told.working_days, told.records, told.reason) == (7, 12, None)
    assert (told.examples[0].cell, told.examples[0].decided, told.examples[0].around[0].value) == (
        "F5",
        "2016/05/09",
        "张**",
    )
