"""Dates as people write them, and working days counted one by one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from conformance.standard.model import WorkCalendar

_SHAPES = (
    r"([0-9]{4}|[0-9]{2})([-/.,_]) ?([0-9]{1,2})\2 ?([0-9]{1,2})日?",
    r"([0-9]{4}|[0-9]{2})(年) ?([0-9]{1,2})月 ?([0-9]{1,2})日?",
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2}))?")
_TIME = re.compile(r"[ T]*([0-9]{1,2})[:时]([0-9]{1,2})([:分]([0-9]{1,2})(\.[0-9]+)?秒?)?分?")
OLDEST, LATEST = 1949, 2199
"""The years between which a date is a day rather than a mistake."""
SURELY_A_YEAR = 13
"""From here on a number of two digits in front can be no month: 05/09/16 may be two different days."""
_FORM = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}")
_FORM_TIME = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
LONG_TERM = ("长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限")
NO_END = (9999, 12, 31)
"""A day that stands for no end, as 2099/12/31 does in the form itself."""


def means_no_end(value: str) -> bool:
    """Whether the text says that there is no end, otherwise than by 2099/12/31."""
    text = unicodedata.normalize("NFKC", value)
    parts = [int(part) for part in re.findall("[0-9]+", text)]
    return text in LONG_TERM or text == "99991231" or (tuple(parts) == NO_END and parse_parts(text) is not None)


@lru_cache(maxsize=1 << 14)
def parse(value: str) -> date | None:
    """The day that the text names, in any of the shapes of practice; None where it names none."""
    parts = parse_parts(unicodedata.normalize("NFKC", value))
    if parts is None or not OLDEST <= parts[0] <= LATEST:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def parse_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written; a year of two digits is of this century up to 49 and of the last from 50."""
    match = _COMPACT.fullmatch(text)
    if match:
        time = [int(part or 0) for part in match.groups()[3:]]
        return (int(match[1]), int(match[2]), int(match[3])) if possible_time(*time) else None
    for shape in _SHAPES:
        match = re.match(shape, text)
        if not match or not is_time(text[match.end() :]):
            continue
        year = int(match[1])
        if len(match[1]) == 2:
            if match[2] != "年" and year < SURELY_A_YEAR:
                return None
            year += 2000 if year < 50 else 1900
        return year, int(match[3]), int(match[4])
    return None


def is_time(rest: str) -> bool:
    """Whether what follows a day is nothing or a time of day."""
    if rest == "":
        return True
    match = _TIME.fullmatch(rest)
    return match is not None and possible_time(int(match[1]), int(match[2]), int(match[4] or 0))


def possible_time(hour: int, minute: int, second: int) -> bool:
    return hour < 24 and minute < 60 and second < 60


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
