"""The page on real files: what a stranger can read off it, and that it stays small whatever is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html

from conformance import check
from conformance.report.html import render
from conformance.report.view import View, visible
from conformance.standard.load import load

INVALID = sorted((Path(__file__).parents[2] / "examples" / "submissions" / "invalid").glob("*.*"))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_of_every_finding_the_page_says_which_cell_it_is_what_it_holds_and_what_to_do(path):
    report = check(path, as_of="2016-12-31")
    shown = html.fromstring(render(report, View(load())))
    problems = {one.xpath("string(.//code)"): one for one in shown.xpath('//div[contains(@class, "problem ")]')}
    told = [finding for finding in report.findings if finding.record is not None and finding.column is not None]
    for finding in told[:10]:
        problem = problems[finding.rule]
        address = finding.cell or finding.pointer
        rows = [row for row in problem.xpath(".//tr") if address in row.xpath('.//*[@class="address"]/text()')]
        assert len(rows) == 1
        line = rows[0].text_content()
        assert visible(finding.value or "")[:60] in line
        assert (finding.expected or "") in line
        assert finding.remedy in problem.xpath('string(.//div[@class="mend"])')


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
