"""Seven working days, counted as the State Council's notices of 2016 have it."""

from datetime import date, timedelta

import numpy as np
import pytest

from conformance.checks import workdays
from conformance.standard.model import WorkCalendar

EPOCH = date(1970, 1, 1)

SPRING_2016 = WorkCalendar(
    first_year=2016,
    last_year=2016,
    off=("2016-01-01", "2016-02-08", "2016-02-09", "2016-02-10", "2016-02-11", "2016-02-12"),
    on=("2016-02-06", "2016-02-14"),
)


def due(decided: date, calendar: WorkCalendar = SPRING_2016) -> date | None:
    day = np.array([(decided - EPOCH).days], dtype=np.int32)
    answer = int(workdays.table(calendar).due(day, 7)[0])
    return EPOCH + timedelta(days=answer) if answer >= 0 else None


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2016, 1, 4), date(2016, 1, 13)),
        (date(2016, 2, 5), date(2016, 2, 19)),
        (date(2016, 2, 6), date(2016, 2, 22)),  # a Saturday that was worked
    ],
)
def test_the_decision_day_is_not_counted_and_make_up_days_are(decided: date, last: date) -> None:
    assert due(decided) == last


def test_a_decision_on_a_day_off_counts_from_the_next_working_day() -> None:
    assert due(date(2016, 1, 2)) == date(2016, 1, 12)


@pytest.mark.parametrize("decided", [date(2015, 12, 31), date(2016, 12, 28), date(2017, 1, 3)])
def test_outside_the_table_there_is_no_answer(decided: date) -> None:
    assert due(decided) is None


def test_no_answer_is_minus_one() -> None:
    outside = np.array([(date(2015, 6, 1) - EPOCH).days, (date(2016, 12, 30) - EPOCH).days], dtype=np.int32)
    assert workdays.table(SPRING_2016).due(outside, 7).tolist() == [-1, -1]


@pytest.mark.parametrize("last", [date(2016, 5, 18), date(2016, 2, 22), date(2016, 2, 14), date(2016, 2, 13)])
def test_the_days_whose_period_ends_on_a_day_are_those_that_are_due_then(last: date) -> None:
    begun = workdays.table(SPRING_2016).begun((last - EPOCH).days, 7)
    before = [last - timedelta(days=back) for back in range(1, 40)]
    expected = sorted(day for day in before if due(day) == last)
    assert begun is not None
    assert [EPOCH + timedelta(days=int(day)) for day in begun] == expected


@pytest.mark.parametrize("last", [date(2016, 1, 5), date(2017, 1, 3), date(2015, 12, 30)])
def test_what_began_before_the_table_or_ends_beyond_it_is_not_known(last: date) -> None:
    assert workdays.table(SPRING_2016).begun((last - EPOCH).days, 7) is None


@pytest.mark.parametrize(
    ("last", "known"),
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), False),
        (date(2016, 1, 12), False),
        (date(2016, 1, 13), True),
        (date(2016, 1, 16), True),
        (date(2016, 12, 31), True),
        (date(2017, 1, 1), False),
    ],
)
def test_what_began_is_known_where_no_day_before_the_table_could_have_begun_it(last: date, known: bool) -> None:
    """A period that begins behind New Year's Day of 2016 ends on 12 January, as may one that began before the table does."""
    assert due(date(2016, 1, 1)) == date(2016, 1, 12)
    begun = workdays.table(SPRING_2016).begun((last - EPOCH).days, 7)
    assert (begun is not None) is known
    if begun is not None and last == date(2016, 1, 16):  # a day of rest
        assert begun.tolist() == []


def test_days_that_are_named_for_other_years_change_nothing() -> None:
    beyond = WorkCalendar(
        2016, 2016, ("2015-12-31", "2017-01-01", "2016-01-01"), ("2015-12-27", "2017-01-07", "2016-12-31")
    )
    working = workdays.table(beyond).working
    assert (len(working), bool(working[0]), bool(working[-1])) == (366, False, True)
    assert int(working.sum()) == 261  # 261 weekdays, of which one was off, and a Saturday that was worked
