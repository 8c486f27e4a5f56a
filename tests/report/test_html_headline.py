"""The largest sentence of the page is no all-clear unless the verdict is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annotated import AS_OF, a_record, write
from handmade import REQUEST, a_check, a_result, a_rule, a_tally, a_violation, with_rule
from lxml import html
from msgspec.structs import replace

from conformance import check
from conformance.engine.model import Tally
from conformance.report.build import Unread, build_report
from conformance.report.html import render
from conformance.report.model import BaselineReport
from conformance.report.view import View
from conformance.standard.load import load
from conformance.standard.model import Text

EXAMPLES = Path(__file__).parents[2] / "examples"
BATCHES = sorted((EXAMPLES / "batches" / "invalid").iterdir())
FILES = sorted((EXAMPLES / "submissions" / "invalid").iterdir())
GOOD = EXAMPLES / "submissions" / "valid" / "admin-licence.csv"


def headline(report, view=None) -> str:
    page = html.fromstring(render(report, view or View(load())))
    return page.xpath('string(//p[@class="headline"])')


def of_batch(folder: Path):
    more = {"previous": folder / "previous"} if (folder / "previous").is_dir() else {}
    if folder.name == "manifest-party":
        more["party"] = "district:310115"
    if folder.name == "manifest-file-unlisted":
        more["source"] = sorted(folder.glob("*.csv"))
    return check(manifest=folder / "manifest.yaml", as_of="2016-12-31", **more)


def agrees(report) -> None:
    """The headline says of all records that they can be taken where the verdict lets them pass, and only there."""
    passes = report.verdict in {"conforming", "conforming-with-warnings"}
    assert ("都可以入库" in headline(report)) == passes
    assert ("有警告" in headline(report)) == (report.verdict == "conforming-with-warnings")


def test_what_cannot_be_read_is_told_with_its_reason(tmp_path):
    picture, strange, nil = tmp_path / "p.csv", tmp_path / "strange.csv", tmp_path / "nil.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    strange.write_text("甲,乙,丙\n", "utf-8")
    nil.write_bytes(GOOD.read_bytes().splitlines(keepends=True)[0])
    reports = [check(one, item="admin-licence", as_of="2016-12-31") for one in (picture, strange, nil)]
    unread, other, none = (headline(report) for report in reports)
    assert "这是PNG 图片" in unread
    assert "没有一列是该数据事项的" in other
    assert "零报告" not in other
    assert "零报告" in none
    assert ["正式报送后即记为零报告" in render(report, View(load())) for report in reports] == [False, False, True]


@pytest.mark.parametrize("folder", BATCHES, ids=lambda folder: folder.name)
def test_of_a_submission_it_agrees_with_the_verdict(folder):
    agrees(of_batch(folder))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_of_a_file_it_agrees_with_the_verdict(path):
    agrees(check(path, as_of="2016-12-31"))


@pytest.mark.parametrize("name", ["manifest-count", "manifest-total", "manifest-file-missing", "manifest-party"])
def test_an_error_of_the_submission_is_named_where_no_record_has_one(name):
    said = headline(of_batch(EXAMPLES / "batches" / "invalid" / name))
    assert re.search(r"^读到的 \d 条记录里没有要退回的。但还不能算通过：", said)
    assert f"整份报送有 1 处错误（{load().rules[name].title.zh}）" in said


def test_a_file_that_nobody_could_read_is_spoken_of_beside_a_good_one(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 x")
    report = check([GOOD, tmp_path / "x.pdf"], as_of="2017-05-18")
    assert (report.verdict, report.inputs[0].rejected_rows) == ("not-checked", 0)
    assert headline(report) == (
        f"读到的 {report.inputs[0].rows} 条记录里没有要退回的。但还不能算通过：有 1 个文件（或工作表）没有校验，好坏不知。"
    )


def test_it_is_spoken_of_beside_records_that_go_back_as_well():
    bad = a_result(rows=10, accepted=8, rejected=2, tallies=[a_tally("pattern", "remarks", 2)])
    report = build_report([bad, Unread("x.pdf", Text("这是 PDF 文件。", "PDF"))], REQUEST)
    said = headline(report, View(REQUEST.standard))
    assert said == "2 条记录（20%）需要更正。此外：有 1 个文件（或工作表）没有校验，好坏不知。"


def test_an_error_of_the_submission_is_spoken_of_where_nothing_was_read():
    request = with_rule(a_rule("manifest-count", scope="submission"))
    tally = Tally(a_check("manifest-count"), checked=1, failed=1)
    bad = a_violation("pattern", "", row=None, value=None, record=None, check=a_check("manifest-count"))
    report = build_report([a_result(rows=0, accepted=0, tallies=[tally], violations=[bad])], request)
    assert headline(report, View(request.standard)).endswith("此外：整份报送有 1 处错误（规则manifest-count）。")


def test_errors_of_the_baseline_are_why_it_does_not_pass():
    report = replace(
        build_report([a_result()], REQUEST),
        verdict="non-conforming",
        baseline=BaselineReport("old.json", 4, {"error": 4, "warning": 0, "info": 0}, 0),
    )
    assert headline(report, View(REQUEST.standard)).endswith("但还不能算通过：已知的 4 处错误还在，未在此列出。")


def test_where_nothing_explains_the_verdict_it_is_no_all_clear_either():
    report = replace(build_report([a_result()], REQUEST), verdict="non-conforming")
    assert headline(report, View(REQUEST.standard)).endswith("但还不能算通过：原因见下面的问题。")


def test_of_records_that_only_come_late_nothing_is_to_be_corrected(tmp_path):
    late = write(tmp_path / "licences.csv", [a_record(1, 公示日期="2016/05/27")])
    report = check(late, as_of=AS_OF)
    assert report.verdict == "conforming-with-warnings"
    assert headline(report) == "全部 1 条记录都可以入库；迟报的照常报送，不必改动。"
    steps = html.fromstring(render(report, View(load()))).xpath('string(//ol[@class="steps"])')
    assert "更正" not in steps
    assert "不必改动" in steps
