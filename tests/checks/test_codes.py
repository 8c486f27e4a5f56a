"""Code lists: labels, codes, notes, several values, and numbers that mean nothing."""

import pytest
from cells import rules_of

from conformance.standard.model import Party, Text


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("penalty_category_1", "罚款", set()),
        ("penalty_category_1", "没收违法所得、没收非法财物", set()),
        ("penalty_category_1", "没收违法所得", set()),
        ("penalty_category_1", "其他（通报批评）", set()),
        ("penalty_category_1", "其他", {"other-without-note"}),
        ("penalty_category_1", "其他（）", {"other-without-note"}),
        ("penalty_category_1", "1", {"code-scheme-doubtful"}),
        ("penalty_category_1", "训诫", {"code-list"}),
        ("penalty_category_1", "警告；罚款", {"code-list"}),
        ("penalty_category_2", "警告；罚款", set()),
        ("penalty_category_2", "没收违法所得、没收非法财物、责令停产停业", set()),
        ("current_status", "0", set()),
        ("current_status", None, set()),
        ("current_status", "正常", {"label-for-code"}),
        ("current_status", "０", {"identifier-form"}),
        ("current_status", "正常（有效）", {"code-list"}),
        ("current_status", "9", {"code-list"}),
        ("current_status", "９", {"code-list"}),
        ("usage_scope", "３", {"code-list"}),
    ],
)
def test_a_value_is_judged_by_its_list(field: str, value: str | None, expected: set[str]) -> None:
    assert rules_of(field, value, "admin-penalty") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", set()), ("训诫", {"code-list"}), ("2", {"code-list"}), ("罚款", set()), ("其他（通报批评）", set())],
    ids=["declared", "no-word", "no-number", "label", "label-with-note"],
)
def test_who_declares_a_numbering_may_send_its_numbers_and_the_words_as_well(value: str, expected: set[str]) -> None:
    party = Party("unit:x", Text("某局", "an office"), "unit", code_numbering={"penalty_category": {"1": "罚款"}})
    assert rules_of("penalty_category_1", value, "admin-penalty", party=party) == expected
