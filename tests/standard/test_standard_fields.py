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
RECORDS = tuple(STANDARD.record_types.values())
OWN = tuple(record for record in RECORDS if record.name not in ("licence", "penalty"))
EVERY = pytest.mark.parametrize("record", RECORDS, ids=[record.name for record in RECORDS])
OURS = pytest.mark.parametrize("record", OWN, ids=[record.name for record in OWN])
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


@EVERY
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


@EVERY
def test_no_two_fields_share_a_header(record: RecordType):
    owner: dict[str, str] = {}
    for field in record.fields:
        for name in {field.title, field.name, field.title_en, *field.aliases, *([field.code] if field.code else [])}:
            plain = re.sub(r"[\s()_\-]", "", unicodedata.normalize("NFKC", name)).casefold()
            assert owner.setdefault(plain, field.name) == field.name, name


@EVERY
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


COMMON = """
subject_name subject_uscc subject_organisation_code subject_registration_number subject_tax_number subject_citizen_id
legal_representative document_number decision_date authority current_status division_code data_timestamp remarks
""".split()


def test_the_record_types():
    assert {record.name: record.title.zh for record in RECORDS} == {
        "licence": "行政许可",
        "penalty": "行政处罚",
        "registration": "登记信息",
        "qualification": "资质信息",
        "inspection": "监督检查",
        "rating": "信用评价",
        "list-entry": "名单名录",
        "commitment": "承诺信息",
        "judicial": "司法信息",
        "arrears": "欠缴信息",
        "honour": "表彰奖励",
        "annual-report": "年度报告",
        "conduct": "失信/守信行为记录",
        "credit-file": "信用档案",
        "market-credit": "市场信用信息",
    }


@EVERY
def test_every_record_has_what_all_records_share(record: RecordType):
    names = [field.name for field in record.fields if not field.addition]
    assert set(COMMON) <= set(names)
    additions = [field.name for field in record.fields if field.addition]
    assert {"publication_date", "subject_category", "usage_scope"} <= set(additions)
    assert [field.name for field in record.fields] == names + additions, "additions come behind"
    for name in ("subject_name", "decision_date", "authority", "division_code", "data_timestamp"):
        assert record.field(name).requirement == "required", name


@OURS
def test_what_is_our_own_design_says_so(record: RecordType):
    assert record.clause == f"profile#{record.name}"
    for field in record.fields:
        assert (field.origin, field.requirement_origin) == ("profile", "profile"), field.name
        standing = STANDARD.documents[field.clause.split("#")[0]].standing
        assert standing in ("own", "vendor", "practice"), field.name
        assert field.length_origin is None or standing == "vendor" or field.name == "usage_scope" or field.code_list


@OURS
def test_titles_are_neutral_and_the_words_of_the_form_are_still_known(record: RecordType):
    for name in COMMON[:6]:
        field, form = record.field(name), LICENCE.field(name)
        assert "行政相对人" not in field.title, name
        assert form.title in field.aliases, name


@OURS
def test_a_type_is_told_by_headers_that_only_it_has(record: RecordType):
    """Between a sheet's header and its item stand the names: each type has some that no other type knows."""
    others = [Matcher(other) for other in RECORDS if other.name != record.name]
    titles = [field.title for field in record.fields if field.requirement == "required"]
    alone = [title for title in titles if not any(other.match(title) for other in others)]
    assert len(alone) >= 1, titles
    whole = {field.title for field in record.fields}
    for other in others:
        assert sum(other.match(title) is not None for title in whole) < len(whole)


def test_headers_of_published_tables_are_recognised():
    """The blacklist and the red list of a city's platform, and the published list of judgment defaulters."""
    tables = {
        "list-entry": """机构全称 统一社会信用代码 组织机构代码 工商注册号 认定单位 认定文号 法定代表人 主要失信事实
            处理处罚或判决主要内容 确认严重失信日期 公示截止期""",
        "honour": "机构全称 表彰文件号 荣誉名称 认定机关全称 认定日期 公示截止期",
        "judicial": """案号 被执行人姓名/名称 执行法院 执行依据文号 作出执行依据单位 生效法律文书确定的义务 被执行人的履行情况
            失信被执行人行为具体情形 立案时间 发布时间""",
    }
    for name, headers in tables.items():
        matcher = Matcher(STANDARD.record_types[name])
        found = [matcher.match(header) for header in headers.split()]
        assert None not in found, name
        assert len({match.field.name for match in found if match}) == len(found), name
