"""``--format xlsx``: the annotated workbook, read back with two libraries and by the tool itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from annotated import AS_OF, CITIZEN, RECORD, a_record, fill, lines, said, texts, workbook, write
from python_calamine import CalamineWorkbook

from conformance import check
from conformance.report.errors import UsageError
from conformance.report.registry import renderer
from conformance.report.view import View
from conformance.report.xlsx import copying, kept
from conformance.report.xlsx.looks import FILLS
from conformance.report.xlsx.write import write_book
from conformance.standard.load import load

ERROR, WARNING, _ = (colour.removeprefix("#") for colour in FILLS)
DATE = "L"
"""The column of the decision date."""
BAD = [a_record(1), a_record(2, 许可决定日期="2016/13/45", 项目名称=""), a_record(3, 备注=" 补发")]


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    return workbook(write(tmp_path / "许可.csv", BAD), tmp_path / "批注.xlsx")


def test_the_summary_comes_first_with_verdict_counts_and_what_was_not_checked(book):
    assert book.sheetnames == ["结论", "问题清单", "数据"]
    summary = said(book["结论"])
    for part in ("不通过：可入库 2 条、退回 1 条", "错误 2 处、警告 1 处", "未校验的内容", "sha256:", "2016-06-01"):
        assert part in summary


def test_a_line_says_what_to_change_to_what_and_leads_to_the_cell(book):
    sheet = book["问题清单"]
    found = {line["位置"]: line for line in lines(sheet)}
    assert set(found) == {"B3", "L3", "R4"}
    line = found["L3"]
    assert (line["级别"], line["规则"], line["规则编号"]) == ("错误", "日期无效", "date")
    assert (line["文号"], line["相对人（主体）"]) == ("沪食药监许〔2016〕第00002号", "上海浦江示例食品有限公司")
    assert "2016/13/45" in line["问题"]
    assert line["更正建议"]
    assert line["依据"]
    assert {cell.hyperlink.location for cell in sheet["C"] if cell.hyperlink} == {"'数据'!B3", "'数据'!L3", "'数据'!R4"}


def test_a_change_is_told_where_it_is_sure_and_other_hints_apart_from_it(tmp_path):
    records = [a_record(1, 备注=" 补发", 许可决定日期="2017/01/01")]
    found = {line["规则编号"]: line for line in lines(workbook(records, tmp_path / "a.xlsx")["问题清单"])}
    told = {rule: (line["改为"], line["供核对"], line["改法"]) for rule, line in found.items()}
    assert told["surrounding-blanks"] == ("补发", None, "改法唯一")
    assert told["not-in-future"] == (None, None, "由人更正")  # the day of checking is no value for the cell


def test_bad_cells_are_filled_by_severity_and_say_why(book):
    sheet = book["数据"]
    assert [fill(sheet[place]) for place in ("L3", "B3", "R4", "L2", "A3")] == [ERROR, ERROR, WARNING, None, None]
    assert "2016/13/45" in sheet["L3"].comment.text
    assert "更正" in sheet["L3"].comment.text
    assert sheet["L2"].comment is None


def test_the_copy_is_the_data_as_written_read_by_two_libraries(tmp_path, book):
    written = [list(RECORD), *(list(record.values()) for record in BAD)]
    assert texts(book["数据"]) == [[cell or None for cell in row] for row in written]
    assert CalamineWorkbook.from_path(tmp_path / "批注.xlsx").get_sheet_by_name("数据").to_python() == written


def test_checking_the_copy_finds_the_same_in_the_same_cells(tmp_path):
    source = write(tmp_path / "a.csv", [*BAD, a_record(1), a_record(5, 统一社会信用代码="９1310115MA1H70CGXJ")])
    workbook(source, tmp_path / "a.xlsx")
    first, again = check(source, as_of=AS_OF), check(tmp_path / "a.xlsx", sheet="数据", as_of=AS_OF)
    assert [(f.rule, f.cell, f.value) for f in again.findings] == [(f.rule, f.cell, f.value) for f in first.findings]
    assert again.counts == first.counts


def test_long_numbers_and_leading_zeros_stay(tmp_path):
    records = [a_record(1, 工商登记码="0012345678901234567", 备注="007")]
    book = workbook(write(tmp_path / "a.csv", records), tmp_path / "a.xlsx")
    row = {cell.value: cell for cell in book["数据"][2]}
    assert {"0012345678901234567", "007"} <= set(row)
    assert row["007"].number_format == "@"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x","y")',
     "http://example.org", "mailto:a@b.c", "<r><t>甲</t></r>", "_x0041_", "甲\n乙 ", "']]>&<x/>"],
)  # fmt: skip
def test_no_text_becomes_a_formula_a_link_or_markup(tmp_path, text):
    records = [a_record(1, 许可内容=text, 项目名称=text, 行政相对人名称=text)]
    book = workbook(records, tmp_path / "a.xlsx", group_by="项目名称")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not any(b"<f>" in part or b"<f " in part for part in parts.values())
    assert not any(b'TargetMode="External"' in part for part in parts.values())
    cell = next(cell for cell in book["数据"][2] if cell.column == 4)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    copy = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("数据").to_python()
    assert copy[1][3] == text


def test_characters_that_xml_cannot_hold_stay(tmp_path):
    workbook([a_record(1, 备注="甲\x07乙\x0b\ufffe")], tmp_path / "a.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("数据")
    # U+FFFE is written as Excel writes it; calamine takes only control characters back.
    assert sheet.to_python()[1][17] in {"甲\x07乙\x0b\ufffe", "甲\x07乙\x0b_xFFFE_"}


def test_a_cell_too_long_for_a_workbook_is_cut_and_that_is_said(tmp_path):
    book = workbook([a_record(1, 许可内容="长" * 40_000)], tmp_path / "a.xlsx")
    content = book["数据"]["D2"].value
    assert (len(content), content[-1]) == (32_767, "…")
    assert "有 1 个单元格超过 32767 个字符" in said(book["结论"])
    assert "D2" in said(book["结论"])


def test_headers_that_are_empty_or_come_twice_are_copied(tmp_path):
    headers = [*list(RECORD)[:-2], "", "项目名称"]
    book = workbook(write(tmp_path / "a.csv", [a_record(1)], headers), tmp_path / "a.xlsx")
    assert [cell.value for cell in book["数据"][1]] == [header or None for header in headers]
    twice = book["数据"]["R1"]
    assert fill(twice) == ERROR
    assert twice.comment is not None


def test_a_missing_column_is_a_line_that_leads_to_the_header(tmp_path):
    records = [{key: value for key, value in a_record(1).items() if key != "项目名称"}]
    book = workbook(write(tmp_path / "a.csv", records), tmp_path / "a.xlsx")
    line = next(line for line in lines(book["问题清单"]) if line["规则编号"] == "missing-column")
    assert line["位置"] == "整个文件"
    assert {cell.hyperlink.location for cell in book["问题清单"]["C"] if cell.hyperlink} == {"'数据'!A1"}


def test_cells_beyond_the_last_column_are_copied(tmp_path):
    source = write(tmp_path / "a.csv", [a_record(1)])
    source.write_text(source.read_text(encoding="utf-8") + "甲,乙" + "," * 16 + ",多,余\n", encoding="utf-8")
    sheet = workbook(source, tmp_path / "a.xlsx")["数据"]
    assert [sheet["A3"].value, sheet["S3"].value, sheet["T3"].value] == ["甲", "多", "余"]
    assert fill(sheet["A3"]) == ERROR


def test_rows_stand_where_the_source_has_them_footers_too(tmp_path):
    source = tmp_path / "a.xlsx"
    plain = openpyxl.Workbook()
    for row in (
        [],
        ["行政许可信息公示表"],
        [],
        list(RECORD),
        list(a_record(1, 许可决定日期="x").values()),
        ["合计", "1"],
    ):
        plain.active.append(row)
    plain.save(source)
    book = workbook(source, tmp_path / "b.xlsx")
    assert book["数据"]["A4"].value == "行政许可决定书文号"
    assert fill(book["数据"][f"{DATE}5"]) == ERROR
    assert book["数据"]["A6"].value == "合计"


def test_several_inputs_have_a_copy_each_and_one_that_cannot_be_read_is_said(tmp_path):
    files = [write(tmp_path / f"{name}.csv", BAD) for name in ("甲", "乙")]
    (tmp_path / "丙.csv").write_bytes(b"\x00\x01")
    book = workbook([*files, tmp_path / "丙.csv"], tmp_path / "a.xlsx")
    assert book.sheetnames == ["结论", "问题清单", "数据 甲", "数据 乙"]
    assert {line["文件"] for line in lines(book["问题清单"])} == {str(file) for file in files}
    assert "丙.csv" in said(book["结论"])
    assert "未校验" in said(book["结论"])


def test_rows_that_a_sheet_cannot_hold_go_on_in_another_and_links_follow(tmp_path, monkeypatch):
    monkeypatch.setattr("conformance.report.xlsx.outlet.write_book", partial(write_book, sheet_rows=3))
    records = [a_record(number, 许可决定日期="x" if number == 5 else "2016/05/03") for number in range(1, 6)]
    book = workbook(write(tmp_path / "a.csv", records), tmp_path / "a.xlsx")
    copies = book.worksheets[2:]
    assert [(sheet.title, sheet.max_row) for sheet in copies] == [("数据", 3), ("数据 2", 3), ("数据 3", 2)]
    assert [sheet["A1"].value for sheet in copies] == ["行政许可决定书文号"] * 3
    assert fill(book["数据 3"][f"{DATE}2"]) == ERROR
    (line,) = book["问题清单"].iter_rows(min_row=2)
    assert (line[2].value, line[2].hyperlink.location) == ("L6", "'数据 3'!L2")
    assert "“数据”放不下全部数据行，接在：数据 2、数据 3" in said(book["结论"])


def test_a_file_that_is_given_twice_is_copied_twice(tmp_path):
    source = write(tmp_path / "a.csv", BAD)
    book = workbook([source, source], tmp_path / "a.xlsx")
    assert book.sheetnames == ["结论", "问题清单", "数据 a", "数据 a 2"]
    again = 3  # records that come a second time, each of them a warning
    assert [book[name].max_row for name in book.sheetnames[1:]] == [7 + again, 4, 4]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert package.read("xl/worksheets/sheet3.xml").count(b'<row r="2"') == 1


def test_records_of_json_have_pointers_and_nested_values_as_text(tmp_path):
    source = tmp_path / "a.json"
    source.write_text(
        '{"data":[{"项目名称":{"a":["甲"]},"许可决定日期":"x","编号":1234567890123456789012}]}', encoding="utf-8"
    )
    book = workbook(source, tmp_path / "a.xlsx", item="admin-licence")
    assert [cell.value for cell in book["数据"][2]] == ['{"a": ["甲"]}', "x", "1234567890123456789012"]
    found = {line["规则编号"]: line["JSON 指针"] for line in lines(book["问题清单"])}
    assert found["date"] == "/data/0/许可决定日期"


def test_a_repeat_far_down_is_filled_though_it_is_told_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "BLOCK", 2)
    source = write(tmp_path / "a.csv", [a_record(1), a_record(2), a_record(3), a_record(2), a_record(4)])
    sheet = workbook(source, tmp_path / "a.xlsx")["数据"]
    assert [fill(sheet[f"A{row}"]) for row in range(2, 7)] == [None, None, None, WARNING, None]


def test_personal_data_is_masked_where_it_is_quoted_and_whole_in_the_copy(tmp_path):
    records = [
        a_record(1, 备注=f" {CITIZEN}", 行政相对人名称="王示例", 统一社会信用代码="", 居民身份证号="310115199001011233")
    ]
    book = workbook(write(tmp_path / "a.csv", records), tmp_path / "a.xlsx")
    quoted = said(book["问题清单"]) + said(book["结论"])
    comments = "".join(cell.comment.text for row in book["数据"] for cell in row if cell.comment)
    for secret in (CITIZEN, "310115199001011233", "王示例"):
        assert secret not in quoted + comments
        assert secret.strip() in said(book["数据"])
    assert "个人信息没有隐去" in said(book["结论"])


def test_every_bad_cell_is_filled_though_examples_notes_and_lines_have_limits(tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "COMMENTS", 12)
    monkeypatch.setattr(kept, "EACH", 25)
    records = [a_record(number, 许可决定日期="x", 备注=" 甲" if number == 30 else "") for number in range(1, 41)]
    book = workbook(write(tmp_path / "a.csv", records), tmp_path / "a.xlsx", examples=3)
    sheet = book["数据"]
    assert all(fill(sheet[f"{DATE}{row}"]) == ERROR for row in range(2, 42))
    assert len(lines(book["问题清单"])) == 26
    assert sheet["R31"].comment is not None, "a rare rule has its note though another one fails everywhere"
    assert sum(cell.comment is not None for row in sheet for cell in row) == 12
    summary = said(book["结论"])
    for part in ("错误 40 处、警告 1 处", "问题共 41 处，清单列出 26 处", "批注共 12 个，没有全部加上"):
        assert part in summary


@pytest.mark.parametrize(
    ("counts", "level"), [([], 10), ([3, 4], 10), ([5, 5], 10), ([1, 100], 9), ([2, 50, 50], 4), ([9, 9, 9, 9], 2)]
)
def test_notes_are_shared_out_so_that_rare_rules_lose_none(counts, level):
    assert copying.level_of(counts, most=10) == level


def test_a_file_that_conforms_says_so(tmp_path):
    book = workbook(write(tmp_path / "a.csv", [a_record(1)]), tmp_path / "a.xlsx")
    assert "没有发现问题" in said(book["问题清单"])
    assert "校验通过" in said(book["结论"])


def test_words_are_english_by_choice(tmp_path):
    book = workbook(write(tmp_path / "a.csv", BAD), tmp_path / "a.xlsx", lang="en")
    assert book.sheetnames == ["Summary", "Problems", "Data"]
    assert texts(book["Problems"])[0][:3] == ["Severity", "Rule", "Place"]
    assert "Non-conforming" in said(book["Summary"])


def test_a_run_that_fails_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")
    with pytest.raises(UsageError):
        check(object(), workbook=target)  # type: ignore[arg-type]
    assert (target.read_bytes(), [entry.name for entry in tmp_path.iterdir()]) == (b"before", ["a.xlsx"])


def test_a_report_alone_makes_a_workbook_that_says_what_it_lacks(tmp_path):
    report = check(write(tmp_path / "a.csv", BAD), as_of=AS_OF)
    (tmp_path / "a.xlsx").write_bytes(renderer("xlsx").render(report, View(load())))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["结论", "问题清单"]
    assert [line["位置"] for line in lines(book["问题清单"])] == ["B3", "L3", "R4"]
    assert "没有数据副本" in said(book["结论"])


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("CI"), "CI has to have LibreOffice"
        pytest.skip("no LibreOffice (apt-get install libreoffice-calc-nogui)")
    workbook(write(tmp_path / "a.csv", BAD), tmp_path / "a.xlsx", group_by="许可机关")
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "ods",
        "a.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60, capture_output=True)
    again = CalamineWorkbook.from_path(tmp_path / "a.ods")
    assert again.sheet_names == ["结论", "问题清单", "分组汇总", "上海市食品药品监督管理局", "数据"]
    assert again.get_sheet_by_name("数据").to_python()[1] == list(a_record(1).values())
