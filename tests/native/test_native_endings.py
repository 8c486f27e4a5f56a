"""Endings told by C are those that the pattern finds."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.checks.subject import SURELY_ENDS, SURELY_ORGANISATION
from conformance.native.endings import ends_with

TEXTS = st.one_of(
    st.none(),
    st.lists(st.sampled_from([*SURELY_ENDS, "司", "上海浦江", "店", "a", "(", "𠀀", "\n"]), max_size=6).map("".join),
)


@given(st.lists(TEXTS, max_size=30))
def test_a_text_ends_as_the_pattern_says(texts: list[str | None]) -> None:
    values = pl.Series(texts, dtype=pl.String)
    expected = values.str.contains(SURELY_ORGANISATION).fill_null(value=False)
    assert ends_with(SURELY_ENDS)(values).tolist() == expected.to_list()


@pytest.mark.parametrize("word", SURELY_ENDS)
def test_every_word_is_an_ending_and_no_part_of_it_is(word: str) -> None:
    told = ends_with([word])
    assert told(pl.Series([word, f"上海{word}", f"{word}店", word[1:], word[:-1], ""])).tolist() == [
        True,
        True,
        *[False] * 4,
    ]


def test_words_of_some_bytes_more_than_the_text_are_not_read_beyond_it() -> None:
    assert ends_with(["合伙）"])(pl.Series(["）", "伙）", "x" * 20 + "伙）"])).tolist() == [False] * 3


def test_a_part_of_a_column_is_told_by_itself() -> None:
    values = pl.Series(["公司", "店", None, "医院"])
    assert ends_with(SURELY_ENDS)(values[1:]).tolist() == [False, False, True]


def test_no_words_are_no_endings() -> None:
    assert ends_with([])(pl.Series(["公司"])).tolist() == [False]


def test_a_word_without_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        ends_with(["公司", ""])


def test_the_pattern_is_made_of_the_words() -> None:
    assert all(re.search(SURELY_ORGANISATION, f"某{word}") for word in SURELY_ENDS)
