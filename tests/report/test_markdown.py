from __future__ import annotations

import pytest
from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation
from markdown_it import MarkdownIt
from msgspec.structs import replace

from conformance.report.build import Unread, build_report
from conformance.report.markdown import LENGTH, render
from conformance.report.model import DueReport, SuppressionReport
from conformance.report.view import View
from conformance.standard.model import Text

UNREAD = Unread("x.pdf", Text("这是PDF。", "This is a PDF."))


def shown(*outcomes, **more):
    return render(build_report(outcomes, REQUEST, **more), View(STANDARD, more.get("lang", "zh")))


def wrong(value, **more):
    found = a_violation("pattern", "remarks", value=value)
    return a_result(tallies=[a_tally("pattern", "remarks", 1)], violations=[found], **more)


def cells(document):
    """The cells of all tables, as a reader sees them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(document)
    rows, row = [], []
    for place, token in enumerate(tokens):
        if token.type in {"td_open", "th_open"}:
            row.append("".join(part.content for part in tokens[place + 1].children or ()))
        if token.type == "tr_close":
            rows.append(row)
            row = []
    return rows


def test_the_verdict_comes_first_then_numbers_inputs_and_problems():
    document = shown(wrong("abc", accepted=9, rejected=1), UNREAD)
    assert document.splitlines()[0] == "# 不通过"
    rows = cells(document)
    assert rows[1] == ["licence.csv", "不通过", "行政许可信息 (admin-licence)", "10", "9", "1", "0"]
    assert rows[2] == ["x.pdf", "未校验", "", "–", "–", "–", "–"]
    assert rows[-1] == ["G2，第 2 行", "沪许〔2016〕1号", "备注", "abc", "“备注”的值“abc”有误。"]
    assert "- x.pdf：整个文件，原因见上" in document


def test_english_by_choice():
    document = shown(wrong("abc"), lang="en")
    assert document.startswith("# Non-conforming\n")
    assert cells(document)[0][0] == "File"


@pytest.mark.parametrize(
    "value",
    [
        "a|b",
        "a\\|b",
        "`x`",
        "``",
        "<script>alert(1)</script>",
        "&lt;b&gt;",
        "**bold** _it_ ~~no~~",
        "[a](http://x.example)",
        "![a](http://x.example/a.png)",
        "# title",
        "- item",
        "1. one",
        "$x$",
        " both ",
        "a\\",
    ],
)
def test_a_value_is_shown_as_it_is(value):
    row = cells(shown(wrong(value)))[-1]
    assert row[3].strip() == value.strip()
    assert row[4] == f"“备注”的值“{value}”有误。"


def test_line_ends_and_control_characters_are_escapes():
    row = cells(shown(wrong("a\r\nb\x00\u202e")))[-1]
    assert row[3] == "a\\r\\nb\\x00\\u202e"


def test_nobody_is_called_and_no_issue_is_linked():
    document = shown(wrong("联系 zhang@example 见 #12 |"))
    assert "@example" not in document
    assert "\\#12" not in document


@pytest.mark.parametrize("path", ["a|b.csv", "<b>.csv", "1. x.csv", "- x.csv", "`x`.csv", "a\nb.csv"])
def test_names_of_files_stay_in_their_place(path):
    document = shown(wrong("x", path=path), Unread(path + "2", Text("不可读。", "unreadable")))
    html = MarkdownIt("commonmark").enable("table").render(document)
    assert html.count("<table>") == 2
    assert "<ol>" not in html
    assert cells(document)[1][0] == path.replace("\n", "\\n")


def test_its_size_is_bounded_and_what_is_left_out_is_counted():
    results = [
        a_result(
            path=f"{number}.csv",
            tallies=[a_tally("pattern", "remarks", 1000)],
            violations=[a_violation("pattern", "remarks", row=row, value="值" * 500) for row in range(2, 102)],
        )
        for number in range(300)
    ]
    document = shown(*results, *(Unread(f"{number}.pdf", UNREAD.problem) for number in range(300)))
    assert len(document) < LENGTH
    said = sum(int(line.split()[1]) for line in document.splitlines() if line.startswith("**另有"))
    assert said + 1000 * document.count("**错误**") == 300_000


def test_what_falls_due_today_is_said():
    report = build_report([a_result()], REQUEST)
    (entry,) = report.inputs
    document = render(replace(report, inputs=[replace(entry, due_today=DueReport(7, 3))]), View(STANDARD))
    assert "- `licence.csv`: 3 条今天（2016-05-09）到期，今天不报即为迟报" in document


def test_what_is_suppressed_is_said():
    one = SuppressionReport(
        *("pattern", None, None, [], "换系统前的数据", "2099-12-31", False, 3),
        counts={"error": 2, "warning": 0, "info": 0},
        counted=0,
    )
    document = render(replace(build_report([a_result()], REQUEST), suppressed=[one]), View(STANDARD))
    assert "## 按配置不计入的问题\n\n- 规则pattern（pattern）：2 处（错误 2）" in document
