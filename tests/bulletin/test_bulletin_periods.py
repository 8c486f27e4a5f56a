"""The last day of a duty, by the standard's own calendar."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from bulletin.bulletins import month, year
from conformance.bulletin.model import Duty, Period
from conformance.bulletin.periods import due_within, ended_before, last_day, span_of
from conformance.standard.load import load

CALENDAR = load().calendar
MONTHLY = Duty("a.b", "unit:b", "a", "day_of_next_month", 10)
QUARTERLY = replace(MONTHLY, due="day_of_next_quarter", due_day=15)
YEARLY = replace(MONTHLY, due="day_of_next_year", due_day=31)
BY_CASE = replace(MONTHLY, due="working_days_after_decision", due_day=7)


@pytest.mark.parametrize(
    ("duty", "day", "expected"),
    [
        (MONTHLY, date(2016, 7, 1), date(2016, 8, 10)),
        (MONTHLY, date(2016, 5, 1), date(2016, 6, 12)),  # 9 to 11 June is a holiday, and on Sunday the 12th people work
        (replace(MONTHLY, due_day=31), date(2016, 5, 1), date(2016, 6, 30)),
        (QUARTERLY, date(2016, 2, 1), date(2016, 4, 15)),
        (YEARLY, date(2015, 3, 1), date(2016, 2, 1)),  # 31 January 2016 is a Sunday
        (BY_CASE, date(2016, 5, 9), date(2016, 6, 12)),
    ],
)
def test_last_days(duty, day, expected):
    length = {"day_of_next_quarter": 3, "day_of_next_year": 12}.get(duty.due, 1)
    period = span_of(day.year, (day.month - 1) // length * length + 1, length)
    assert last_day(duty, period, CALENDAR) == expected


def test_every_period_falls_due_in_one_month_and_no_other():
    months = [span_of(2015 + n // 12, n % 12 + 1, 1) for n in range(36)]
    for duty in (MONTHLY, QUARTERLY, YEARLY, BY_CASE):
        told = [period for one in months for period, _ in due_within(duty, one, CALENDAR)]
        assert len(told) == len(set(told)) == {"day_of_next_quarter": 12, "day_of_next_year": 3}.get(duty.due, 36)


def test_the_period_that_ended_before_a_day_is_not_the_one_that_ends_on_it():
    assert ended_before(MONTHLY, date(2016, 5, 31)) == span_of(2016, 4, 1)
    assert ended_before(MONTHLY, date(2016, 6, 1)) == Period(date(2016, 5, 1), date(2016, 5, 31))


def test_beyond_the_calendar_nobody_is_judged_and_this_is_said():
    bulletin = month([], "2030-06")
    assert (bulletin.total.due, bulletin.total.undated) == (0, 214)
    assert any("cannot be told" in note.en for note in bulletin.notes)


def test_the_duties_of_a_year_are_those_of_its_months():
    whole = year([])
    assert sum(one.figures.due for one in whole.months) == whole.total.due
    assert [month([], one.month).total.due for one in whole.months[:3]] == [one.figures.due for one in whole.months[:3]]
