"""Check digits against published examples and, where it is right, an independent library."""

from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from conformance.checks import checkdigits


def one(algorithm: str, identifier: str) -> str | None:
    function, _ = checkdigits.ALGORITHMS[algorithm]
    return function(pl.Series([identifier]))[0]


@pytest.mark.parametrize(
    ("algorithm", "identifier"),
    [
        ("gs15", "310115600985533"),
        ("gs15", "330200400070010"),
        ("gs15", "110108000000016"),
        ("gb11714", "MA2EL6266"),
    ],
)
def test_published_identifiers_hold_their_check_digit(algorithm: str, identifier: str) -> None:
    assert one(algorithm, identifier) == identifier[-1]


def test_a_registration_number_with_another_last_digit_is_caught() -> None:
    assert one("gs15", "310115600985535") == "3"


def test_a_remainder_of_zero_gives_the_check_character_zero() -> None:
    # 31 − 0 is 31, which no alphabet holds: the outer modulus makes it 0.
    assert one("gb32100", "0" * 18) == "0"


@given(
    st.text("0123456789", min_size=8, max_size=8), st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9)
)
def test_unified_codes_agree_with_an_independent_library(head: str, tail: str) -> None:
    assert one("gb32100", head + tail + "0") == uscc.calc_check_digit(head + tail)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_citizen_ids_agree_with_an_independent_library(body: str) -> None:
    assert one("gb11643", body + "0") == ric.calc_check_digit(body + "0")


@pytest.mark.parametrize("head", ["A1", "N2", "Y1"])
def test_codes_of_the_later_departments_are_lawful(head: str) -> None:
    assert one("gb32100", head + "310000000000000"[:15] + "0") is not None


@pytest.mark.parametrize("algorithm", sorted(checkdigits.ALGORITHMS))
def test_another_length_or_alphabet_has_no_check_digit(algorithm: str) -> None:
    function, place = checkdigits.ALGORITHMS[algorithm]
    values = pl.Series(["", "1", "一" * 6, "-" * (place + 1), None])
    assert function(values).to_list() == [None] * 5


def test_answers_stand_at_the_place_of_their_question() -> None:
    answers = checkdigits.gs15(pl.Series(["x", "310115600985533", None, "110108000000016"]))
    assert answers.to_list() == [None, "3", None, "6"]


@pytest.mark.parametrize("foreign", ["-", "I", "x", "\x00"])
@pytest.mark.parametrize(
    ("right", "width"),
    [
        (checkdigits.right_gb32100, 18),
        (checkdigits.right_gb11714, 9),
        (checkdigits.right_gb11643, 18),
        (checkdigits.right_gs15, 15),
    ],
    ids=["gb32100", "gb11714", "gb11643", "gs15"],
)
def test_a_foreign_character_is_right_in_no_place(right, width: int, foreign: str) -> None:
    """Of two hundred numbers some would be right if the character counted as some digit or other."""
    dice = Random(width)
    allowed = foreign == "I" and right is checkdigits.right_gb11714
    for place in range(width):
        if (
            allowed and place < width - 1
        ):  # the alphabet of organisation codes has all letters, the check character is a digit or X
            continue
        rows = [dice.choices(b"0123456789", k=width) for _ in range(200)]
        for row in rows:
            row[place] = ord(foreign)
        assert not right(np.array(rows, dtype=np.uint8)).any(), place
