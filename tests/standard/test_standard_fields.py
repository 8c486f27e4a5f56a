"""The record types are the national form, in its order, with the additions behind it."""

from __future__ import annotations

import re
import unicodedata

import pytest

from conformance.sources.headers import Matcher
from conformance.standard.load import load
from conformance.standard.model import RecordType

STANDARD = load()
LICENCE, PENALTY = STANDARD.record_types["licence"], STANDARD.record_types["penalty"]
BOTH = pytest.mark.parametrize("record", [LICENCE, PENALTY], ids=["licence", "penalty"])

LICENCE_FORM = """
XK_WSH 行政许可决定书文号 | XK_XMMC 项目名称 | XK_SPLB 审批类别 | XK_NR 许可内容 | XK_XDR 行政相对人名称
XK_XDR_SHXYM 行政相对人代码_1(统一社会信用代码) | XK_XDR_ZDM 行政相对人代码_2(组织机构代码)
XK_XDR_GSDJ 行政相对人代码_3(工商登记码) | XK_XDR_SWDJ 行政相对人代码_4(税务登记号)
XK_XDR_SFZ 行政相对人代码_5(居民身份证号) | XK_FR 法定代表人姓名 | XK_JDRQ 许可决定日期 | XK_JZQ 许可截止期
XK_XZJG 许可机关 | XK_ZT 当前状态 | DFBM 地方编码 | SJC 数据更新时间戳 | BZ 备注
"""
PENALTY_FORM = """
CF_WSH 行政处罚决定书文号 | CF_CFMC 处罚名称 | CF_CFLB1 处罚类别1 | CF_CFLB2 处罚类别2 | CF_SY 处罚事由 | CF_YJ 处罚依据
CF_XDR_MC 行政相对人名称 | CF_XDR_SHXYM 行政相对人代码_1(统一社会信用代码) | CF_XDR_ZDM 行政相对人代码_2(组织机构代码)
CF_XDR_GSDJ 行政相对人代码_3(工商登记码) | CF_XDR_SWDJ 行政相对人代码_4(税务登记号)
CF_XDR_SFZ 行政相对人代码_5(居民身份证号) | CF_FR 法定代表人姓名 | CF_JG 处罚结果 | CF_JDRQ 处罚决定日期
CF_XZJG 处罚机关 | CF_ZT 当前状态 | DFBM 地方编码 | SJC 数据更新时间戳 | BZ 备注
"""


def columns(form: str) -> list[tuple[str, ...]]:
    return [tuple(cell.split(" ", 1)) for line in form.strip().splitlines() for cell in line.split(" | ")]


@pytest.mark.parametrize(("record", "form"), [(LICENCE, LICENCE_FORM), (PENALTY, PENALTY_FORM)])
def test_the_national_columns_stand_in_the_order_of_the_sheet(record: RecordType, form: str):
    national = [field for field in record.fields if field.origin == "national"]
    assert [(field.code, field.title) for field in national] == columns(form)
    assert tuple(national) == record.fields[: len(national)], "additions come behind the form"


def test_the_forms_have_18_and_20_columns():
    assert len(columns(LICENCE_FORM)) == 18
    assert len(columns(PENALTY_FORM)) == 20


@BOTH
def test_every_field_says_what_it_is_and_on_whose_word(record: RecordType):
    for field in record.fields:
        assert field.title, field.name
        assert field.title_en, field.name
        assert field.description, field.name
        assert field.type, field.name
        assert field.clause.split("#")[0] in STANDARD.documents, field.name
        assert field.requirement_origin in ("national", "vendor", "profile"), field.name
        assert (field.max_length is None) == (field.length_origin is None), field.name
        assert (field.type == "code") == (field.code_list is not None), field.name


@BOTH
def test_nothing_of_ours_is_presented_as_national(record: RecordType):
    for field in record.fields:
        ours = field.clause.startswith("profile#")
        assert ours == (field.origin == "profile"), field.name
        assert field.length_origin in (None, "vendor"), "no official lengths are known"
        if ours:
            assert field.requirement == "optional", field.name


@BOTH
def test_required_and_optional(record: RecordType):
    optional = {f.name for f in record.fields if f.requirement == "optional" and f.origin == "national"}
    assert optional - {"valid_until", "penalty_category_2"} == {"legal_representative", "current_status", "remarks"}
    assert [f.name for f in record.fields if f.requirement == "one-of"] == [
        "subject_uscc",
        "subject_organisation_code",
        "subject_registration_number",
        "subject_tax_number",
        "subject_citizen_id",
    ]
    assert record.field("current_status").requirement_origin == "national", "blank means 0 by the form's own words"


@BOTH
def test_no_two_fields_share_a_header(record: RecordType):
    owner: dict[str, str] = {}
    for field in record.fields:
        for name in {field.title, field.name, field.title_en, *field.aliases, *([field.code] if field.code else [])}:
            plain = re.sub(r"[\s()_\-]", "", unicodedata.normalize("NFKC", name)).casefold()
            assert owner.setdefault(plain, field.name) == field.name, name


@BOTH
def test_every_name_of_a_field_is_matched_to_it(record: RecordType):
    """By the reader itself, which compares headers more loosely than the lint of the schemas does."""
    matcher = Matcher(record)
    for field in record.fields:
        for name in (field.title, field.name, field.title_en, field.code, *field.aliases):
            if name is not None:
                found = matcher.match(name)
                assert found is not None, name
                assert found.field.name == field.name, name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("统一社会信用代码", "subject_uscc"),
        ("组织机构代码", "subject_organisation_code"),
        ("工商注册号", "subject_registration_number"),
        ("行政相对人代码_2(工商注册号)", "subject_registration_number"),
        ("纳税人识别号", "subject_tax_number"),
        ("身份证号", "subject_citizen_id"),
        ("公民身份号码", "subject_citizen_id"),
        ("公示时间", "publication_date"),
    ],
)
def test_headers_of_practice_are_aliases(header: str, name: str):
    for record in (LICENCE, PENALTY):
        assert header in record.field(name).aliases


@pytest.mark.parametrize(
    "slip", ["出发事由", "兴处罚决定日期", "政行对人名称", "行政行对人名称", "当权状态", "处罚是由"]
)
def test_slips_of_the_pen_are_no_aliases(slip: str):
    for record in (LICENCE, PENALTY):
        assert all(slip not in (field.title, *field.aliases) for field in record.fields)


def test_personal_data_is_marked():
    for record in (LICENCE, PENALTY):
        marked = {field.name: field.personal for field in record.fields if field.personal != "none"}
        assert marked == {
            "subject_name": "name",
            "legal_representative": "name",
            "subject_citizen_id": "identifier",
        }


def test_code_lists_say_which_form_they_want():
    lists = STANDARD.code_lists
    assert [code.label for code in lists["approval_category"].codes] == ["普通", "特许", "认可", "核准", "登记", "其他"]
    assert [code.label for code in lists["penalty_category"].codes] == [
        "警告",
        "罚款",
        "没收违法所得、没收非法财物",
        "责令停产停业",
        "暂扣或者吊销许可证、暂扣或者吊销执照",
        "行政拘留",
        "其他",
    ]
    assert [(code.code, code.label) for code in lists["current_status"].codes] == [
        ("0", "正常"),
        ("1", "撤销"),
        ("2", "异议"),
        ("3", "其他"),
    ]
    assert lists["current_status"].wanted == "code"
    for name in ("approval_category", "penalty_category"):
        assert (lists[name].wanted, lists[name].numbering_stable) == ("label", False)
        assert not any(re.search(r"[0-9]", code.code) for code in lists[name].codes), "no vendor's numbers"
    assert lists["penalty_category_several"].several
    assert lists["penalty_category_several"].codes == lists["penalty_category"].codes
    assert PENALTY.field("penalty_category_2").code_list == "penalty_category_several"
