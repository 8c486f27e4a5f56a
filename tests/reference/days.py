"""Dates as people write them, and working days counted one by one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from conformance.standard.model import WorkCalendar

_SEPARATED = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_CHINESE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"[ T]([0-9]{1,2}):([0-9]{2})(:([0-9]{2})(\.[0-9]+)?)?")
_FORM = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}")
_FORM_TIME = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
LONG_TERM_WORDS = ("长期", "永久")


def parse(value: str) -> date | None:
    """The day that the text names, in any of the shapes of practice; None where it names none."""
    text = unicodedata.normalize("NFKC", value).strip()
    for shape, groups in ((_SEPARATED, (1, 3, 4)), (_CHINESE, (1, 2, 3)), (_DIGITS, (1, 2, 3))):
        match = shape.match(text)
        if not match:
            continue
        rest = text[match.end() :]
        if rest:
            time = _TIME.fullmatch(rest)
            if not time or int(time[1]) > 23 or int(time[2]) > 59 or int(time[4] or 0) > 59:
                continue
        try:
            return date(*(int(match[group]) for group in groups))
        except ValueError:
            return None
    return None


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
