"""Months and years, the periods of duties, and the last day of each by the standard's own calendar."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from conformance.bulletin.model import Duty, Period
from conformance.checks.workdays import table
from conformance.standard.model import WorkCalendar

_EPOCH = date(1970, 1, 1)
_DAY = timedelta(days=1)
LENGTHS = {
    "working_days_after_decision": 1,
    "day_of_next_month": 1,
    "day_of_next_quarter": 3,
    "day_of_next_year": 12,
}
"""How many months a duty is followed by, for each way in which its last day is found. What is sent case by case is followed by
months: its last decision may have been made on the last day of one."""


def span_of(year: int, month: int, length: int) -> Period:
    """So many months from one on."""
    last_year, last_month = divmod(year * 12 + month - 1 + length - 1, 12)
    return Period(
        date(year, month, 1), date(last_year, last_month + 1, months.monthrange(last_year, last_month + 1)[1])
    )


def before(period: Period, length: int) -> Period:
    """The so many months before a period."""
    year, month = divmod(period.first.year * 12 + period.first.month - 1 - length, 12)
    return span_of(year, month + 1, length)


def period_at(duty: Duty, day: date) -> Period:
    """The period of a duty that a day lies in."""
    length = LENGTHS[duty.due]
    return span_of(day.year, (day.month - 1) // length * length + 1, length)


def ended_before(duty: Duty, day: date) -> Period:
    """The last period of a duty that ended before a day."""
    return before(period_at(duty, day), LENGTHS[duty.due])


def last_day(duty: Duty, period: Period, calendar: WorkCalendar) -> date | None:
    """The last day for a period. A day of rest is followed by the next working day; None where the calendar does not reach."""
    if duty.due == "working_days_after_decision":
        return _after(period.last, duty.due_day, calendar)
    following = period.last + _DAY
    day = following.replace(day=min(duty.due_day, months.monthrange(following.year, following.month)[1]))
    return _after(day - _DAY, 1, calendar)


def due_within(duty: Duty, span: Period, calendar: WorkCalendar) -> Iterator[tuple[Period, date | None]]:
    """The periods of a duty whose last day lies in a span; those without a known one where what follows them begins in it."""
    period = ended_before(duty, before(span, 3).first)
    while period.last < span.last:
        day = last_day(duty, period, calendar)
        told = period.last + _DAY if day is None else day
        if span.first <= told <= span.last:
            yield period, day
        period = period_at(duty, period.last + _DAY)


@lru_cache(maxsize=4096)
def _after(day: date, number: int, calendar: WorkCalendar) -> date | None:
    """The so many-th working day after a day."""
    import numpy as np

    found = int(table(calendar).due(np.array([(day - _EPOCH).days], dtype=np.int32), number)[0])
    return None if found < 0 else _EPOCH + timedelta(days=found)
