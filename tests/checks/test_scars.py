"""What spreadsheet programs leave behind is named; what only looks like it is left alone."""

import pytest
from cells import rules_of

MANGLED = {"excel-mangled-value"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject_uscc", "9.13101E+17"),
        ("subject_registration_number", "3.10115E+14"),
        ("division_code", "310115.0"),
        ("division_code", '="310115"'),
        ("division_code", "'310115"),
        ("division_code", "310115\t"),
        ("document_number", "3月12日"),
        ("document_number", "Mar-12"),
        ("decision_date", "42499"),
        ("decision_date", "36526"),
        ("valid_until", "73050"),
        ("subject_name", "#N/A"),
        ("remarks", "########"),
    ],
)
def test_a_scar_is_named_and_nothing_else_is_said_of_the_cell(field: str, value: str) -> None:
    assert rules_of(field, value) == MANGLED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("licence_content", "'互联网+'政务服务事项"),
        ("licence_content", "’16年度’餐饮服务"),
        ("document_number", "沪食药监许〔2016〕第3号"),
        ("remarks", "第3月12日起"),
    ],
)
def test_lawful_text_is_no_scar(field: str, value: str) -> None:
    assert rules_of(field, value) == set()


@pytest.mark.parametrize("value", ["36525", "73051"])
def test_numbers_outside_the_century_are_no_date_serials(value: str) -> None:
    assert rules_of("decision_date", value) == {"date"}
