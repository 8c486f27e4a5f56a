"""Days of dates that are written exactly as the form wants them, read off the bytes of a column."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.checks.columnbytes import Bytes, by_width, pairs
from conformance.checks.few import FEW
from conformance.native import identifiers, library
from conformance.native.identifiers import Calendar

Days = npt.NDArray[np.int32]

NO_DAY = np.iinfo(np.int32).min
_EPOCH = date(1970, 1, 1).toordinal()
_WIDTH = len("YYYY/MM/DD")
_YEAR = 1 << 10
"""Room for a year: 32 for each of the months, of which two digits can name up to 19 once the first is 0 or 1."""
_WRONG = 1 << 24
"""More than any date can add up to."""


def days(values: pl.Series, first_year: int, last_year: int, *, time: bool) -> Days:
    """Days since 1970-01-01 of texts ``YYYY/MM/DD`` (with ``time`` also followed by ``HH:MM`` or ``HH:MM:SS``).

    ``NO_DAY`` for every other text, for a day that no calendar has, and outside the years.
    """
    if len(values) <= FEW:
        few = [NO_DAY if text is None else _day(text, first_year, last_year, time) for text in values.to_list()]
        return np.array(few, dtype=np.int32)
    if library.LIBRARY is not None:
        return identifiers.days(calendar(first_year, last_year), time=time)(values)
    found = np.full(len(values), NO_DAY, dtype=np.int32)
    for _, fits, matrix in by_width(values, (10, 16, 19) if time else (10,)):
        if len(matrix):
            found[fits] = _of(matrix, first_year, last_year)
    return found


_DAY = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})")
_TIME = re.compile(r" (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")


def _day(text: str, first_year: int, last_year: int, time: bool) -> int:
    """The day of one text."""
    found = _DAY.match(text)
    if found is None or not (len(text) == _WIDTH or (time and _TIME.fullmatch(text, _WIDTH))):
        return NO_DAY
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day).toordinal() - _EPOCH if first_year <= year <= last_year else NO_DAY
    except ValueError:
        return NO_DAY


def compact_days(matrix: Bytes, first_year: int, last_year: int) -> Days:
    """Days of the eight bytes ``YYYYMMDD`` in each row, ``NO_DAY`` as for ``days``."""
    two = pairs(matrix)
    tables = _date_tables()
    packed = (
        tables[0].take(two[:, 0]) + tables[1].take(two[:, 1]) + tables[5].take(two[:, 2]) + tables[4].take(two[:, 3])
    )
    return _looked_up(packed, first_year, last_year)


def _of(matrix: Bytes, first_year: int, last_year: int) -> Days:
    two = pairs(matrix[:, :10])
    tables = _date_tables()
    packed = tables[0].take(two[:, 0])
    for place in range(1, 5):
        packed += tables[place].take(two[:, place])
    answer = _looked_up(packed, first_year, last_year)
    if matrix.shape[1] > 10:
        answer[~_is_time(matrix)] = NO_DAY
    return answer


def calendar(first_year: int, last_year: int) -> Calendar:
    """The days of these years for the compiled library."""
    return Calendar(_day_numbers(first_year, last_year), first_year, last_year - first_year + 1, NO_DAY)


def _looked_up(packed: Days, first_year: int, last_year: int) -> Days:
    day_numbers = _day_numbers(first_year, last_year)
    place = packed - first_year * _YEAR
    inside = (place >= 0) & (place < len(day_numbers))
    answer = day_numbers.take(np.where(inside, place, 0))
    answer[~inside] = NO_DAY
    return answer


def _is_time(matrix: Bytes) -> npt.NDArray[np.bool_]:
    """Whether the bytes from the eleventh on are a blank and a time of day."""
    right: npt.NDArray[np.bool_] = (matrix[:, 10] == ord(" ")) & (_two_digits(matrix, 11) < 24)
    for place in range(13, matrix.shape[1], 3):
        right &= (matrix[:, place] == ord(":")) & (_two_digits(matrix, place + 1) < 60)
    return right


def _two_digits(matrix: Bytes, place: int) -> npt.NDArray[np.int32]:
    digits = matrix[:, place : place + 2].astype(np.int32) - ord("0")
    return np.where(((digits >= 0) & (digits <= 9)).all(axis=1), digits[:, 0] * 10 + digits[:, 1], 99)


@lru_cache(maxsize=1)
def _date_tables() -> tuple[Days, ...]:
    """For each pair of characters of a date what it adds to ``year * 1024 + month * 32 + day``.

    Five for ``YYYY/MM/DD``, and a sixth for the month without a slash.
    """
    both = np.arange(1 << 16, dtype=np.uint16).view(np.uint8).reshape(-1, 2).astype(np.int32)
    first, second = both[:, 0] - ord("0"), both[:, 1] - ord("0")
    digit_first, digit_second = (first >= 0) & (first <= 9), (second >= 0) & (second <= 9)
    slash = ord("/") - ord("0")

    def table(right: npt.NDArray[np.bool_], amount: Days) -> Days:
        return np.where(right, amount, _WRONG).astype(np.int32)

    digits = digit_first & digit_second
    return (
        table(digits, (first * 10 + second) * 100 * _YEAR),
        table(digits, (first * 10 + second) * _YEAR),
        table((first == slash) & digit_second & (second <= 1), second * 10 * 32),
        table(digit_first & (second == slash), first * 32),
        table(digits & (first * 10 + second <= 31), first * 10 + second),
        table(digits & (first <= 1), (first * 10 + second) * 32),
    )


@lru_cache(maxsize=4)
def _day_numbers(first_year: int, last_year: int) -> Days:
    """Day number by ``(year - first_year) * 1024 + month * 32 + day``."""
    months = np.arange(np.datetime64(f"{first_year}-01"), np.datetime64(f"{last_year + 1}-02")).astype("datetime64[D]")
    begins, days = months.astype(np.int32), np.arange(31, dtype=np.int32)
    month = np.arange(len(begins) - 1)
    place = month // 12 * _YEAR + (month % 12 + 1) * 32 + 1
    there = days < np.diff(begins)[:, None]
    numbers = np.full((last_year - first_year + 1) * _YEAR, NO_DAY, dtype=np.int32)
    numbers[(place[:, None] + days)[there]] = (begins[:-1, None] + days)[there]
    return numbers
