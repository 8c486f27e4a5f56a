"""Headers to fields: every name of a field, however it is written; near misses named and never used."""

from __future__ import annotations

import pytest

from conformance.sources.headers import Matcher, edits, is_running_number
from conformance.standard.load import load
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
        ("当前状态（0正常，1撤销，2异议，3其他）", "current_status", "without-note"),
        ("当前状态(0=正常、1=撤销)", "current_status", "without-note"),
        ("审批类别（普通/特许/认可/核准/登记/其他）", "approval_category", "without-note"),
        ("行政相对人代码_1(统一社会信用代码)（必填）", "subject_uscc", "without-note"),
        ("行政相对人代码_2(组织机构代码)（必填）", "subject_organisation_code", "without-note"),
        ("行政相对人代码_1(统一社会信用代码，必填)", "subject_uscc", "without-note"),
        ("行政相对人代码_1(统一社会信用代码)\n法人必填，18位", "subject_uscc", "without-note"),
        ("【许可决定日期】（必填）", "decision_date", "without-note"),
        ("许可决定日期（必填", "decision_date", "without-note"),
        ("许可决定日期（年/月/日，如2016/05/09）", "decision_date", "without-note"),
        ("Decision date (required, format YYYY/MM/DD)", "decision_date", "without-note"),
        ("许可机关（必填，填写作出许可决定的机关全称，不超过128个字）", "authority", "without-note"),
        ("公示日期（上网公示日期）", "publication_date", "without-note"),
        ("公示时间（公示日期）", "publication_date", "without-note"),
        ("3、许可决定日期", "decision_date", "without-note"),
        ("(3) 许可决定日期（必填）", "decision_date", "without-note"),
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


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("行政相对人代码_5(事业单位证书号)", "行政相对人代码_5(居民身份证号)"),
        ("行政相对人代码_3(税务登记号)", "行政相对人代码_4(税务登记号)"),
        ("行政相对人代码_1(组织机构代码)", "行政相对人代码_2(组织机构代码)"),
        ("统一社会信用代码(处罚机关)", "行政相对人代码_1(统一社会信用代码)"),
        ("统一社会信用代码（处罚机关，必填）", "行政相对人代码_1(统一社会信用代码)"),
        ("统一社会信用代码（由处罚机关填写）", "行政相对人代码_1(统一社会信用代码)"),
        ("居民身份证号(经办人)", "行政相对人代码_5(居民身份证号)"),
        ("居民身份证号(后4位)", "行政相对人代码_5(居民身份证号)"),
        ("行政相对人名称(代码)", "行政相对人名称"),
        ("行政相对人名称(证件号码)", "行政相对人名称"),
        ("行政相对人名称(地址)", "行政相对人名称"),
        ("行政相对人名称(曾用名)", "行政相对人名称"),
        ("行政相对人名称(申请人)", "行政相对人名称"),
        ("行政相对人名称(填报)", "行政相对人名称"),
        ("行政相对人名称（填写单位）", "行政相对人名称"),
        ("法定代表人姓名(居民身份证号)", "法定代表人姓名"),
        ("居民身份证号(法定代表人姓名)", "行政相对人代码_5(居民身份证号)"),
        ("许可决定日期(送达)", "许可决定日期"),
        ("许可决定日期\n送达", "许可决定日期"),
        ("公示日期(起)", "公示日期"),
    ],
)
def test_a_note_that_says_what_a_column_holds_is_not_left_out(licence: Matcher, header: str, near: str) -> None:
    assert licence.match(header) is None
    field = licence.near(header, set())
    assert field is not None
    assert field.title == near


@pytest.mark.parametrize(
    "header",
    [
        *(
            "统一社会信用代码(处罚机关)",
            "信用代码(许可机关)",
            "身份证号(经办人)",
            "当事人(证件号码)",
            "行政相对人(代码)",
        ),
        *("相对人(地址)", "行政相对人名称(曾用名)", "单位名称(填报)", "法定代表人(身份证号)", "处罚决定日期(送达)"),
        *("行政相对人代码_1(组织机构代码)", "公示日期(起)"),
    ],
)
def test_nor_is_it_under_the_names_of_the_published_standard(header: str) -> None:
    types = load().record_types.values()
    found = [match.field.name for match in (Matcher(one).match(header) for one in types) if match is not None]
    assert found == []


def test_every_name_of_a_field_matches_that_field() -> None:
    for record_type in load().record_types.values():
        matcher = Matcher(record_type)
        for field in record_type.fields:
            for name in filter(None, (field.title, field.code, field.name, field.title_en, *field.aliases)):
                match = matcher.match(name)
                assert match is not None
                assert (name, match.field.name) == (name, field.name)
