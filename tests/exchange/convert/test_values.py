"""Coded values: by number, by label, by other words, and what cannot be told."""

from __future__ import annotations

import polars as pl
import pytest

from conformance.exchange.convert.values import Recoding, recode
from conformance.standard.load import load

PENALTIES = load().code_lists["penalty_category"]
SCOPES = load().code_lists["usage_scope"]
NUMBERS = {"1": "警告", "2": "罚款", "9": "其他"}


@pytest.mark.parametrize(
    ("given", "wanted"), [("2", "罚款"), ("罚款", "罚款"), ("处以罚款", "罚款"), (" 1 ", "警告"), ("7", None)]
)
def test_numbers_of_the_one_side_become_labels(given, wanted):
    assert Recoding("penalty_category_1", PENALTIES, NUMBERS, {})(given) == wanted


def test_labels_become_numbers_of_the_other_side():
    write = {label: number for number, label in NUMBERS.items()}
    assert Recoding("penalty_category_1", PENALTIES, {}, write)("罚款") == "2"


def test_a_number_that_vendors_give_to_different_labels_is_not_guessed():
    assert Recoding("penalty_category_1", PENALTIES, {}, {"罚款": "2"})("1") is None


def test_a_list_with_settled_codes_is_taken_by_code():
    assert Recoding("usage_scope", SCOPES, {}, {"仅可授权查询": "Q"})("2") == "Q"


def test_blank_cells_are_neither_changed_nor_untold():
    done = recode(pl.Series("x", [None, " ", "2"]), Recoding("penalty_category_1", PENALTIES, NUMBERS, {}))
    assert (done.column.to_list(), done.changed, done.untold) == ([None, " ", "罚款"], 1, 0)
