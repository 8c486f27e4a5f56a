"""The pages of the rules: both languages, examples that break and keep each, and where it applies."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import html

from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.pages import rules
from conformance.standard.load import load


@cache
def pages() -> dict[str, Page]:
    return {
        page.address: page for page in rules.pages(SiteSource(shipped_model(), name_table("2016"), shipped_lists()))
    }


@cache
def body(address: str) -> html.HtmlElement:
    return html.fragment_fromstring(pages()[address].body, create_parent="div")


def test_the_index_leads_to_every_rule_once():
    links = [a.get("href") for a in body("rules/index.html").iter("a") if not a.get("href").startswith(("..", "#"))]
    assert sorted(links) == sorted(f"{rule}.html" for rule in load().rules)


@pytest.mark.parametrize("rule", sorted(load().rules))
def test_a_rule_has_its_words_and_an_example_either_way(rule: str):
    declared, page, shown = load().rules[rule], pages()[f"rules/{rule}.html"], body(f"rules/{rule}.html")
    text = shown.text_content()
    for words in (declared.message, declared.remedy):
        assert words.zh in text
        assert words.en in text
    assert (page.title, page.summary) == (declared.title, declared.why)
    anchors = {one.get("id") for one in shown.iter("h2")}
    assert {"bad", "good"} <= anchors or {"bad-file", "good-file"} <= anchors


@pytest.mark.parametrize(
    ("rule", "caption"),
    [
        ("date-order", "日期先后有误：“许可截止期”填“2016/05/08”（原记录填“2021/05/08”）"),
        ("date-order", "“许可截止期”填“2016/05/09”（原记录填“2021/05/08”）"),
        ("required", "必填项为空：“许可内容”填“␠␠”（原记录填“准予从事预包装食品销售，经营场所面积120平方米”）"),
        ("value-of-item", "取值与数据事项不符：“评价等级”填“AAA”"),
        ("division-in-jurisdiction", "地方编码不属于报送单位：记录没有改动，按所列选项校验"),
    ],
)
def test_an_example_says_in_chinese_what_is_changed(rule: str, caption: str):
    assert caption in [one.text.strip() for one in body(f"rules/{rule}.html").iter("h3")]


def test_an_example_says_the_same_in_english_beside_it():
    assert all(one.find("i[@lang='en']") is not None for one in body("rules/date-order.html").iter("h3"))


def test_a_rule_that_looks_at_every_field_does_not_list_them():
    links = {a.get("href") for a in body("rules/surrounding-blanks.html").iter("a")}
    assert "../record-types/licence.html#fields" in links
    assert "../fields/licence.remarks.html" not in links


def test_what_cannot_be_seen_in_a_value_is_named():
    text = body("rules/surrounding-blanks.html").text_content()
    assert "␠" in text


def test_a_rule_of_records_leads_to_the_fields_that_it_checks():
    links = {a.get("href") for a in body("rules/publish-within-7-working-days.html").iter("a")}
    assert {"../record-types/licence.html", "../fields/licence.publication_date.html"} <= links
