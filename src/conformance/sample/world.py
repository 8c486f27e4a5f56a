"""What samples need to know of the standard, prepared once: working days and the districts in force."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.sample.columns import words
from conformance.sample.dice import Ints
from conformance.sample.identifiers import Chars, chars
from conformance.standard.model import Division, Standard, WorkCalendar

FIRST_DECISION = date(2015, 10, 8)
LAST_DECISION = date(2016, 10, 31)
"""No later, so that every timestamp lies before 2017 and a sample passes as of any day since then."""
_LAST_DAY = date(2016, 12, 30)
_EPOCH = date(1970, 1, 1)
_CITY = "310000"


def working_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    """The working days from ``first`` to ``last``, both included."""
    off, on = set(calendar.off), set(calendar.on)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.isoformat() in on or (day.weekday() < 5 and day.isoformat() not in off)]


def in_force(division: Division, day: date) -> bool:
    """Whether the division is listed in the month of ``day``."""
    month = f"{day:%Y-%m}"
    return division.first <= month and (division.last is None or month <= division.last)


class World(Struct, frozen=True):
    """Look-up tables; positions in one table are what another table holds."""

    days: Ints
    """Working days from the first decision to the last possible timestamp, as days since 1970."""
    decisions: int
    """How many of ``days`` a decision may be made on."""
    districts: Chars
    """Codes of Shanghai's districts, whenever in force."""
    districts_on: Ints
    """For each of ``days`` the districts in force, filled up with the first of them."""
    districts_count: Ints
    divisions: tuple[Division, ...]
    """The districts themselves, in the order of ``districts``."""
    places: pl.Series
    """Where a business is, as its name says it: Shanghai, then each district."""
    regions: Chars
    """Six digits that registration numbers and citizen ids begin with."""


def prepare(standard: Standard) -> World:
    """The tables for one edition of the standard."""
    return _prepare(standard.calendar, tuple(division for division in standard.divisions if not division.zone))


@cache
def _prepare(calendar: WorkCalendar, known: tuple[Division, ...]) -> World:
    days = working_days(calendar, FIRST_DECISION, _LAST_DAY)
    districts = [
        division
        for division in known
        if division.code.startswith("31")
        and not division.code.endswith("00")
        and any(in_force(division, day) for day in days)
    ]
    on = [[position for position, division in enumerate(districts) if in_force(division, day)] for day in days]
    width = max(len(row) for row in on)
    # Neighbouring provinces too; codes that are still listed, so that any list of regions knows them.
    neighbours = [
        division.code
        for division in known
        if division.code[:2] in ("32", "33", "34")
        and not division.code.endswith("00")
        and division.last is None
        and in_force(division, FIRST_DECISION)
    ]
    home = [division.code for division in districts if division.last is None and in_force(division, FIRST_DECISION)]
    return World(
        days=np.array([(day - _EPOCH).days for day in days], dtype=np.int64),
        decisions=sum(day <= LAST_DECISION for day in days),
        districts=chars([_CITY] + [division.code for division in districts]),
        districts_on=np.array([row + row[:1] * (width - len(row)) for row in on], dtype=np.int64) + 1,
        districts_count=np.array([len(row) for row in on], dtype=np.int64),
        divisions=tuple(districts),
        places=words(["上海", *("上海市" + division.name for division in districts)]),
        # Most people and businesses are from the city itself.
        regions=chars(home * max(1, 4 * len(neighbours) // max(1, len(home))) + neighbours),
    )
