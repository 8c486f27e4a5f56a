"""Identifiers and dates in C and in NumPy: the same answers."""

from __future__ import annotations

import string
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement.values import DATES, IDENTIFIERS
from conformance.checks import checkdigits, plain, quickdates
from conformance.checks.columnbytes import Bytes, by_width
from conformance.native import identifiers, library

SIGNS = [*string.digits, *string.ascii_uppercase, "-", "/", ":", " ", "x", "中", "\0"]
REGIONS = np.zeros(10**6, dtype=np.bool_)
REGIONS[[310000, 310115, 110000, 100000]] = True
CATEGORIES = np.ones(1 << 16, dtype=np.bool_)


def of_widths(values: pl.Series, right: dict[int, Callable[[Bytes], np.ndarray]]) -> list[bool]:
    mask = np.zeros(len(values), dtype=np.bool_)
    for width, fits, matrix in by_width(values, tuple(right)):
        mask[fits] = right[width](matrix)
    return mask.tolist()


def printed(matrix: Bytes) -> np.ndarray:
    return (matrix[:, 8] == ord("-")) & checkdigits.right_gb11714(matrix[:, [*range(8), 9]])


def unified(matrix: Bytes) -> np.ndarray:
    digits = matrix[:, 2:8].astype(np.int32) - ord("0")
    known = ((digits >= 0) & (digits <= 9)).all(axis=1)
    region = np.where(known, digits @ np.array([100000, 10000, 1000, 100, 10, 1]), 0)
    return checkdigits.right_gb32100(matrix) & REGIONS[region]


def citizen(matrix: Bytes) -> np.ndarray:
    born = quickdates.compact_days(matrix[:, 6:14], 1867, 2016)
    return checkdigits.right_gb11643(matrix) & (born != quickdates.NO_DAY) & (born <= 17_166)


def completed(beginning: str, check: Callable[[pl.Series], pl.Series]) -> str:
    """An identifier with the check character that belongs to it."""
    return beginning + check(pl.Series([f"{beginning}0"])).item()


ORGANISATION = completed("MA1K35X4", checkdigits.gb11714)
RIGHT = [
    completed(f"91310115{ORGANISATION}", checkdigits.gb32100),
    completed(f"91110000{ORGANISATION}", checkdigits.gb32100),
    ORGANISATION,
    f"{ORGANISATION[:8]}-{ORGANISATION[8]}",
    completed("31011500012345", checkdigits.gs15),
    completed("11010519491231002", checkdigits.gb11643),
    completed("31010120160229123", checkdigits.gb11643),
    "91310115MA1K35X4XA",
]

WAYS = {
    "unified": (checkdigits.tell_gb32100(REGIONS, CATEGORIES), {18: unified}),
    "organisation": (checkdigits.tell_gb11714(), {9: checkdigits.right_gb11714, 10: printed}),
    "registration": (identifiers.registration(), {15: checkdigits.right_gs15}),
    "capitals": (identifiers.capitals(range(15, 31)), dict.fromkeys(range(15, 31), plain._capitals_and_digits)),
    "citizen": (checkdigits.tell_gb11643(quickdates.calendar(1867, 2016), 17_166), {18: citizen}),
}

near_right = st.builds(
    lambda text, place, sign: text[: place % max(1, len(text))] + sign + text[place % max(1, len(text)) + 1 :],
    st.sampled_from(RIGHT),
    st.integers(0, 30),
    st.sampled_from(["", *SIGNS]),
)
anything = st.text(alphabet=SIGNS, min_size=8, max_size=31)


@pytest.mark.parametrize("name", WAYS)
def test_every_identifier_that_the_tests_know(name: str) -> None:
    tell, right = WAYS[name]
    values = pl.Series("x", [*IDENTIFIERS, None, *RIGHT] * 20, dtype=pl.String)
    assert tell(values).tolist() == of_widths(values, right)
    assert any(tell(values))


@pytest.mark.parametrize("name", WAYS)
@settings(max_examples=150, deadline=None)
@given(values=st.lists(st.one_of(st.none(), near_right, anything), min_size=1, max_size=40))
def test_nearly_right_ones_and_wrong_ones(name: str, values: list[str | None]) -> None:
    tell, right = WAYS[name]
    column = pl.Series("x", values * 10, dtype=pl.String)
    assert tell(column).tolist() == of_widths(column, right)


days = st.one_of(
    st.none(),
    st.sampled_from(DATES),
    st.builds("{:04d}/{:02d}/{:02d}".format, st.integers(1890, 2110), st.integers(0, 19), st.integers(0, 39)),
    st.builds("2016/02/29 {:02d}:{:02d}:{:02d}".format, st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)),
    st.builds("2016/02/29{}{:02d}:{:02d}".format, st.sampled_from(" T"), st.integers(0, 25), st.integers(0, 61)),
    st.text(alphabet="0123/ :", min_size=9, max_size=20),
)


@pytest.mark.parametrize("time", [False, True])
@settings(max_examples=300, deadline=None)
@given(values=st.lists(days, min_size=1, max_size=30))
def test_days(time: bool, values: list[str | None]) -> None:
    column = pl.Series("x", values * 10, dtype=pl.String)
    compiled = quickdates.days(column, 1900, 2099, time=time)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "LIBRARY", None)
        assert compiled.tolist() == quickdates.days(column, 1900, 2099, time=time).tolist()
