"""The small tables: a piece of the file, the cell in question among those by which its record is known."""

from __future__ import annotations

import pytest
from handmade import REQUEST, a_result, a_tally, a_violation
from lxml import html
from msgspec.structs import replace

from conformance.engine.model import Due, DueToday, Filling, Neighbour, Profile
from conformance.report.build import build_report
from conformance.report.html import render
from conformance.report.view import View

KEY, SUBJECT = Neighbour(0, "沪许〔2016〕1号"), Neighbour(1, "上海示例有限公司")


def table_of(*violations, rule="pattern", **more):
    failed = len(violations)
    tallies = more.pop("tallies", [a_tally(rule, "remarks", failed)])
    report = build_report([a_result(tallies=tallies, violations=list(violations), **more)], REQUEST)
    return html.fromstring(render(report, View(REQUEST.standard)))


def lines(shown, number=1):
    table = shown.xpath(f'(//*[@id="problem-1"]//table)[{number}]')[0]
    return [[cell.text_content().strip() for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]


def test_it_looks_like_the_sheet():
    bad = a_violation("pattern", "remarks", row=17, value="甲", around=(KEY, SUBJECT))
    assert lines(table_of(bad)) == [
        ["行", "A 文号", "B 行政相对人名称", "G 备注"],
        ["17", "沪许〔2016〕1号", "上海示例有限公司", "G17 甲"],
    ]


def test_the_bad_cell_stands_where_it_stands_in_the_file():
    bad = a_violation("pattern", "document_number", row=3, value="x", around=(SUBJECT,))
    assert lines(table_of(bad, tallies=[a_tally("pattern", "document_number", 1)]))[0] == [
        "行",
        "A 文号",
        "B 行政相对人名称",
    ]


def test_the_bad_cell_is_marked_by_more_than_its_colour():
    cell = table_of(a_violation("pattern", "remarks", row=17, around=(KEY,))).xpath('//td[@class="bad"]')[0]
    assert cell.xpath('./span[@class="address"]/text()') == ["G17"]


def test_a_blank_cell_says_so():
    assert lines(table_of(a_violation("pattern", "remarks", value=None, around=(Neighbour(0, None),))))[1][1:] == [
        "（空）",
        "G2 （空）",
    ]


@pytest.mark.parametrize(("fix", "head"), [("safe", "改为"), ("confirm", "改为（请核对）"), ("none", "供核对")])
def test_how_sure_a_change_is_stands_above_it(fix, head):
    bad = a_violation("date-form", "remarks", value="2016.5.9", details={"expected": "2016/05/09"}, fix=fix)
    request = replace(
        REQUEST,
        standard=replace(
            REQUEST.standard,
            rules={**REQUEST.standard.rules, "date-form": replace(REQUEST.standard.rules["date-form"], fix=fix)},
        ),
    )
    report = build_report([a_result(tallies=[a_tally("date-form", "remarks", 1)], violations=[bad])], request)
    shown = html.fromstring(render(report, View(request.standard)))
    assert [row[-1] for row in lines(shown)] == [head, "2016/05/09"]


def test_sentences_that_differ_stand_beside_their_cells():
    found = [a_violation("pattern", "remarks", row=row, value=f"值{row}", around=(KEY,)) for row in (2, 3)]
    assert [row[-1] for row in lines(table_of(*found))] == ["说明", "“备注”的值“值2”有误。", "“备注”的值“值3”有误。"]


def test_one_sentence_for_all_is_said_once():
    found = [a_violation("required", "remarks", row=row, value=None, around=(KEY,)) for row in (2, 3)]
    shown = table_of(*found, rule="required")
    assert shown.xpath('//p[@class="said"]/text()') == ["必填项“备注”为空。"]
    assert lines(shown)[0][-1] == "G 备注"


def test_a_sentence_that_holds_for_one_column_stands_above_its_table():
    rows = [("subject_name", 2), ("subject_name", 3), ("remarks", 2), ("remarks", 3)]
    found = [a_violation("required", field, row=row, value=None, around=(KEY,)) for field, row in rows]
    shown = table_of(*found, rule="required", tallies=[a_tally("required", field, 2) for field, _ in rows[::2]])
    sentences = shown.xpath('//*[@id="problem-1"]/p/text()')
    assert {"必填项“行政相对人名称”为空。", "必填项“备注”为空。"} <= set(sentences)
    assert lines(shown)[0][-1] != "说明"


def test_every_column_has_its_own_table_the_most_frequent_first():
    found = [a_violation("pattern", field, row=2, around=(KEY,)) for field in ("subject_name", "remarks")]
    tallies = [a_tally("pattern", "subject_name", 2), a_tally("pattern", "remarks", 9)]
    captions = table_of(*found, tallies=tallies).xpath('//*[@id="problem-1"]//caption/text()')
    assert captions == ["“备注”列，共 9 处，先列 1 处", "“行政相对人名称”列，共 2 处，先列 1 处"]


def test_columns_beyond_the_first_four_are_named():
    fields = ("document_number", "subject_name", "subject_uscc", "subject_citizen_id", "decision_date", "remarks")
    found = [a_violation("pattern", field, row=2, value="x") for field in fields]
    shown = table_of(*found, tallies=[a_tally("pattern", field, 1) for field in fields])
    assert len(shown.xpath('//*[@id="problem-1"]//table')) == 4
    assert "另有 2 列也有这个问题：决定日期、备注" in shown.get_element_by_id("problem-1").text_content()


def test_a_line_of_the_file_is_said_where_it_is_another_than_the_row():
    assert lines(table_of(a_violation("pattern", "remarks", row=17, line=20)))[1][0] == "17 文件第 20 行"


def test_without_neighbours_the_key_stands_for_the_record():
    assert lines(table_of(a_violation("pattern", "remarks", row=9)))[1] == ["9", "沪许〔2016〕1号", "G9 x"]


def test_in_a_payload_places_are_records_and_pointers():
    bad = a_violation("pattern", "remarks", row=3, value="甲", around=(KEY,))
    shown = table_of(bad, format="json", pointer_prefix="/data")
    assert lines(shown) == [["记录", "文号", "备注"], ["第 2 条", "沪许〔2016〕1号", "/data/1/备注 甲"]]


def test_what_concerns_the_whole_file_is_a_sentence():
    bad = a_violation("missing-column", "remarks", row=None, value=None, record=None, line=None, ordinal=None)
    shown = table_of(bad, rule="missing-column", tallies=[a_tally("missing-column", "", 1)])
    problem = shown.get_element_by_id("problem-1")
    assert not problem.xpath(".//table")
    assert "缺少列“备注”。" in problem.text_content()


def test_records_that_fall_due_are_a_table_too():
    due = Due(5, 6, 6, 4, 5, "2016/05/09", "沪许〔2016〕1号", (), (KEY, SUBJECT))
    fillings = tuple(Filling(10, 0, 0) for _ in a_result().columns)
    report = build_report([a_result(profile=Profile(fillings, (), DueToday(7, 1, (due,))))], REQUEST)
    shown = html.fromstring(render(report, View(REQUEST.standard)))
    rows = [[cell.text_content().strip() for cell in row] for row in shown.xpath('//*[@id="due"]//tr')]
    assert rows == [
        ["行", "A 文号", "B 行政相对人名称", "F 决定日期"],
        ["6", "沪许〔2016〕1号", "上海示例有限公司", "2016/05/09"],
    ]


def test_cells_that_a_program_mends_and_those_that_a_person_mends_do_not_share_a_table():
    found = [
        a_violation("date-form", "remarks", row=row, value="x", details={"expected": "y"}, fix=fix)
        for row, fix in ((2, "safe"), (3, "none"), (4, "safe"), (5, "confirm"))
    ]
    rules = {**REQUEST.standard.rules, "date-form": replace(REQUEST.standard.rules["date-form"], fix="safe")}
    request = replace(REQUEST, standard=replace(REQUEST.standard, rules=rules))
    report = build_report([a_result(tallies=[a_tally("date-form", "remarks", 4)], violations=found)], request)
    shown = html.fromstring(render(report, View(request.standard)))
    heads = [(table[0][-1], [row[0] for row in table[1:]]) for table in (lines(shown, n) for n in (1, 2, 3))]
    assert heads == [("改为", ["2", "4"]), ("改为（请核对）", ["5"]), ("供核对", ["3"])]
    mend = shown.xpath('string(//*[@id="problem-1"]//*[@class="mend"])')
    assert "2 处可用 conformance fix 自动更正，1 处核对后可用 conformance fix --confirm 更正，1 处须由人更正" in mend
