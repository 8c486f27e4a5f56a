"""What a finding says beside the value: what is wrong with it, and what it should be, which is what a repair writes."""

from __future__ import annotations

from typing import Any

import pytest
from cells import told

from conformance.standard.load import load

CAPITAL, RATING = "legal-person-base", "tax-credit-rating"
UNIFIED, WITHIN = "91310115MA1K3A7X5P", "MA1K3A7X5"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("decision_date", "2016-5-9", "2016/05/09"),
        ("decision_date", "16-5-9", "2016/05/09"),
        ("decision_date", "2016年5月9日10时30分", "2016/05/09"),
        ("data_timestamp", "2016-5-9 9:05", "2016/05/09 09:05"),
        ("data_timestamp", "20160509103000", "2016/05/09 10:30:00"),
        ("data_timestamp", "2016-05-09T10:20:30.5", "2016/05/09 10:20:30"),
        ("data_timestamp", "2016-05-09 00:00:00", "2016/05/09"),
        ("valid_until", "长期", "2099/12/31"),
        ("valid_until", "9999/12/31", "2099/12/31"),
    ],
)
def test_a_day_is_written_in_the_notation_of_the_form(field: str, value: str, expected: str) -> None:
    assert told("date-form", field, value) == {"expected": expected}


@pytest.mark.parametrize(
    ("field", "value", "expected", "item"),
    [
        ("registered_capital", "8,000.50", "8000.50", CAPITAL),
        ("registered_capital", "８０００万元", "8000", CAPITAL),
        ("registered_capital", "+05.50", "5.50", CAPITAL),
        ("registered_capital", "00", "0", CAPITAL),
        ("rating_year", "2015年度", "2015", RATING),
    ],
)
def test_a_number_is_written_plainly(field: str, value: str, expected: str, item: str) -> None:
    assert told("number-form", field, value, item) == {"expected": expected}


@pytest.mark.parametrize(
    ("field", "value", "what", "item"),
    [
        ("registered_capital", "约8000", "不是数字", CAPITAL),
        ("registered_capital", "-1", "小于0", CAPITAL),
        ("registered_capital", "8.1234567", "小数超过6位", CAPITAL),
        ("rating_year", "1948", "不在1949至2099之间", RATING),
        ("rating_year", "2100", "不在1949至2099之间", RATING),
        ("rating_year", "2015.5", "不是整数", RATING),
    ],
)
def test_it_is_said_why_a_number_will_not_do(field: str, value: str, what: str, item: str) -> None:
    assert told("number-range", field, value, item) == {"what": what}


@pytest.mark.parametrize(
    ("rule", "field", "value", "expected"),
    [
        ("label-for-code", "current_status", "正常", "0"),
        ("label-for-code", "current_status", "其他", "3"),
        ("label-for-code", "usage_scope", "仅可授权查询", "2"),
        ("code-list", "current_status", "9", "0 正常；1 撤销；2 异议；3 其他"),
        ("code-list", "approval_category", "训诫", "普通；特许；认可；核准；登记；其他"),
        ("code-scheme-doubtful", "approval_category", "1", "普通；特许；认可；核准；登记；其他"),
    ],
)
def test_what_a_list_has_is_named_by_code_where_the_form_sends_codes(
    rule: str, field: str, value: str, expected: str
) -> None:
    assert told(rule, field, value) == {"expected": expected}


@pytest.mark.parametrize(
    ("rule", "field", "value", "expected"),
    [
        ("surrounding-blanks", "subject_name", " 某 公司\u3000", "某 公司"),
        ("control-character", "subject_name", "某\x01公\x00司", "某公司"),
        ("identifier-form", "division_code", "３１０１１５", "310115"),
        ("identifier-form", "subject_organisation_code", "ma1k3a7x5", WITHIN),
        ("identifier-form", "subject_uscc", f"统一社会信用代码：{UNIFIED}", UNIFIED),
    ],
)
def test_what_is_badly_written_is_shown_as_it_should_be(rule: str, field: str, value: str, expected: str) -> None:
    assert told(rule, field, value)["expected"] == expected


@pytest.mark.parametrize(
    ("field", "value", "what", "expected"),
    [
        ("division_code", "310115.0", "被当作数字，多了小数部分", "310115"),
        ("division_code", '="310115"', '被写成公式形式（="…"）', "310115"),
        ("division_code", "'310115", "前面多了一个单引号", "310115"),
        ("division_code", "310115\t", "带有制表符", "310115"),
        ("decision_date", "42499", "是表格软件的日期序号", "2016/05/09"),
        ("decision_date", "42499.75", "是表格软件的日期序号", "2016/05/09"),
        ("subject_uscc", "9.1E+17", "被改成科学记数法，末尾数字已丢失", None),
        ("subject_citizen_id", "310101198103050000", "被当作数字，末三位已变成0", None),
        ("document_number", "3月12日", "被改成了日期", None),
        ("remarks", "#N/A", "是表格软件的错误值", None),
    ],
)
def test_a_scar_is_named_and_undone_where_nothing_is_lost(
    field: str, value: str, what: str, expected: str | None
) -> None:
    assert told("excel-mangled-value", field, value) == {"what": what, "expected": expected}


@pytest.mark.parametrize(
    ("rule", "field", "value", "right"),
    [
        ("uscc-check-digit", "subject_uscc", "91310115MA1K3A7X51", UNIFIED),
        ("citizen-id-check-digit", "subject_citizen_id", "310101198103050311", "31010119810305031X"),
        ("registration-number-check-digit", "subject_registration_number", "310115600985535", "310115600985533"),
        ("organisation-code-check-digit", "subject_organisation_code", "MA1K3A7X6", WITHIN),
    ],
)
def test_the_digit_that_fits_is_named(rule: str, field: str, value: str, right: str) -> None:
    said = told(rule, field, value)
    assert (said["expected"], said["expected_digit"]) == (right, right[-1])


def test_the_last_day_in_time_is_named_with_what_it_was_counted_from() -> None:
    days = {"decided": "2016/01/04", "due": "2016/01/13", "expected": "2016/01/13", "shown": "2016/01/14"}
    rule, decided = "publish-within-7-working-days", {"decision_date": "2016/01/04"}
    assert told(rule, "publication_date", "2016/01/14", **decided) == days | {"basis": "公示日期"}
    assert told(rule, "data_timestamp", "2016/01/14", **decided) == days | {"basis": "数据更新时间戳（推定）"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("310108", {"what": "当时已经停用", "expected": "310106 静安区", "division": "闸北区"}),
        ("310999", {"what": "不在行政区划代码表中", "expected": None, "division": ""}),
    ],
)
def test_a_division_that_is_no_more_is_named_with_what_took_its_place(code: str, said: dict[str, Any]) -> None:
    days = {"decision_date": "2016/05/09", "data_timestamp": "2016/05/09"}
    assert told("division-in-force", "division_code", code, **days) == said


def test_whose_jurisdiction_it_is() -> None:
    party = load().parties["district:310115"]
    said = told("division-in-jurisdiction", "division_code", "310101", party=party)
    assert said == {"jurisdiction": "310115", "party": "上海市浦东新区"}


def test_two_days_in_the_wrong_order_are_both_shown() -> None:
    said = told("date-order", "data_timestamp", "2016/05/08", decision_date="2016/05/09")
    assert said == {"other_title": "许可决定日期", "other_value": "2016/05/09"}


def test_a_day_that_has_not_come_is_held_to_the_day_of_the_check() -> None:
    assert told("not-in-future", "decision_date", "2017/01/01") == {"expected": "2016/12/31", "as_of": "2016/12/31"}


def test_the_organisation_code_is_the_one_inside_the_unified_code() -> None:
    said = told("organisation-code-matches-uscc", "subject_organisation_code", "56650008-X", subject_uscc=UNIFIED)
    assert said == {"expected": WITHIN}


def test_a_passport_in_the_place_of_an_identity_number_is_called_by_its_name() -> None:
    assert told("identifier-form", "subject_citizen_id", "E12345678") == {"looks_like": "护照或通行证号码"}


@pytest.mark.parametrize(
    ("columns", "wrong_with"),
    [
        ({"subject_name": "上海砚沁食品有限公司", "subject_citizen_id": "31010119810305031X"}, "法人和其他组织"),
        ({"subject_category": "自然人", "subject_uscc": UNIFIED, "subject_citizen_id": "31010119810305031X"}, "自然人"),
    ],
)
def test_which_codes_the_kind_of_subject_asks_for(columns: dict[str, str], wrong_with: str) -> None:
    said = told("subject-identifier-kind", "subject_citizen_id", columns.pop("subject_citizen_id"), **columns)
    assert said["what"].startswith(wrong_with)


def test_a_long_text_is_told_its_length_and_the_limit() -> None:
    assert told("max-length", "document_number", "字" * 129) == {"length": "129", "limit": "128"}


@pytest.mark.parametrize(
    ("rule", "field", "value", "item", "expected"),
    [
        ("value-of-item", "grade", "AA", RATING, "A、B、C、D"),
        ("issuing-organ-unknown", "authority", "上海市某某局", RATING, "上海市地方税务局"),
    ],
)
def test_what_an_item_takes_is_named(rule: str, field: str, value: str, item: str, expected: str) -> None:
    assert told(rule, field, value, item)["expected"] == expected
