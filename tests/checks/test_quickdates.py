"""Days read off a few texts are those read off a whole column."""

from __future__ import annotations

from random import Random

import numpy as np
import polars as pl
import pytest

from conformance.checks import quickdates
from conformance.checks.few import FEW
from conformance.native import library

TEXTS = [
    "2016/05/09",
    "2016/02/29",
    "2015/02/29",
    "2016/00/10",
    "2016/13/10",
    "2016/12/00",
    "2016/12/32",
    "1948/12/31",
    "1949/01/01",
    "2199/12/31",
    "2200/01/01",
    "0000/01/01",
    "2016-05-09",
    "2016/5/9",
    "2016/05/09 ",
    " 2016/05/09",
    "２０１６/05/09",
    "2016/05/0９",
    "2016/05/09\n",
    "2016/05/09 00:00",
    "2016/05/09 23:59:59",
    "2016/05/09 24:00",
    "2016/05/09 12:60",
    "2016/05/09T12:00",
    "2016/05/09 12:00:60",
    "2016/05/09 1:00",
    "2016/02/30 12:00:00",
    "2016/05/09 12:00:0０",
    "",
    None,
]


@pytest.mark.parametrize("time", [True, False])
def test_few_texts_are_read_as_many(time: bool) -> None:
    every = pl.Series(TEXTS * (FEW // len(TEXTS) + 1), dtype=pl.String)
    assert len(every) > FEW
    many = quickdates.days(every, 1949, 2199, time=time)
    few = quickdates.days(pl.Series(TEXTS, dtype=pl.String), 1949, 2199, time=time)
    assert few.tolist() == many[: len(TEXTS)].tolist()
    assert few.dtype == many.dtype == np.int32
    assert 4 <= np.count_nonzero(few != quickdates.NO_DAY) < len(TEXTS) / 2


def test_days_of_eight_digits() -> None:
    dice = Random(8)
    texts = ["20160509", "20160229", "20150229", "20161301", "20160001", "20161232", "19481231", "2016050x", "201605 9"]
    texts += [f"{dice.randrange(1945, 2205):04}{dice.randrange(14):02}{dice.randrange(33):02}" for _ in range(400)]
    matrix = np.frombuffer("".join(texts).encode(), dtype=np.uint8).reshape(-1, 8)
    expected = [quickdates._day(f"{text[:4]}/{text[4:6]}/{text[6:]}", 1949, 2199, time=False) for text in texts]
    assert quickdates.compact_days(matrix, 1949, 2199).tolist() == expected
    assert 300 < sum(day != quickdates.NO_DAY for day in expected) < len(texts)


@pytest.mark.parametrize("place", range(len("2016/05/09 12:34:56")))
def test_another_character_in_any_place_is_no_day(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes just below and above the digits, and the separators, read as bytes of a whole column."""
    monkeypatch.setattr(library, "LIBRARY", None)
    text = "2016/05/09 12:34:56"
    others = [f"{text[:place]}{other}{text[place + 1 :]}" for other in "/:. x" if other != text[place]]
    found = quickdates.days(pl.Series(others * FEW), 1949, 2199, time=True)
    assert (found == quickdates.NO_DAY).all()


@pytest.mark.parametrize(("first", "last"), [(1949, 2199), (2016, 2016)])
def test_the_days_at_the_ends_of_the_years(first: int, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LIBRARY", None)
    texts = [f"{first - 1}/12/31", f"{first}/01/01", f"{last}/12/31", f"{last + 1}/01/01"]
    found = quickdates.days(pl.Series(texts * FEW), first, last, time=False)
    assert [day != quickdates.NO_DAY for day in found[:4].tolist()] == [False, True, True, False]
