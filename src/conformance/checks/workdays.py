"""Working days by the State Council's notices, as arrays over the days that the calendar covers.

A day outside the table has no answer: it is never guessed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from conformance.standard.model import WorkCalendar

_EPOCH = date(1970, 1, 1)
_WEEKDAY, _SATURDAY = _EPOCH.weekday(), 5

Days = npt.NDArray[np.int32]


class WorkdayTable(Struct, frozen=True):
    """``working[i]`` tells of day ``first + i`` (days since 1970-01-01); ``elapsed[i]`` counts working days up to it."""

    first: int
    working: npt.NDArray[np.bool_]
    elapsed: Days

    def covers(self, days: Days) -> npt.NDArray[np.bool_]:
        """Which days lie inside the table."""
        return (days >= self.first) & (days < self.first + len(self.working))

    def due(self, days: Days, limit: int) -> Days:
        """Last day of a period of ``limit`` working days that begins the day after each of ``days``.

        -1 where the day or the end of the period lies outside the table.
        """
        ends = np.flatnonzero(self.working).astype(np.int32)
        inside = self.covers(days)
        place = np.where(inside, days - self.first, 0)
        nth = self.elapsed[place] + limit - 1
        known = inside & (nth < len(ends))
        return np.where(known, ends[np.where(known, nth, 0)] + self.first, -1).astype(np.int32)

    def begun(self, day: int, limit: int) -> Days | None:
        """The days after which a period of ``limit`` working days begins that ends on ``day``; none for a day of rest.

        None where the table does not reach from before the first of them to ``day``.
        """
        longest = 7 * (limit + 5)  # holidays among them
        days = np.arange(max(self.first, day - longest), day, dtype=np.int32)
        ends = self.due(days, limit)
        if not len(days) or ends[0] >= day or not self.covers(days[-1:] + 1).all():
            return None
        begun: Days = days[ends == day]
        return begun


@lru_cache(maxsize=4)
def table(calendar: WorkCalendar) -> WorkdayTable:
    """The calendar unrolled into arrays."""
    first = _number(f"{calendar.first_year}-01-01")
    days = np.arange(first, _number(f"{calendar.last_year + 1}-01-01"))
    working = (days + _WEEKDAY) % 7 < _SATURDAY
    for named, works in ((calendar.off, False), (calendar.on, True)):
        places = np.array([_number(day) - first for day in named], dtype=np.int64)
        working[places[(places >= 0) & (places < len(days))]] = works
    return WorkdayTable(first, working, np.cumsum(working, dtype=np.int32))


def _number(day: str) -> int:
    """Days since 1970-01-01."""
    return (date.fromisoformat(day) - _EPOCH).days
