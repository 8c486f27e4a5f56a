"""The page on real files: what a stranger can read off it, and that it stays small whatever is wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from annotated import AS_OF, CITIZEN, a_record, write
from lxml import html

from conformance import check
from conformance.report.html import render
from conformance.report.mending import comparison, correction
from conformance.report.places import where
from conformance.report.view import View, visible
from conformance.standard.load import load

INVALID = Path(__file__).parents[2] / "examples" / "submissions" / "invalid"
WITH_CELLS = ("admin-penalty-mixed.xlsx", "encoding.csv", "nested-value.json")
WITHOUT_CELLS = (
    "declared-encoding.xml",
    "duplicate-column.csv",
    "file-form.xls",
    "hidden-sheet.xlsx",
    "merged-cells.xlsx",
    "missing-column.csv",
    "ragged-row.csv",
    "unknown-column.csv",
)
"""Files of which nothing is found in a cell: what is wrong is the header, a whole row, or the file."""
HEADS = {"safe": "改为", "confirm": "改为（请核对）", "none": "供核对"}
MISTAKES = (
    {"许可决定日期": "2016-05-03"},
    {"许可决定日期": "20160503"},
    {"项目名称": " 食品经营许可 "},
    {"统一社会信用代码": "91310115ma1h70cgxj"},
    {"统一社会信用代码": "91310115MA1H70CGX1"},
    {"统一社会信用代码": "91310115MA1H7OCGXJ"},
    {"审批类别": "不详"},
    {"当前状态": "正常"},
    {"当前状态": "9"},
    {"地方编码": "310115.0"},
    {"地方编码": "999999"},
    {"许可截止期": "2015/01/01"},
    {"居民身份证号": CITIZEN[:-1] + "3"},
    {"居民身份证号": "31011519900101123x"},
    {"许可内容": ""},
    {"数据更新时间戳": "2016/05/25"},
    {"许可决定日期": "2016/13/45"},
    {"许可内容": "预包装?食品"},
)
"""Some that a program could mend, some that it could mend if somebody looks, some that need a person."""


def generated(folder: Path, suffix: str) -> Path:
    records = [a_record(number, **mistake) for number, mistake in enumerate(MISTAKES, 1)]
    file = folder / f"licences.{suffix}"
    if suffix == "csv":
        return write(file, records)
    if suffix == "json":
        file.write_text(json.dumps({"data": records}, ensure_ascii=False), encoding="utf-8")
        return file
    book = openpyxl.Workbook()
    book.active.append(list(records[0]))
    for record in records:
        book.active.append(list(record.values()))
    book.save(file)
    return file


def shown_problems(report):
    shown = html.fromstring(render(report, View(load())))
    return {one.xpath("string(.//code)"): one for one in shown.xpath('//div[contains(@class, "problem ")]')}


def in_cells(report):
    return [finding for finding in report.findings if finding.record is not None and finding.column is not None]


def texts(row) -> list[str]:
    return [cell.text_content().strip() for cell in row.xpath("./th|./td")]


def told(problem, finding):
    """The line that a finding has on the page, by the heading above each of its cells; and the bad cell."""
    address = finding.cell or finding.pointer
    rows = [row for row in problem.xpath(".//tbody/tr") if address in row.xpath('.//*[@class="address"]/text()')]
    assert len(rows) == 1
    heads = texts(rows[0].xpath("ancestor::table/thead/tr")[0])
    return dict(zip(heads, texts(rows[0]), strict=True)), rows[0].xpath('string(./td[@class="bad"])')


def says_all_of(problem, finding) -> None:
    """Address, value, what to write and how sure that is, and what to do."""
    line, bad = told(problem, finding)
    value = visible(finding.value)[:80].strip() if finding.value else "（空）"
    assert bad.startswith(finding.cell or finding.pointer)
    assert bad.removeprefix(finding.cell or finding.pointer).strip() == value
    write_down = correction(finding, "zh") or comparison(finding, View(load()))
    headings = [head for head in HEADS.values() if head in line]
    assert headings == ([HEADS[finding.fix]] if write_down else [])
    assert [line[head] for head in headings] == ([write_down] if write_down else [])
    assert finding.remedy in problem.xpath('string(.//div[@class="mend"])')


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_of_every_finding_the_page_says_where_what_it_holds_what_to_write_and_how_sure_that_is(suffix, tmp_path):
    report = check(generated(tmp_path, suffix), item="admin-licence", as_of=AS_OF, party="district:310115")
    findings = in_cells(report)
    problems = shown_problems(report)
    for finding in findings:
        says_all_of(problems[finding.rule], finding)
    told_to_write = {fix: sum(f.fix == fix and f.expected is not None for f in findings) for fix in HEADS}
    assert told_to_write["safe"] >= 4
    assert told_to_write["confirm"] >= 1
    assert told_to_write["none"] >= 3
    assert sum(finding.expected is None for finding in findings) >= 4


@pytest.mark.parametrize("name", WITH_CELLS)
def test_it_does_so_for_the_examples(name):
    report = check(INVALID / name, as_of="2016-12-31")
    findings = in_cells(report)
    assert findings
    problems = shown_problems(report)
    for finding in findings:
        says_all_of(problems[finding.rule], finding)


@pytest.mark.parametrize("name", WITHOUT_CELLS)
def test_of_what_has_no_cell_it_says_in_a_sentence_where_it_is_and_what_to_do(name):
    report = check(INVALID / name, as_of="2016-12-31")
    assert report.findings
    assert in_cells(report) == []
    problems = shown_problems(report)
    inputs = {(entry.path, entry.sheet): entry for entry in report.inputs}
    for finding in report.findings:
        said = problems[finding.rule].text_content()
        assert where(finding, inputs[finding.path, finding.sheet], View(load())) in said
        assert visible(finding.message) in said
        assert finding.remedy in said


def test_no_example_is_left_out():
    assert {path.name for path in INVALID.iterdir()} == {*WITH_CELLS, *WITHOUT_CELLS}


@pytest.mark.slow
def test_a_million_bad_cells_make_a_small_page_with_exact_numbers(tmp_path):
    columns = {
        "行政许可决定书文号": "3月12日",
        "行政相对人名称": "甲?乙",
        "许可决定日期": "2016/13/45",
        "许可截止期": "无效",
        "行政相对人代码_1(统一社会信用代码)": "91310115MA1H70CGX1",
        "审批类别": "不详",
        "当前状态": "9",
        "地方编码": "999999",
        "数据更新时间戳": "昨天",
        "许可机关": None,
        "项目名称": "",
        "许可内容": "?",
    }
    with (tmp_path / "bad.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *([list(columns.values())] * 120_000)])
    report = check(tmp_path / "bad.csv", item="admin-licence", as_of="2016-12-31")
    shown = render(report, View(load()))
    assert report.findings_total >= 1_000_000
    assert len(shown.encode()) < 2_000_000
    assert all(f"{failure.failed:,}" in shown for entry in report.inputs for failure in entry.failures)
    assert all(f"{number:,}" in shown for number in report.counts.values() if number)
