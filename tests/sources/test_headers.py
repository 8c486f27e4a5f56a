"""Headers to fields: every name of a field, however it is written; near misses named and never used."""

from __future__ import annotations

import pytest

from conformance.sources.headers import Matcher, edits, is_running_number
from conformance.standard.model import Standard


@pytest.fixture
def licence(standard: Standard) -> Matcher:
    return Matcher(standard.record_types["licence"])


@pytest.fixture
def penalty(standard: Standard) -> Matcher:
    return Matcher(standard.record_types["penalty"])


@pytest.mark.parametrize(
    ("header", "field", "how"),
    [
        ("许可决定日期", "decision_date", "title"),
        (" 许可\u3000决定\n日期 ", "decision_date", "title"),
        ("【许可决定日期】", "decision_date", "title"),
        ("*许可决定日期：", "decision_date", "title"),
        ("行政相对人代码＿１（统一社会信用代码）", "subject_uscc", "title"),
        ("XK_JDRQ", "decision_date", "code"),
        ("xk-jdrq", "decision_date", "code"),
        ("许可决定日期 XK_JDRQ", "decision_date", "title"),
        ("decision_date", "decision_date", "name"),
        ("Decision Date", "decision_date", "name"),
        ("公示时间", "publication_date", "alias"),
        ("许可决定日期（YYYY/MM/DD）", "decision_date", "without-note"),
        ("许可决定日期\n必填，格式为YYYY/MM/DD", "decision_date", "without-note"),
        ("许可决定日期[必填](格式[斜杠])", "decision_date", "without-note"),
        ("行政相对人代码_1", "subject_uscc", "without-note"),
        ("行政相对人代码_1（18位）", "subject_uscc", "without-note"),
        ("行政相对人代码_1(统一社会信用代码)（必填）", "subject_uscc", "without-note"),
    ],
)
def test_a_header_matches_by_any_of_its_fields_names(licence: Matcher, header: str, field: str, how: str) -> None:
    match = licence.match(header)
    assert match is not None
    assert (match.field.name, match.how) == (field, how)


@pytest.mark.parametrize("header", [None, "", "  ", "（）", "许可决定", "处罚决定日期", "日期"])
def test_other_headers_match_nothing(licence: Matcher, header: str | None) -> None:
    assert licence.match(header) is None


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("出发事由", "处罚事由"),
        ("兴处罚决定日期", "处罚决定日期"),
        ("政行对人名称", "行政相对人名称"),
        ("处罚机构", "处罚机关"),
        ("CF_JDQR", "处罚决定日期"),
    ],
)
def test_slips_of_the_pen_are_named(penalty: Matcher, header: str, near: str) -> None:
    assert penalty.match(header) is None
    field = penalty.near(header, set())
    assert field is not None
    assert field.title == near


@pytest.mark.parametrize("header", ["联系电话", "经办人", "applicant phone", "x" * 5000])
def test_foreign_headers_are_near_to_nothing(penalty: Matcher, header: str) -> None:
    assert penalty.near(header, set()) is None


def test_a_field_that_has_its_column_is_not_named_as_near(penalty: Matcher) -> None:
    near = penalty.near("处罚事申", {"penalty_facts"})
    assert near is None or near.name != "penalty_facts"


@pytest.mark.parametrize("header", ["序号", "编号", "NO.", " No ", "#", "行号"])
def test_running_numbers_are_known(header: str) -> None:
    assert is_running_number(header)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "", 3), ("出发事由", "处罚事由", 2), ("ca", "abc", 3)],
)
def test_edits(one: str, other: str, count: int) -> None:
    assert edits(one, other) == edits(other, one) == count


@pytest.mark.parametrize("header", ["行政相对人代码_5(事业单位证书号)", "行政相对人代码_3(税务登记号)"])
def test_a_numbered_code_with_another_note_is_another_code(licence: Matcher, header: str) -> None:
    assert licence.match(header) is None
