"""A table through the engine: what is counted, what is kept, and that batches do not matter."""

from datetime import date

import pytest
from tables import LICENCE, found, judge

from conformance.checks.few import FEW
from conformance.sources.model import Notice

BAD_DATE = LICENCE | {"document_number": "二号", "valid_until": "2016/13/45"}
LATE = LICENCE | {"document_number": "三号", "data_timestamp": "2016/05/30"}
EMPTY = dict.fromkeys(LICENCE)
FOOTER = EMPTY | {"document_number": "表格说明：本表由业务处室填写"}


def test_a_right_record_gives_no_violation() -> None:
    assert judge([LICENCE]).violations == []


def test_a_failure_is_found_on_its_record_under_its_rule_and_field() -> None:
    assert found(judge([LICENCE, BAD_DATE])) == {(2, "date", "valid_until")}


def test_only_records_with_an_error_are_rejected() -> None:
    result = judge([LICENCE, BAD_DATE, LATE])
    assert (result.rows, result.accepted, result.rejected, result.late) == (3, 2, 1, 1)


@pytest.mark.parametrize("batch_rows", [1, 2, 3, 100])
def test_where_batches_are_cut_makes_no_difference(batch_rows: int) -> None:
    records = [LICENCE, BAD_DATE, EMPTY, LATE, LICENCE, FOOTER]
    result = judge(records, batch_rows=batch_rows)
    assert (result.rows, result.accepted, result.rejected, result.late) == (4, 3, 1, 1)
    assert {(v.row, v.check.rule) for v in result.violations} == {
        (3, "date"),
        (4, "empty-row"),
        (5, "publish-within-7-working-days"),
        (6, "unique-key"),
        (7, "footer-row"),
    }


def test_footers_and_empty_rows_are_no_records_and_are_not_judged() -> None:
    result = judge([LICENCE, EMPTY, FOOTER])
    assert result.rows == 1
    assert {v.check.rule for v in result.violations} == {"empty-row", "footer-row"}


def test_a_running_number_does_not_make_a_row() -> None:
    headers = ["@0", *LICENCE]
    result = judge([LICENCE | {"@0": "1"}, EMPTY | {"@0": "2"}], headers=headers)
    assert result.rows == 1


def test_a_footer_in_the_column_of_running_numbers_is_a_footer() -> None:
    result = judge([LICENCE | {"@0": "1"}, EMPTY | {"@0": "填表人：张示例"}], headers=["@0", *LICENCE])
    assert [v.check.rule for v in result.violations] == ["footer-row"]


def test_a_repeated_key_is_found_across_batches_with_the_row_of_the_first() -> None:
    other = LICENCE | {"document_number": "四号"}
    result = judge([LICENCE, other, LICENCE], batch_rows=1)
    (repeat,) = result.violations
    assert (repeat.record, repeat.check.rule, repeat.details["first_row"]) == (3, "unique-key", 2)


def test_a_document_without_a_number_is_no_key() -> None:
    nameless = LICENCE | {"document_number": "空"}
    assert judge([nameless, nameless]).violations == []


def test_examples_are_capped_and_counts_are_exact() -> None:
    result = judge([BAD_DATE | {"document_number": str(i)} for i in range(250)], examples=100, batch_rows=30)
    (tally,) = [t for t in result.tallies if t.failed]
    assert (tally.check.rule, tally.checked, tally.failed) == ("date", 250, 250)
    assert len(result.violations) == 100


def test_a_sink_receives_every_violation() -> None:
    every: list[int | None] = []
    judge(
        [BAD_DATE | {"document_number": str(i)} for i in range(250)],
        examples=100,
        sink=lambda found: every.extend(v.record for v in found),
    )
    assert every == list(range(1, 251))


def test_the_rows_sink_sees_which_rows_are_records_and_which_are_rejected() -> None:
    seen: list[tuple[list[bool], list[bool]]] = []
    judge(
        [LICENCE, FOOTER, BAD_DATE],
        rows_sink=lambda batch, records, rejected: seen.append((records.tolist(), rejected.tolist())),
    )
    assert seen == [([True, False, True], [False, False, True])]


def test_a_rows_sink_comes_when_the_sink_has_had_what_was_found_in_its_rows() -> None:
    so_far: list[int | None] = []
    told: list[tuple[int, int]] = []
    judge(
        [BAD_DATE | {"document_number": str(number)} for number in range(2 * FEW + 10)],
        batch_rows=FEW + 1,
        sink=lambda found: so_far.extend(one.ordinal for one in found),
        rows_sink=lambda batch, *_: told.append((len(so_far), int(batch.ordinals[-1]) + 1)),
    )
    assert told == [(end, end) for end in (FEW + 1, 2 * FEW + 2, 2 * FEW + 10)]


def test_a_broken_row_is_rejected_and_not_judged_cell_by_cell() -> None:
    result = judge([LICENCE, EMPTY | {"valid_until": "x"}], notices=[Notice("ragged-row", 1)], broken=[1])
    assert found(result) == {(2, "ragged-row", "")}
    assert (result.rows, result.rejected) == (2, 1)


def test_a_cell_that_the_reader_found_fault_with_is_not_judged_again() -> None:
    column = list(LICENCE).index("valid_until")
    result = judge([LICENCE | {"valid_until": "2016/\ufffd5/09"}], notices=[Notice("encoding", 0, column)])
    assert found(result) == {(1, "encoding", "valid_until")}


def test_a_missing_column_rejects_every_row_and_skips_its_checks() -> None:
    without = {k: v for k, v in LICENCE.items() if k != "authority"}
    result = judge(
        [without, without | {"document_number": "二号"}],
        notices=[Notice("missing-column", None, None, None, {"field": "authority"})],
    )
    assert (result.rows, result.rejected) == (2, 2)
    skipped = {(t.check.rule, t.reason) for t in result.tallies if t.check.field == "authority" and not t.failed}
    assert ("required", "column-absent") in skipped


def test_an_oddity_is_reported_once_with_the_number_of_rows() -> None:
    odd = LICENCE | {"subject_uscc": "91310299MA1H70CGXD"}
    result = judge([odd | {"document_number": str(i)} for i in range(5)], batch_rows=2)
    regions = [v for v in result.violations if v.check.rule == "unknown-region"]
    assert [v.details["rows"] for v in regions] == [5]


def test_decisions_before_the_first_day_are_left_out_and_counted() -> None:
    result = judge([LATE, LICENCE], applies_from=date(2016, 6, 1))
    assert result.late == 0
    assert [t.unjudged for t in result.tallies if t.reason == "before-applies-from"] == [2]


def test_decisions_outside_the_calendar_are_counted_as_not_judged() -> None:
    old = LICENCE | {"decision_date": "2013/05/09"}
    assert [t.unjudged for t in judge([old]).tallies if t.reason == "outside-calendar"] == [1]


def test_rules_of_the_other_purpose_are_skipped_and_said() -> None:
    reasons = {t.reason for t in judge([LICENCE]).tallies if t.check.rule == "personal-data-unmasked"}
    assert reasons == {"other-purpose"}


@pytest.mark.parametrize(
    "text",
    ["以下空白", "（以下空白）", "制表：张示例", "共4条", "第1页 共1页", "单位（盖章）：", "导出时间：2016-12-01"],
)
def test_a_row_with_one_text_is_no_record(text: str) -> None:
    assert [v.check.rule for v in judge([LICENCE, EMPTY | {"document_number": text}]).violations] == ["footer-row"]


def test_a_row_with_only_a_document_number_is_a_record() -> None:
    assert judge([LICENCE, EMPTY | {"document_number": "沪〔2016〕7号"}]).rows == 2


def test_the_header_once_more_is_no_record() -> None:
    again = {name: name for name in LICENCE}
    assert [v.check.rule for v in judge([LICENCE, again]).violations] == ["footer-row"]


def test_a_footer_is_shown_where_it_stands() -> None:
    headers = ["@0", *LICENCE]
    (footer,) = judge([LICENCE | {"@0": "1"}, EMPTY | {"@0": "填表人：张示例"}], headers=headers).violations
    assert (footer.column, footer.value) == (0, "填表人：张示例")


def test_an_input_without_any_known_column_is_counted_and_nothing_fails() -> None:
    assert judge([{"@0": "x", "@1": "y"}]).rows == 1


def test_a_violation_knows_the_persons_of_its_record() -> None:
    (found,) = judge([BAD_DATE]).violations
    assert found.names == ("上海浦江示例食品有限公司", "张示例")


@pytest.mark.parametrize("failing", [2, 40])
def test_each_violation_tells_of_its_own_record_whether_there_are_few_or_many(failing: int) -> None:
    right = [LICENCE | {"document_number": f"{n}号"} for n in range(3)]
    wrong = [BAD_DATE | {"document_number": None, "subject_name": f"示例{n}公司"} for n in range(failing)]
    violations = [v for v in judge([*right, *wrong]).violations if v.check.rule == "date"]
    assert [v.names for v in violations] == [(f"示例{n}公司", "张示例") for n in range(failing)]
    known_by = dict(violations[-1].content)
    assert known_by["subject_uscc"] == BAD_DATE["subject_uscc"]
    assert known_by["valid_until"] == BAD_DATE["valid_until"] != LICENCE["valid_until"]
