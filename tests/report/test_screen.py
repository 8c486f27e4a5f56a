"""However much is wrong, the text report is a screen long, its numbers are exact, and nothing is left out in silence."""

from __future__ import annotations

import pytest
from handmade import COLUMNS, REQUEST, STANDARD, a_check, a_result, a_rule, a_tally, a_violation
from msgspec.structs import replace

from conformance.engine.model import Tally
from conformance.report.build import Unread, build_report
from conformance.report.screen import LINES, WIDTH
from conformance.report.text import render
from conformance.report.view import View
from conformance.standard.model import Text
from conformance.standard.terminal import width

RULES = [f"rule-{number:02}" for number in range(40)]
MANY = replace(REQUEST, standard=replace(STANDARD, rules={**STANDARD.rules, **{rule: a_rule(rule) for rule in RULES}}))
REASONS = (
    "no-party",
    "no-manifest",
    "no-previous",
    "other-purpose",
    "referred-absent",
    "outside-calendar",
    "no-period",
)
LONG = "列名" * 300


def wrong(rules=RULES, failed=90, path="licence.csv", **more):
    """A result in which every rule fails, the last one most often."""
    counts = {rule: failed + place for place, rule in enumerate(rules)}
    found = [
        a_violation("pattern", "remarks", check=a_check(rule, "remarks"), row=row, value="值" * 500)
        for rule in rules
        for row in range(2, 9)
    ]
    more = {"tallies": [a_tally(rule, "remarks", number, 200) for rule, number in counts.items()], **more}
    return a_result(path=path, rows=200, accepted=0, rejected=200, violations=found, **more)


def screen(*outcomes, lang="zh", **more):
    """The report on a terminal of 80 columns, in lines."""
    report = build_report(outcomes, MANY, lang=lang, **more)
    lines = render(report, View(MANY.standard, lang, columns=WIDTH)).splitlines()
    assert len(lines) <= LINES
    assert all(width(line, ambiguous=2) <= WIDTH for line in lines)
    return report, lines


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_file_with_everything_wrong(lang):
    skipped = [Tally(a_check(rule, "remarks"), "skipped", REASONS[at % 7]) for at, rule in enumerate(RULES)]
    columns = (*COLUMNS, *(replace(COLUMNS[0], header=f"{LONG}{at}", field=None, how="unknown") for at in range(90)))
    result = wrong(path="很长的文件夹/" * 50 + "a.csv", columns=columns, mapping_template="甲: 乙\n" * 90)
    result = replace(result, tallies=[*result.tallies, *skipped])
    report, lines = screen(result, lang=lang, notes=[f"{LONG}{at}" for at in range(20)])
    text = "\n".join(lines)
    assert str(report.counts["error"]) in text
    assert "…" in text
    assert "--output" in text


def test_the_worst_has_examples_others_a_line_the_rest_is_counted():
    report, lines = screen(wrong())
    heads = [line for line in lines if "[错误]" in line]
    assert [line.split()[2] for line in heads[:2]] == RULES[:-3:-1]
    assert any("G2，第 2 行" in line for line in lines[lines.index(heads[0]) : lines.index(heads[1])])
    assert f" {130 - len(heads)} 处" in heads[-1]
    rest = [failure.failed for failure in report.inputs[0].failures if not any(failure.rule in head for head in heads)]
    assert f"  其余 {len(rest)} 条规则共 {sum(rest)} 处，未在此列出" in lines


def test_of_many_files_the_worst_are_first_and_the_rest_is_counted_by_verdict():
    good = [a_result(path=f"good{number}.csv") for number in range(600)]
    unread = [Unread(f"unread{number}.pdf", Text("这是PDF。" + LONG, "PDF")) for number in range(50)]
    bad = [wrong(RULES[:3], path=f"bad{number}.csv", failed=number + 1) for number in range(50)]
    _, lines = screen(*good, *unread, *bad)
    assert lines[lines.index("校验对象") + 1] == "  bad0.csv  [不通过]"
    assert any("未校验 50、校验通过 600" in line and line.startswith("  其余") for line in lines)
    assert any(line.startswith("  - 50 个文件或工作表未能校验：unread0.pdf、") for line in lines)
    total = sum(number + 1 + 2 for number in range(50))
    assert f"  [错误] 规则rule-02  rule-02  {total} 处  50 个文件或工作表" in lines
    assert any("最多的是 bad49.csv（52 处）" in line for line in lines)


def test_a_mapping_is_offered_whole_where_it_has_room_and_else_it_is_said_where_it_is():
    def unread(lines):
        return Unread("x.csv", Text("没有认出的列名。" * 30, "?"), "".join(f"列{at}: \n" for at in range(lines)))

    _, lines = screen(unread(25), unread(25), *(Unread(f"{at}.pdf", Text("这是PDF。", "PDF")) for at in range(30)))
    assert "    列24:" in [line.rstrip() for line in lines]
    _, lines = screen(unread(190))
    assert not any("列1:" in line for line in lines)
    assert any("mapping_template" in line for line in lines)


def test_what_fits_is_left_as_it_is():
    _, lines = screen(wrong(RULES[:2]))
    assert not any("节略" in line for line in lines)
    assert sum("，第 " in line for line in lines) == 10
