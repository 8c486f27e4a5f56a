"""Dates as people write them, and working days counted one by one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from conformance.standard.model import WorkCalendar

_SHAPES = (
    r"([0-9]{4}|[0-9]{2})([-/.,])([0-9]{1,2})\2([0-9]{1,2})",
    r"([0-9]{4}|[0-9]{2})(年)([0-9]{1,2})月([0-9]{1,2})日?",
    r"([0-9]{4})()([0-9]{2})([0-9]{2})",
)
_TIME = re.compile(r"[ T]?([0-9]{1,2}):([0-9]{1,2})(:([0-9]{1,2})(\.[0-9]+)?)?|([0-9]{2})([0-9]{2})([0-9]{2})")
_FORM = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}")
_FORM_TIME = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
LONG_TERM = ("长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限", "9999/12/31", "9999-12-31", "99991231")
"""Ways to say that there is no end, other than 2099/12/31."""


def parse(value: str) -> date | None:
    """The day that the text names, in any of the shapes of practice; None where it names none.

    Years of two digits are years of this century. What lies before 1901 or after 2199 is a mistake, not a day.
    """
    text = unicodedata.normalize("NFKC", value)
    for shape in _SHAPES:
        match = re.match(shape, text)
        if not match or not is_time(text[match.end() :]):
            continue
        year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
        try:
            day = date(year, int(match[3]), int(match[4]))
        except ValueError:
            return None
        return day if 1901 <= year <= 2199 else None
    return None


def is_time(rest: str) -> bool:
    """Whether what follows a day is nothing or a time of day."""
    if rest == "":
        return True
    match = _TIME.fullmatch(rest)
    if not match:
        return False
    hour, minute, second = (match[1], match[2], match[4]) if match[1] else (match[6], match[7], match[8])
    return int(hour) < 24 and int(minute) < 60 and int(second or 0) < 60


def well_written(value: str, time: bool) -> bool:
    """Whether the text is in the form's own notation."""
    return bool((_FORM_TIME if time else _FORM).fullmatch(value))


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    if day.isoformat() in calendar.on:
        return True
    return day.weekday() < 5 and day.isoformat() not in calendar.off


def due(decision: date, limit: int, calendar: WorkCalendar) -> date | None:
    """The last day in time; None outside the years that the calendar covers. The day of the decision is not counted."""
    day, counted = decision, 0
    while counted < limit:
        if not calendar.first_year <= day.year <= calendar.last_year:
            return None
        day += timedelta(days=1)
        if day.year > calendar.last_year:
            return None
        counted += is_working_day(day, calendar)
    return day


def months_between(first: str, second: str) -> int:
    """From one month (YYYY-MM) to another."""
    return (int(second[:4]) - int(first[:4])) * 12 + int(second[5:]) - int(first[5:])
