from __future__ import annotations

import re

import pytest
from handmade import COLUMNS, REQUEST, STANDARD, a_check, a_result, a_rule, a_tally, a_violation, with_rule
from msgspec.structs import replace

from conformance.engine.model import DueToday, Filling, Profile, Tally
from conformance.report.build import Unread, build_report
from conformance.report.text import render
from conformance.report.view import View, visible
from conformance.standard.model import Text


def shown(*outcomes, lang="zh", request=REQUEST, colour=False, **more):
    report = build_report(outcomes, request, lang=lang, **more)
    return render(report, View(request.standard, lang, colour))


def wrong(failed=3, rows=200, rule="pattern", field="remarks", **more):
    violations = [a_violation(rule, field, row=row + 2, value=f"值{row}") for row in range(min(failed, 10))]
    return a_result(
        rows=rows,
        accepted=rows - failed,
        rejected=failed,
        tallies=[a_tally(rule, field, failed, rows)],
        violations=violations,
        **more,
    )


def test_the_verdict_is_the_first_line():
    assert shown(wrong(late=1)).splitlines()[0] == "不通过：可入库 197 条、退回 3 条、迟报 1 条。请更正后报送。"


def test_the_verdict_in_english():
    first = shown(wrong(), lang="en").splitlines()[0]
    assert first == "Non-conforming: 197 accepted, 3 rejected, 0 late. Please correct, then submit."


@pytest.mark.parametrize(
    ("result", "first"),
    [
        (a_result(tallies=[]), "校验通过：可入库 10 条、退回 0 条、迟报 0 条。可以报送。"),
        (
            a_result(tallies=[a_tally("date-form", "decision_date", 1)]),
            "通过（有提示）：可入库 10 条、退回 0 条、迟报 0 条。可以报送。",
        ),
        (
            Unread("x.pdf", Text("这是PDF。", "PDF")),
            "未校验：可入库 0 条、退回 0 条、迟报 0 条。请先解决未能校验的文件，再重新校验。",
        ),
    ],
)
def test_every_verdict_has_its_words(result, first):
    assert shown(result).splitlines()[0] == first


def test_for_publication_the_advice_speaks_of_publication():
    assert "可以公示" in shown(a_result(), request=replace(REQUEST, purpose="publication"))


def test_an_example_has_cell_row_and_quoted_value():
    assert re.search(r"G2，第 2 行  “备注”的值“值0”有误。  〔文号：沪许〔2016〕1号〕", shown(wrong()))


def test_where_there_are_no_rows_records_are_counted():
    text = shown(wrong(format="parquet"))
    assert "第 1 条记录" in text
    assert "第 2 行" not in text


def test_five_examples_and_the_number_of_the_rest():
    text = shown(wrong(failed=9))
    assert len(re.findall("的值“值", text)) == 5
    assert "另有 4 处未在此列出" in text


def test_every_field_has_a_turn_among_the_examples():
    many = [a_violation("pattern", "remarks", row=row) for row in range(2, 9)]
    one = a_violation("pattern", "subject_name", row=90, value="某公司")
    result = a_result(
        rows=99,
        tallies=[a_tally("pattern", "remarks", 7), a_tally("pattern", "subject_name", 1)],
        violations=[*many, one],
    )
    assert "B90" in shown(result)


@pytest.mark.parametrize(
    ("failed", "words"), [(3, "占 1.5% 的行"), (100, "占 50% 的行"), (150, "大多数行（75%）"), (200, "每一行都有")]
)
def test_wording_scales(failed, words):
    assert words in shown(wrong(failed=failed))


def test_a_whole_column_is_one_cause():
    assert "从源头一并更正" in shown(wrong(failed=200))
    assert "从源头一并更正" not in shown(wrong(failed=150))


def test_errors_come_before_warnings():
    result = a_result(
        tallies=[a_tally("date-form", "decision_date", 9), a_tally("pattern", "remarks", 1)],
        violations=[
            a_violation("date-form", "decision_date", details={"expected": "y"}),
            a_violation("pattern", "remarks"),
        ],
    )
    text = shown(result)
    assert text.index("[错误]") < text.index("[警告]")


def test_a_sentence_that_is_the_same_everywhere_is_said_once():
    request = with_rule(a_rule("pattern", message="每处都一样。"))
    assert shown(wrong(), request=request).count("每处都一样。") == 1


def test_many_remedies_become_the_sentence_they_are_cases_of():
    rule = a_rule("pattern", remedy=Text("请将“{value}”改掉。", "Change {value}."))
    text = shown(wrong(failed=5), request=with_rule(rule))
    assert "请将原值改掉。" in text
    assert "请将“值0”改掉。" not in text


def test_what_the_input_is():
    columns = (*COLUMNS, replace(COLUMNS[0], header="备用", field=None, how="unknown", near="备注"))
    text = shown(a_result(columns=columns, sheet="许可"))
    assert "licence.csv 工作表“许可”  [校验通过]" in text
    assert "CSV，编码 GB18030，按“行政许可信息”（admin-licence）校验，数据 10 条" in text
    assert "表头识别 7/7；未识别 1 个：备用（疑为备注）" in text


def test_the_columns_that_were_recognised_are_counted_against_those_of_the_item():
    kept = (COLUMNS[0], *(replace(column, field=None, how="unknown") for column in COLUMNS[1:]))
    text = shown(a_result(columns=kept, confidence=1.0))
    assert "表头识别 1/7；未识别 6 个" in text
    assert "100%" not in text


def test_optional_columns_are_counted_apart():
    optional = replace(STANDARD.record_types["licence"].fields[6], addition=True, requirement="optional")
    fields = (*STANDARD.record_types["licence"].fields[:6], optional)
    kind = replace(STANDARD.record_types["licence"], fields=fields)
    request = replace(REQUEST, standard=replace(STANDARD, record_types={"licence": kind}))
    assert "表头识别 6/6；另有可选的列 1 个" in shown(a_result(), request=request)


UNREAD = Unread("x.pdf", Text("这是PDF。", "PDF"))


@pytest.mark.parametrize(
    ("results", "first"),
    [
        ([wrong(), UNREAD], "不通过：可入库 197 条、退回 3 条、迟报 0 条；另有 1 个文件未能校验。请更正后报送。"),
        (
            [a_result(), UNREAD],
            "未校验：可入库 10 条、退回 0 条、迟报 0 条；另有 1 个文件未能校验。请先解决未能校验的文件，再重新校验。",
        ),
        (
            [a_result(), a_result(path="b.xlsx", sheet="处罚", rows=0, accepted=0)],
            "未校验：可入库 10 条、退回 0 条、迟报 0 条；另有 1 个文件或工作表未能校验。"
            "没有记录的表：本期确无记录的，正式报送后即记为零报告；应有记录的，请核对导出后再校验。",
        ),
        (
            [UNREAD, UNREAD],
            "未校验：可入库 0 条、退回 0 条、迟报 0 条。请先解决未能校验的文件，再重新校验。",
        ),
    ],
)
def test_the_first_line_says_what_was_not_checked(results, first):
    assert shown(*results).splitlines()[0] == first


def test_the_next_step_speaks_of_both_errors_and_what_was_not_checked():
    after = shown(wrong(), UNREAD).partition("下一步")[2]
    assert "请更正后报送" in after
    assert "请先解决未能校验的文件" in after


def test_several_inputs_are_told_apart():
    text = shown(wrong(), wrong(path="b.csv"))
    assert re.search(r"\n  licence\.csv\n\n  \[错误\]", text)
    assert re.search(r"\n  b\.csv\n\n  \[错误\]", text)


def test_what_was_not_checked_is_after_the_findings_and_says_why():
    skipped = [
        Tally(a_check("late", "decision_date"), "skipped", "no-party"),
        Tally(a_check("pattern", "remarks"), "skipped", "column-absent"),
        Tally(a_check("required", "remarks"), "skipped", "outside-calendar", unjudged=4),
    ]
    result = replace_columns(wrong(rule="surrounding-blanks", field="subject_uscc"), skipped)
    text = shown(result)
    assert text.index("未校验的内容") > text.index("[警告]")
    assert "因没有以下列，相关的 1 项校验没有进行：备注" in text
    assert "因未指明报送单位（--party），没有校验：规则late (late)" in text
    assert "规则required (required)：有 4 条记录没有判断，因日期超出工作日历的年份" in text


def replace_columns(result, tallies):
    columns = tuple(column for column in COLUMNS if column.field != "remarks")
    return replace(result, columns=columns, tallies=[*result.tallies, *tallies])


def test_ignored_sheets_and_columns_are_said():
    columns = (*COLUMNS, replace(COLUMNS[0], header="序号", field=None, how="ignored"))
    text = shown(a_result(columns=columns, ignored_sheets=(("说明", Text("没有可识别的列名", "no known headers")),)))
    assert "本文件的列：序号" in text
    assert "本文件的工作表：说明（没有可识别的列名）" in text


def test_columns_without_header_and_values_are_passed_over():
    columns = (*COLUMNS, replace(COLUMNS[0], header=" ", field=None, how="ignored"))
    text = shown(a_result(columns=columns))
    assert "不校验" not in text
    assert "没有遗漏的列和工作表" in text
    columns = (*COLUMNS, replace(COLUMNS[0], header="", field=None, how="unknown"))
    assert "没有遗漏的列和工作表" not in shown(a_result(columns=columns))


def test_capped_examples_are_said():
    assert "问题共 150 处，报告只收录 10 处示例" in shown(wrong(failed=150))


def test_nothing_left_out_is_said_too():
    assert "没有遗漏的列和工作表" in shown(a_result())


def test_back_filings_left_out_are_said():
    from datetime import date

    assert "2016-01-01 之前作出的决定" in shown(a_result(), request=replace(REQUEST, applies_from=date(2016, 1, 1)))


def test_an_unread_input_is_among_what_was_not_checked():
    text = shown(wrong(), Unread("x.pdf", Text("这是PDF。", "PDF")))
    assert text.index("x.pdf：整个文件") > text.index("未校验的内容")


def test_a_mapping_file_is_offered_where_no_header_was_recognised():
    text = shown(Unread("x.csv", Text("不认识。", "?"), "columns:\n  甲: 文号\n"))
    assert "--mapping" in text
    assert "      甲: 文号" in text


def test_only_a_hint_at_the_mapping_where_nothing_required_is_missing():
    text = shown(a_result(mapping_template="columns:\n  甲: 文号\n"))
    assert "mapping_template" in text
    assert "甲: 文号" not in text


def test_the_mapping_is_offered_where_a_required_column_is_missing():
    text = shown(a_result(mapping_template="甲: 文号\n", tallies=[a_tally("missing-column", "remarks", 1)]))
    assert "    甲: 文号" in text


def test_why_every_record_goes_back_is_said():
    missing = a_violation("missing-column", "remarks", row=None, column=None)
    result = a_result(tallies=[a_tally("missing-column", "remarks", 1)], violations=[missing], accepted=0, rejected=10)
    assert "因此全部记录退回" in shown(result)
    assert "因此全部记录退回" not in shown(wrong(failed=200))


def test_the_end_names_tool_edition_date_party_and_purpose():
    text = shown(a_result())
    assert "依据：标准 2016（版本 2016.9，sha256:0123456789ab）；报送用；校验日 2016-05-09；报送单位 未指明" in text


def test_the_next_step_names_a_rule():
    assert "conformance explain pattern" in shown(wrong())


def test_every_word_of_ours_survives_a_gbk_console():
    everything = shown(wrong(failed=150), a_result(path="b.csv", rows=0), Unread("x.pdf", Text("这是PDF。", "PDF")))
    everything.encode("gbk")


def test_no_colour_unless_asked():
    assert "\x1b[" not in shown(wrong())
    assert "\x1b[" in shown(wrong(), colour=True)


def test_text_of_others_cannot_steer_the_terminal():
    result = a_result(
        tallies=[a_tally("pattern", "remarks", 1)],
        violations=[a_violation("pattern", "remarks", value="\x1b[2J\u202e甲\n乙")],
    )
    text = shown(result)
    assert "\x1b" not in text
    assert "\\x1b[2J\\u202e甲\\n乙" in text


@pytest.mark.parametrize("text", ["行政许可（2016）〔1〕号", "plain", "「甲」·—…“”"])
def test_ordinary_text_is_shown_as_it_is(text):
    assert visible(text) == text


def test_what_falls_due_today_is_said_with_its_input():
    profile = Profile(tuple(Filling(10, 0, 0) for _ in COLUMNS), (), DueToday(7, 3))
    assert "    3 条今天（2016-05-09）到期，今天不报即为迟报" in shown(a_result(profile=profile)).splitlines()
    assert "到期" not in shown(a_result(profile=replace(profile, due=DueToday(7, 0))))


def test_that_it_cannot_be_told_what_falls_due_is_said():
    profile = Profile(tuple(Filling(10, 0, 0) for _ in COLUMNS), (), DueToday(7, 0, reason="outside-calendar"))
    assert "本文件今天到期的记录：没有判断" in shown(a_result(profile=profile))
