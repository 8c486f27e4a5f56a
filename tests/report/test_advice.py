"""What a cell should hold, as people are told."""

from __future__ import annotations

from dataclasses import replace

from conformance import check
from conformance.report.advice import expected

WIDE = {"行政许可决定书文号": "沪许〔2016〕1号", "许可决定日期": "2016-05-09"}
SHOWN = next(f for f in check([WIDE], item="admin-licence", as_of="2016-05-10").findings if f.rule == "date-form")


def test_what_is_expected_is_told_as_it_is() -> None:
    assert expected(SHOWN, "zh") == "2016/05/09"


def test_nothing_expected_is_nothing() -> None:
    assert expected(replace(SHOWN, expected=None), "zh") is None


def test_stars_that_hide_personal_data_are_not_to_be_typed() -> None:
    hidden = replace(SHOWN, value="３１０１１５********１２３２", expected="310115********1232")
    assert expected(hidden, "zh") == "310115********1232（个人信息已隐去，星号处照原件填写）"


def test_a_star_that_is_expected_by_itself_is_text() -> None:
    assert expected(replace(SHOWN, value="张三", expected="张*"), "zh") == "张*"
