"""The page as people get it: whole, escaped, bounded, and with every number exact."""

from __future__ import annotations

import re

import pytest
from handmade import COLUMNS, REQUEST, a_check, a_result, a_rule, a_tally, a_violation
from lxml import html
from msgspec.structs import replace

from conformance.engine.model import Due, DueToday, Filling, Neighbour, Profile, Stretch, Tally
from conformance.report.build import Unread, build_report
from conformance.report.html import render
from conformance.report.model import ComparedReport, SubmissionReport, SuppressionReport
from conformance.report.view import View
from conformance.standard.model import Text
from conformance.standard.words import pick

HOSTILE = '</td></table><script>alert(1)</script><img src=x onerror="alert(2)">'


def page(*outcomes, request=REQUEST, lang="zh", **more):
    report = build_report(outcomes, request, lang=lang, **more)
    return render(report, View(request.standard, lang))


def tree(*outcomes, **more):
    return html.fromstring(page(*outcomes, **more))


def text_of(found) -> str:
    return re.sub(r"\s+", " ", found.text_content())


def wrong(failed=3, rows=200, rule="pattern", field="remarks", **more):
    violations = [a_violation(rule, field, row=row + 2, value=f"值{row}") for row in range(min(failed, 10))]
    values = {
        "rows": rows,
        "accepted": rows - failed,
        "rejected": failed,
        "tallies": [a_tally(rule, field, failed, rows)],
        "violations": violations,
    }
    return a_result(**(values | more))


def test_verdict_numbers_and_next_step_come_first():
    head = text_of(tree(wrong(late=1)).get_element_by_id("next").getparent())
    assert re.search(r"不通过 .*可入库 197 .*退回 3 .*迟报 1 .*下一步 .*规则pattern.*更正后请重新校验", head)


def full_report(lang):
    """A report that has something in every part of the page; what others wrote in it is in English."""
    columns = tuple(replace(column, header=f"Header {column.index}") for column in COLUMNS)
    around = (Neighbour(0, "LIC-1"), Neighbour(1, "Example Ltd"))
    violations = [
        a_violation("pattern", "remarks", value="bad", key="LIC-1", around=around),
        a_violation("pattern", "remarks", row=3, value=None, key="LIC-2"),
        a_violation(
            "date-form", "decision_date", value="2016.5.9", key="LIC-1", details={"expected": "2016/05/09"}, fix="safe"
        ),
        a_violation("missing-column", "", row=None, value=None, record=None, line=None, ordinal=None, key=None),
    ]
    rules = {name: replace(rule, clause="") for name, rule in REQUEST.standard.rules.items()}
    rules["date-form"] = replace(rules["date-form"], fix="safe")
    request = replace(REQUEST, standard=replace(REQUEST.standard, rules=rules))
    due = Due(5, 6, 6, 4, 5, "2016/05/09", "LIC-1", (), around)
    told = Profile(
        tuple(Filling(6, 2, 2) for _ in columns),
        (Stretch(2, 6, 5, 4, 1, 1), Stretch(7, 11, 5, 0, 1, 2)),
        DueToday(7, 2, (due,)),
    )
    bad = a_result(
        columns=columns,
        accepted=0,
        rejected=10,
        late=1,
        tallies=[
            a_tally("pattern", "remarks", 9),
            a_tally("date-form", "decision_date", 1),
            a_tally("missing-column", "", 1),
            Tally(a_check("late", "decision_date"), status="skipped", reason="no-party"),
        ],
        violations=violations,
        profile=told,
        mapping_template="item: admin-licence",
    )
    report = build_report(
        [bad, Unread("x.pdf", Text("这是 PDF 文件。", "A PDF."))], request, lang=lang, notes=["A note."]
    )
    sent = SubmissionReport("manifest.yaml", "S-1", None, "2016-05-01", "2016-05-31", "full", False)
    suppressed = SuppressionReport(
        "late", "*.csv", None, ["LIC-9"], "agreed", "2016-12-31", False, 1, {"warning": 2}, 0
    )
    return (
        replace(
            report,
            submission=replace(sent, compared=[ComparedReport("licence.csv", None, "full", None, "9", "10", "+1")]),
            suppressed=[suppressed],
        ),
        View(request.standard, lang),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_full_report_has_every_part(lang):
    """So that the next test looks at everything that the page can say."""
    shown = html.fromstring(render(*full_report(lang)))
    for part in ("due", "problems", "suppressed", "unchecked", "picture", "inputs", "basis"):
        assert shown.get_element_by_id(part).xpath(".//li|.//td"), part
    for what in ("//svg", "//pre", '//*[@id="due"]//td', '//td[@class="bad"]', '//td[@class="good"]'):
        assert shown.xpath(what), what


def test_in_english_not_a_word_of_ours_is_chinese():
    shown = render(*full_report("en")).replace("(无, /)", "")  # quoted: words that stand for nothing
    assert re.findall("[一-鿿（）：；，。]+", re.sub("<style>.*?</style>", "", shown, flags=re.DOTALL)) == []


@pytest.mark.parametrize(
    ("failed", "rows", "said"),
    [
        (0, 200, "全部 200 条记录都可以入库"),
        (3, 200, "绝大部分记录没有问题，只有 3 条"),
        (30, 200, "30 条记录（15%）需要更正"),
        (120, 200, "大半是同一个问题“规则pattern”"),
        (199, 200, "几乎每条记录都有同一个问题“规则pattern”"),
        (2, 2, "2 条记录（100%）需要更正"),
    ],
)
def test_the_words_scale_with_the_share_of_records(failed, rows, said):
    assert said in page(wrong(failed, rows, tallies=[a_tally("pattern", "remarks", failed, rows)] if failed else []))


def test_where_nothing_was_read_nothing_is_said_of_the_data():
    shown = page(a_result(rows=0, accepted=0))
    assert "还不能说数据好坏" in shown
    assert "没有发现问题" not in shown


def test_an_input_that_could_not_be_read_says_why():
    shown = tree(Unread("x.pdf", Text("这是 PDF 文件。", "PDF")), wrong())
    assert "这是 PDF 文件。" in text_of(shown.get_element_by_id("inputs"))
    assert "x.pdf：整个文件" in text_of(shown.get_element_by_id("unchecked"))


def test_what_was_not_checked_has_a_section_and_is_announced_at_the_top():
    skipped = Tally(a_check("late", "decision_date"), status="skipped", reason="no-party")
    shown = tree(a_result(tallies=[skipped]))
    assert "没有检查，不等于没有问题" in text_of(shown.get_element_by_id("unchecked"))
    assert shown.xpath('//ol[@class="steps"]//a[@href="#unchecked"]')


def test_every_link_leads_somewhere():
    shown = tree(wrong(), wrong(path="two.csv", rule="surrounding-blanks", field="decision_date"))
    ids = set(shown.xpath("//@id"))
    assert {link[1:] for link in shown.xpath("//a/@href")} <= ids


def test_ids_are_unique():
    ids = tree(wrong(), wrong(path="two.csv")).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_problem_says_how_many_where_what_to_do_why_and_on_whose_word():
    problem = text_of(tree(wrong()).get_element_by_id("problem-1"))
    for part in (
        "错误",
        "规则pattern",
        "3 处，占 1.5% 的行",
        "怎样更正：请更正。",
        "为什么：理由",
        "依据：form#表",
        "pattern",
    ):
        assert part in problem


def test_nothing_is_loaded_and_nothing_is_run():
    shown = tree(wrong())
    assert not shown.xpath("//script|//link|//iframe|//img|//object|//embed|//*[@src]|//@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#") for link in shown.xpath("//@href"))
    assert "default-src 'none'" in shown.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert "url(" not in shown.xpath("string(//style)")


def test_what_others_wrote_stays_text():
    columns = (*COLUMNS[:-1], replace(COLUMNS[-1], header=HOSTILE))
    bad = a_violation("pattern", "remarks", value=HOSTILE, key=HOSTILE, around=(Neighbour(0, HOSTILE),))
    shown = tree(
        wrong(path=HOSTILE, sheet=HOSTILE, columns=columns, violations=[bad], mapping_template=HOSTILE),
        notes=[HOSTILE],
    )
    assert not shown.xpath("//script|//img")
    assert text_of(shown).count("<script>alert(1)</script>") >= 6


def test_control_characters_are_written_out():
    shown = page(wrong(violations=[a_violation("pattern", "remarks", value="a\x00b\x1b[31m\u202e")]))
    assert "a\\x00b\\x1b[31m\\u202e" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", shown)


def test_a_long_cell_is_cut_with_its_length():
    shown = page(wrong(violations=[a_violation("pattern", "remarks", value="长" * 300)]))
    assert "长" * 81 not in shown
    assert "…（共 300 字）" in shown


def test_persons_are_hidden_in_the_cells_around_as_well():
    bad = a_violation(
        "pattern", "remarks", around=(Neighbour(1, "张示例"), Neighbour(3, "310101199001011237")), names=("张示例",)
    )
    assert "张示例" not in page(wrong(violations=[bad]))
    assert "19900101" not in page(wrong(violations=[bad]))
    assert "张示例" in page(wrong(violations=[bad]), show_personal_data=True)


def test_a_million_bad_cells_keep_the_page_small_and_the_numbers_exact():
    rules = [a_rule(f"rule-{number}") for number in range(60)]
    request = replace(REQUEST, standard=replace(REQUEST.standard, rules={rule.id: rule for rule in rules}))
    fields = [column.field for column in COLUMNS]
    tallies = [a_tally(rule.id, field, 1_000_000 // 60, 50_000) for rule in rules for field in fields]
    violations = [
        a_violation("pattern", field, row=row, value="值" * 400, check=a_check(rule.id, field), severity="error")
        for rule in rules
        for field in fields
        for row in range(2, 12)
    ]
    shown = page(
        a_result(rows=50_000, rejected=50_000, accepted=0, tallies=tallies, violations=violations), request=request
    )
    assert len(shown.encode()) < 2_000_000
    assert f"{1_000_000 // 60 * 60 * 7:,}" in shown


def test_a_great_many_inputs_keep_the_page_small_and_what_is_left_out_is_counted():
    outcomes = [wrong(path=f"{number}.csv") for number in range(450)]
    shown = page(*outcomes)
    assert len(shown.encode()) < 2_000_000
    assert re.search(r"另有 \d+ 组问题（共 [\d,]+ 处）", shown)
    assert "另有 50 行没有列出" in shown


def filled_profile(due=None):
    fillings = tuple(Filling(10, 0, 0) if column.field != "remarks" else Filling(2, 5, 3) for column in COLUMNS)
    return Profile(fillings, (Stretch(2, 6, 5, 4, 0, 0), Stretch(7, 11, 5, 0, 1, 2)), due)


def test_the_picture_is_said_in_words_as_well():
    picture = tree(a_result(profile=filled_profile())).get_element_by_id("picture")
    assert "最集中的是第 2–6 行：5 条中有 4 条有错误" in text_of(picture)
    assert [label.partition("：")[0] for label in picture.xpath("//*[@role='img']/@aria-label")] == [
        "错误",
        "警告",
        "重复",
    ]


def test_completeness_is_a_line_for_each_column():
    lines = tree(a_result(profile=filled_profile())).xpath('//*[@id="picture"]//tbody/tr')
    assert [text_of(cell).strip() for cell in lines[-1]] == ["G", "备注 必填", "", "2 (20%)", "5", "3"]


def test_of_very_many_columns_the_least_complete_are_shown():
    columns = tuple(replace(COLUMNS[0], index=number, header=f"列{number}") for number in range(200))
    fillings = tuple(Filling(number, 200 - number, 0) for number in range(200))
    shown = tree(a_result(columns=columns, profile=Profile(fillings, (Stretch(2, 201, 200, 0, 0, 0),), None)))
    assert len(shown.xpath('//*[@id="picture"]//tbody/tr')) == 60
    assert "另有 140 列没有列出" in text_of(shown.get_element_by_id("picture"))


def test_what_falls_due_today_is_said_before_anything_else():
    shown = tree(a_result(profile=filled_profile(DueToday(7, 3))))
    assert "3 条记录作出决定后的第 7 个工作日就是校验日 2016-05-09" in text_of(shown.get_element_by_id("due"))
    assert shown.xpath('string(//ol[@class="steps"]/li[1])').startswith("今天先报送下面 3 条")


def test_that_nothing_falls_due_is_said():
    shown = tree(a_result(profile=filled_profile(DueToday(7, 0))))
    assert "校验日 2016-05-09 没有到期的记录" in text_of(shown.get_element_by_id("due"))


def test_that_it_cannot_be_told_what_falls_due_is_said_twice():
    shown = tree(a_result(profile=filled_profile(DueToday(7, 0, reason="outside-calendar"))))
    assert "没有判断：日期超出工作日历的年份" in text_of(shown.get_element_by_id("due"))
    assert "今天到期的记录：没有判断" in text_of(shown.get_element_by_id("unchecked"))


def test_versions_and_digest_are_at_the_end():
    basis = text_of(tree(a_result()).get_element_by_id("basis"))
    for part in ("2016.9", "sha256:0123456789abcdef", "conformance", "2016-05-09", "未指明"):
        assert part in basis


def test_the_pages_own_phrases_hide_none_that_reports_share():
    from conformance.report import words as shared
    from conformance.report.html import words

    assert not set(words._WORDS) & set(shared._WORDS)


def test_a_page_with_a_frame_of_its_own_takes_what_this_one_says_and_puts_something_below_the_verdict():
    from markupsafe import Markup

    from conformance.report.html.page import body

    report = build_report([wrong()], REQUEST)
    view = View(REQUEST.standard)
    assert body(report, view).strip() in render(report, view)
    beneath = html.fromstring(body(report, view, Markup('<p id="more">&lt;</p>'))).get_element_by_id("more")
    assert beneath.getprevious().get("role") == "banner"
    assert beneath.text == "<"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_has_buttons_is_told_of_no_command(lang):
    report, view = full_report(lang)
    assert "conformance fix" in render(report, view)
    shown = render(report, replace(view, commands=False))
    assert "conformance fix" not in shown
    assert "conformance explain" not in shown
    assert {"zh": "下载和更正", "en": "Downloads and corrections"}[lang] in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_has_buttons_is_told_of_no_option_in_any_remedy_and_still_of_what_to_do(lang):
    from conformance.standard.load import load

    standard = load()
    view = View(standard, lang, commands=False)
    checks = [check for one in standard.record_types.values() for check in one.checks]
    found = {pick(one.remedy, lang) for one in (*standard.rules.values(), *checks) if one.remedy is not None}
    naming = {one for one in found if "--" in one}
    assert len(naming) > 5
    assert {one: view.advised(one) for one in found - naming} == {one: one for one in found - naming}
    for said in map(view.advised, naming):
        assert "--" not in said
        assert re.fullmatch(r".+[^；，]。" if lang == "zh" else r"[A-Z].+[^;, ]\.", said), said


@pytest.mark.parametrize(
    ("lang", "remedy", "said"),
    [
        ("zh", "照常报送。首次补报的可用--applies-from排除。", "照常报送。"),
        ("zh", "照常报送。公示用的以公示用途校验（--purpose publication）。", "照常报送。"),
        ("en", "Correct it, or give --mapping; delete others.", "Correct it; delete others."),
        ("en", "Look at --party and --item.", "Look at the party and the data item."),
    ],
)
def test_a_remedy_leaves_out_what_its_reader_cannot_do(lang, remedy, said):
    assert View(REQUEST.standard, lang, commands=False).advised(remedy) == said
    assert View(REQUEST.standard, lang).advised(remedy) == remedy
