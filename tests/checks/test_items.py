"""What an item asks, kind by kind, on cells that practice writes."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import conformance
from conformance.checks import Context, Judgement, build
from conformance.standard.load import load

RATING = {
    "评价名称": "纳税信用等级",
    "评价等级": "A",
    "评价年度": "2015",
    "主体名称": "上海沁岑澜食品有限公司",
    "统一社会信用代码": "91310115MA1K3A7X5P",
    "评价日期": "2016/04/20",
    "评价单位": "上海市地方税务局",
    "地方编码": "310000",
    "数据更新时间戳": "2016/05/12",
}


def found(item: str = "tax-credit-rating", party: str | None = None, **cells: str | None) -> set[tuple[str, str]]:
    """Rule and severity of everything that is said about one record."""
    report = conformance.check([RATING | cells], item=item, party=party, as_of="2016-12-31")
    return {(finding.rule, finding.severity) for finding in report.findings}


def test_a_record_that_suits_the_item() -> None:
    assert found() == set()


@pytest.mark.parametrize("name", ["“纳税信用”等级", "纳税信用等级 ", "《纳税信用等级评价》"])
def test_quotes_brackets_and_blanks_make_no_other_name(name: str) -> None:
    assert ("value-of-item", "warning") not in found(评价名称=name)


def test_another_name_is_a_warning_and_another_grade_an_error() -> None:
    assert found(评价名称="质量信用等级") == {("value-of-item", "warning")}
    assert found(评价等级="AA") == {("value-of-item", "error")}


@pytest.mark.parametrize("body", ["市地税局", "上海市地方税务局", "上海市地方税务局徐汇区分局"])
def test_the_bureau_by_any_of_its_names(body: str) -> None:
    assert found(评价单位=body) == set()


def test_another_body_is_a_warning() -> None:
    assert found(评价单位="上海市统计局") == {("issuing-organ-unknown", "warning")}


def test_a_person_where_the_item_is_about_organisations() -> None:
    person = {"统一社会信用代码": None, "证件号码": "310109198103050310"}
    assert ("subject-identifier-kind", "error") in found("quality-grade", **person)


def test_an_organisation_where_the_item_is_about_persons() -> None:
    conduct = {
        "行为名称": "严重交通违法行为",
        "认定文号": "沪公交〔2016〕1号",
        "公示日期": "2016/05/12",
        "行为性质": "失信",
        "行为事实": "机动车闯红灯",
        "主体名称": "周岑荞",
        "统一社会信用代码": "91310115MA1K3A7X5P",
        "认定日期": "2016/04/20",
        "认定单位": "上海市公安局",
        "地方编码": "310000",
        "数据更新时间戳": "2016/05/12",
    }
    report = conformance.check([conduct], item="traffic-serious", as_of="2016-12-31")
    assert "subject-identifier-kind" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"统一社会信用代码": None, "证件号码": "310109198103050310"}, True),
        ({"统一社会信用代码": None, "证件号码": "310109198103050310", "主体类别": "自然人"}, True),
        ({"主体类别": "个体工商户"}, True),
        ({"统一社会信用代码": None, "主体类别": "个体工商户"}, True),
        ({"主体类别": "法人及非法人组织"}, False),
        ({"统一社会信用代码": None, "主体类别": "法人及非法人组织"}, False),
        ({"主体类别": None}, False),
        ({"统一社会信用代码": None, "主体类别": None}, True),
    ],
)
def test_whom_an_item_about_persons_takes(cells: dict[str, str | None], right: bool) -> None:
    """Told by the codes, and by the category where it is stated; an individual business may look like either."""
    record = RATING | {"主体名称": "周岑荞", "主体类别": None, "证件号码": None} | cells
    report = conformance.check([record], item="director-duty", as_of="2016-12-31")
    said = [finding.message for finding in report.findings if "只归集" in finding.message]
    assert [("自然人的信息" in sentence) for sentence in said] == ([] if right else [True])


def test_of_many_units_the_first_three_are_named() -> None:
    standard = load()
    units = list(standard.units)[:4]
    titles = [standard.units[unit].title.zh for unit in units]
    context = Context(
        standard, standard.record_types["rating"], frozenset({"authority"}), date(2016, 12, 31), "submission"
    )

    def said(several: list[str]) -> str:
        judgement = build(context, "issuer", ("authority",), {"units": several})
        assert isinstance(judgement, Judgement)
        return pl.select(judgement.details["expected"]).item()

    assert said(units[:3]) == "、".join(titles[:3])
    assert said(units) == "、".join(titles[:3]) + "等4个单位"


def test_the_sender_is_told_once_for_the_whole_file_and_every_row_goes_back() -> None:
    report = conformance.check(
        [RATING, RATING | {"主体名称": "上海澜樾有限公司"}],
        item="tax-credit-rating",
        party="unit:sh-fda",
        as_of="2016-12-31",
    )
    senders = [finding for finding in report.findings if finding.rule == "provider-registered"]
    assert len(senders) == 1
    assert report.inputs[0].rejected_rows == 2


@pytest.mark.parametrize("party", ["unit:sh-tax", "unit:sh_tax", None])
def test_the_registered_unit_may_send(party: str | None) -> None:
    assert "provider-registered" not in {rule for rule, _ in found(party=party)}


LICENCE = {
    "行政许可决定书文号": "苏园市监许〔2016〕第00123号",
    "项目名称": "食品经营许可（新办）",
    "审批类别": "普通",
    "许可内容": "准予从事预包装食品销售",
    "行政相对人名称": "苏州沁岑澜食品有限公司",
    "统一社会信用代码": "91310115MA1K3A7X5P",
    "许可决定日期": "2016/05/09",
    "许可机关": "苏州工业园区市场监督管理局",
    "地方编码": "320571",
    "数据更新时间戳": "2016/05/12",
}


def test_a_column_that_only_the_partner_s_platform_asks_for_is_missed_with_a_warning() -> None:
    report = conformance.check([LICENCE], party="province:320000", as_of="2016-12-31")
    assert [(f.rule, f.field, f.severity) for f in report.findings] == [
        ("missing-column", "power_list_code", "warning")
    ]
    assert (report.verdict, report.inputs[0].accepted_rows) == ("conforming-with-warnings", 1)


def test_the_column_asked_for_is_to_be_filled() -> None:
    report = conformance.check([LICENCE | {"行政许可编码": "无"}], party="province:320000", as_of="2016-12-31")
    assert [(f.rule, f.severity) for f in report.findings] == [("required", "warning")]


def test_a_functional_zone_is_known_by_its_extension_code() -> None:
    report = conformance.check([LICENCE | {"地方编码": "320570"}], as_of="2016-12-31")
    assert [f.rule for f in report.findings] == ["division-in-force"]
    assert conformance.check([LICENCE], as_of="2016-12-31").findings == []


def test_where_every_record_contradicts_the_item_the_report_asks_whether_it_is_the_right_one() -> None:
    from conformance.report.text import render
    from conformance.report.view import View

    other = [RATING, RATING | {"主体名称": "上海澜樾有限公司"}]
    report = conformance.check(other, item="quality-grade", as_of="2016-12-31")
    assert "请先核对数据事项（--item）是否选对" in render(report, View(load()))
    assert "是否选对" not in render(
        conformance.check(other, item="tax-credit-rating", as_of="2016-12-31"), View(load())
    )


def test_an_item_is_called_by_its_title_as_well() -> None:
    assert found("纳税信用等级") == set()


def test_a_person_where_only_our_reading_is_that_the_item_is_about_organisations() -> None:
    person = {"统一社会信用代码": None, "证件号码": "310109198103050310", "主体名称": "周岑荞"}
    assert found(**person) == {("subject-identifier-kind", "warning")}


def test_a_long_list_of_ids_is_cut() -> None:
    with pytest.raises(conformance.UsageError) as caught:
        conformance.check([RATING], party="zzz")
    assert len(str(caught.value)) < 400
