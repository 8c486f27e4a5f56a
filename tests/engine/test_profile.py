"""What a table looks like as a whole: completeness of columns, where the trouble lies, what falls due today."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tables import LICENCE, judge

from conformance.engine.model import Filling, Neighbour, TableResult
from conformance.engine.profile import STRETCHES, Stretches

DUE = date(2016, 5, 18)
"""The seventh working day after 2016-05-09."""
BAD_DATE = LICENCE | {"valid_until": "2016/13/45"}
LATE = LICENCE | {"data_timestamp": "2016/05/30"}


def numbered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record | {"document_number": f"第{number}号"} for number, record in enumerate(records)]


def filling(result: TableResult, name: str) -> Filling:
    assert result.profile is not None
    place = next(place for place, column in enumerate(result.columns) if column.key == name)
    return result.profile.fillings[place]


@pytest.mark.parametrize("batch_rows", [1, 3, 1000])
def test_every_record_of_a_column_is_filled_blank_or_a_placeholder(batch_rows: int) -> None:
    remarks = ["甲", "无", None, "  ", "/", "甲"]
    result = judge(numbered([LICENCE | {"remarks": text} for text in remarks]), batch_rows=batch_rows)
    assert filling(result, "remarks") == Filling(filled=2, blank=2, placeholder=2)


def test_a_lawful_word_for_nothing_is_a_value() -> None:
    result = judge([LICENCE | {"document_number": "空"}])
    assert filling(result, "document_number") == Filling(1, 0, 0)


def test_a_column_without_a_field_has_no_placeholders() -> None:
    result = judge([LICENCE | {"@18": "无"}, LICENCE | {"@18": None, "document_number": "二号"}])
    assert filling(result, "@18") == Filling(1, 1, 0)


def test_footers_are_in_no_column_and_ragged_rows_are_not_looked_at() -> None:
    footer = dict.fromkeys(LICENCE) | {"document_number": "表格说明：本表由业务处室填写"}
    result = judge([*numbered([LICENCE, LICENCE]), footer], broken=[1])
    assert filling(result, "subject_name") == Filling(1, 0, 0)


@pytest.mark.parametrize("batch_rows", [1, 7, 1000])
def test_stretches_count_records_by_the_worst_that_is_wrong_with_them(batch_rows: int) -> None:
    records = numbered([LICENCE, BAD_DATE, LATE, BAD_DATE | LATE | {"valid_until": "x"}])
    result = judge(records, batch_rows=batch_rows)
    assert result.profile is not None
    assert [(s.first_row, s.last_row, s.records, s.errors, s.warnings) for s in result.profile.stretches] == [
        (2, 2, 1, 0, 0),
        (3, 3, 1, 1, 0),
        (4, 4, 1, 0, 1),
        (5, 5, 1, 1, 0),
    ]


@pytest.mark.parametrize("batch_rows", [1, 50, 64, 1000])
@pytest.mark.parametrize("rows", [1, STRETCHES, STRETCHES + 1, 131, 500])
def test_however_long_a_table_is_its_stretches_add_up(rows: int, batch_rows: int) -> None:
    stretches = Stretches()
    bad = np.arange(rows) % 3 == 0
    for start in range(0, rows, batch_rows):
        numbers = np.arange(start, min(start + batch_rows, rows), dtype=np.int64)
        stretches.add(numbers + 2, bad[numbers], ~bad[numbers])
    stretches.repeat(np.array([0, rows - 1]))
    found = stretches.result()
    assert len(found) <= STRETCHES
    assert found[0].first_row == 2
    assert found[-1].last_row == rows + 1
    assert all(after.first_row == before.last_row + 1 for before, after in pairwise(found))
    assert all(stretch.records == stretch.last_row - stretch.first_row + 1 for stretch in found)
    assert sum(stretch.errors for stretch in found) == int(bad.sum())
    assert sum(stretch.warnings for stretch in found) == int((~bad).sum())
    assert (found[0].repeats, sum(stretch.repeats for stretch in found)) == (2 if len(found) == 1 else 1, 2)


def test_what_came_before_is_counted_where_it_comes_again() -> None:
    result = judge([LICENCE, LICENCE])
    assert result.profile is not None
    assert [stretch.repeats for stretch in result.profile.stretches] == [0, 1]


def test_a_table_without_records_has_no_stretches() -> None:
    result = judge([dict.fromkeys(LICENCE)])
    assert result.profile is not None
    assert result.profile.stretches == ()


def due(record: dict[str, Any], as_of: date = DUE, **more: Any) -> int:
    result = judge([record], as_of=as_of, **more)
    assert result.profile is not None
    assert result.profile.due is not None
    return result.profile.due.records


def test_the_last_working_day_is_the_one_that_falls_due() -> None:
    assert [due(LICENCE, date(2016, 5, day)) for day in (17, 18, 19)] == [0, 1, 0]


@pytest.mark.parametrize("times", [1, 1_000])
def test_decisions_of_a_weekend_fall_due_with_those_of_the_friday_before(times: int) -> None:
    decided = [f"2016/05/{day:02}" for day in (5, 6, 7, 8, 9)]
    records = [LICENCE | {"decision_date": day} for day in decided] * times
    result = judge(records, as_of=date(2016, 5, 17))
    assert result.profile is not None
    assert result.profile.due is not None
    assert result.profile.due.records == 3 * times


def test_on_a_day_of_rest_nothing_falls_due() -> None:
    assert due(LICENCE | {"decision_date": "2016/05/11"}, date(2016, 5, 21)) == 0


def test_what_is_published_does_not_fall_due() -> None:
    assert due(LICENCE | {"publication_date": "2016/05/10"}) == 0
    assert due(LICENCE | {"publication_date": None}) == 1


def test_what_is_out_of_force_does_not_fall_due() -> None:
    assert due(LICENCE | {"current_status": "1"}) == 0
    assert due(LICENCE | {"current_status": None}) == 1


def test_first_back_filings_do_not_fall_due() -> None:
    assert due(LICENCE, applies_from=date(2016, 5, 10)) == 0
    assert due(LICENCE, applies_from=date(2016, 5, 9)) == 1


def test_a_date_that_cannot_be_read_does_not_fall_due() -> None:
    assert due(LICENCE | {"decision_date": "2016/13/45"}) == 0


def test_beyond_the_calendar_it_is_said_that_nothing_can_be_told() -> None:
    result = judge([LICENCE], as_of=date(2040, 1, 4))
    assert result.profile is not None
    assert result.profile.due is not None
    assert (result.profile.due.records, result.profile.due.reason) == (0, "outside-calendar")


def test_without_a_decision_date_it_is_said_that_nothing_can_be_told() -> None:
    result = judge([{name: text for name, text in LICENCE.items() if name != "decision_date"}], as_of=DUE)
    assert result.profile is not None
    assert result.profile.due is not None
    assert result.profile.due.reason == "column-absent"


def test_a_record_type_without_a_deadline_has_nothing_due() -> None:
    result = judge([{"subject_name": "上海浦江示例食品有限公司", "scheme_name": "信用评价"}], item="tax-credit-rating")
    assert result.profile is not None
    assert result.profile.due is None


def test_examples_of_what_falls_due_are_few_and_their_number_exact() -> None:
    result = judge(numbered([LICENCE] * 25), as_of=DUE, batch_rows=4)
    assert result.profile is not None
    assert result.profile.due is not None
    assert (result.profile.due.records, len(result.profile.due.examples)) == (25, 10)
    first = result.profile.due.examples[0]
    assert (first.row, first.key, first.value) == (2, "第0号", "2016/05/09")
    assert Neighbour(4, "上海浦江示例食品有限公司") in first.around


def test_a_violation_has_the_cells_by_which_its_record_is_known() -> None:
    bad = judge([BAD_DATE]).violations[0]
    assert bad.around == (Neighbour(0, LICENCE["document_number"]), Neighbour(4, LICENCE["subject_name"]))


def test_a_comparison_shows_what_was_compared() -> None:
    late = judge([LATE], as_of=date(2016, 12, 31)).violations[0]
    assert Neighbour(11, "2016/05/09") in late.around


def test_only_the_first_violations_take_cells_along() -> None:
    found = judge(numbered([BAD_DATE] * 20)).violations
    assert [bool(violation.around) for violation in found] == [True] * 8 + [False] * 12
