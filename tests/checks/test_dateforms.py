"""The shapes of dates that exports hold."""

from datetime import date

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.checks import dateforms


def parse(text: str, *, long_term: bool = False) -> date | None:
    return dateforms.parse(pl.Series([text]), long_term=long_term)[0]


def test_an_empty_cell_names_no_day_whatever_stands_beside_it() -> None:
    texts = [None, "2016/05/09", None, "2016年5月9日", "2016-02-30"]
    days = [None, date(2016, 5, 9), None, date(2016, 5, 9), None]
    assert dateforms.parse(pl.Series("day", texts), long_term=False).to_list() == days
    assert dateforms.parse(pl.Series("day", texts * 100), long_term=False).to_list() == days * 100


@pytest.mark.parametrize(
    "text",
    [
        "2016/05/09",
        "2016/5/9",
        "2016-05-09",
        "2016-5-9",
        "2016.05.09",
        "20160509",
        "2016年5月9日",
        "2016年05月09日",
        "16/05/09",
        "2016，05，09",
        "２０１６／０５／０９",
        "2016-05-09 10:20",
        "2016-05-09 10:20:30",
        "2016-05-09 10:20:30.0",
        "2016-05-09T10:20:30",
        "2016/05/09 10：20：30",
        "20160509102030",
    ],
)
def test_every_shape_names_the_same_day(text: str) -> None:
    assert parse(text) == date(2016, 5, 9)


@pytest.mark.parametrize(
    "text",
    ["2016/13/45", "2016-2-30", "2015/02/29", "2016-05/09", "0216/05/09", "长期", "无", "2016", "5月9日", "42499"],
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert parse(text) is None


def test_a_leap_day_is_a_day() -> None:
    assert parse("2016/02/29") == date(2016, 2, 29)


@pytest.mark.parametrize("text", ["长期", "永久", "9999/12/31", "9999-12-31", "2099/12/31", "2099-12-31"])
def test_without_end_is_one_day_where_the_form_allows_it(text: str) -> None:
    assert parse(text, long_term=True) == date(2099, 12, 31)


def test_9999_is_no_day_elsewhere() -> None:
    assert parse("9999/12/31") is None


def test_odd_values_do_not_disturb_their_neighbours() -> None:
    days = dateforms.parse(pl.Series(["2016/01/04", None, "2016-1-5", "x", "2016/01/06"]), long_term=False)
    assert days.to_list() == [date(2016, 1, 4), None, date(2016, 1, 5), None, date(2016, 1, 6)]


MANY = dateforms._ONE_BY_ONE + 1
_PIECES = st.sampled_from(
    [
        *"0123456789",
        *"-/.,_年月日时分秒: T\x1c\u3000\n",
        "2016",
        "16",
        "05",
        "12",
        "99",
        "２０",
        "31",
        "9999",
        "长期",
        "永久有效",
    ]
)


@given(st.lists(st.lists(_PIECES, max_size=12).map("".join), min_size=1, max_size=20).map(tuple), st.booleans())
@example(
    (
        "2016-05-09\n",
        "\x1c2016-5-9",
        "16/5/9",
        "49年1月2日",
        "50年1月2日",
        "13.5.9",
        "12.5.9",
        "2016年 5月 9日 1时2分3秒",
    ),
    True,
)
@example(
    ("2016-02-30", "20160229", "20150229", "2016-05/09", "2200-01-01", "99991231", "9999年12月31日", "0000-01-01"), True
)
def test_few_dates_are_read_as_many_are(texts: tuple[str, ...], long_term: bool) -> None:
    few = dateforms.parse(pl.Series(texts), long_term=long_term).to_list()
    many = dateforms.parse(pl.Series(texts * MANY), long_term=long_term).to_list()
    assert many == few * MANY
