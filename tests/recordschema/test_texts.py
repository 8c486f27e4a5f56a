"""The regular expressions: numbers, days of the calendar, Han characters, and one reading in every dialect."""

from __future__ import annotations

import calendar as python_calendar
import re
import unicodedata
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.publish.records import calendar, identifiers, numerals, texts

DAYS = calendar.day(("/", "/", ""), padded=True)
LOOSE = calendar.day(("-", "-", ""), padded=False)


@given(st.integers(0, 30000), st.integers(0, 30000), st.integers(0, 40000))
def test_whole_numbers_between_limits(one, other, number):
    low, high = sorted((one, other))
    assert (re.fullmatch(numerals.from_to(low, high), str(number)) is not None) == (low <= number <= high)
    assert (re.fullmatch(numerals.at_least(low), str(number)) is not None) == (number >= low)


def test_every_day_of_the_calendar_and_no_other():
    for year in (1948, 1949, 1999, 2000, 2016, 2100, 2199, 2200):
        for month in range(14):
            last = python_calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            for day in range(33):
                real = 1949 <= year <= 2199 and 1 <= day <= last
                assert (re.fullmatch(DAYS, f"{year}/{month:02}/{day:02}") is not None) == real
                assert (re.fullmatch(LOOSE, f"{year}-{month}-{day}") is not None) == real


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_days_are_days(day):
    assert re.fullmatch(DAYS, f"{day:%Y/%m/%d}")


def test_han_characters_are_those_of_the_engine():
    """All that this Python knows; an engine with a newer edition of Unicode may have more."""
    known = pl.Series([c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in ("Cn", "Cs")])
    ours = re.compile(f"[{texts.HAN}]")
    assert [c for c in known if ours.match(c)] == known.filter(known.str.contains(r"^\p{Han}$")).to_list()


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("^[0-9A-HJ-NPQRTUWXY]{18}$", "９１３１０１１５ｍａ１ｋ３ｈｎｘ５ｒ"),
        ("^[0-9A-HJ-NPQRTUWXY]{18}$", "91310115-ma1k3hnx5-r"),
        ("^[0-9A-Z]{8}-?[0-9X]$", "MA1K3A7X-5"),
        ("^([0-9A-Z]{15}|[0-9A-Z]{17})$", "310115600985533"),
        ("^[0-9]{6}$", "３１0115"),
    ],
)
def test_shapes_however_they_are_written(shape, text):
    assert re.fullmatch(identifiers.tolerant(shape), text)
    assert not re.fullmatch(identifiers.tolerant(shape), text + "0")


@pytest.mark.parametrize("shape", [r"^\w+$", "^a.c$", "^(?=x)[0-9]$"])
def test_anything_but_a_shape_is_refused(shape):
    with pytest.raises(ValueError, match="no shape"):
        identifiers.tolerant(shape)


def test_literals_are_no_patterns():
    for word in ("a.b", "(无)", "a-b", "n/a", "“双真”承诺", "{1}", "x|y", "^$", "\\"):
        assert re.fullmatch(texts.literal(word), word)
        assert not re.fullmatch(texts.literal(word), word + "x")
