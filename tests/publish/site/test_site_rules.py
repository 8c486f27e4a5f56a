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
    links = [a.get("href") for a in body("rules/index.html").iter("a") if not a.get("href").startswith("..")]
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


def test_what_cannot_be_seen_in_a_value_is_named():
    text = body("rules/surrounding-blanks.html").text_content()
    assert "␠" in text


def test_a_rule_of_records_leads_to_the_fields_that_it_checks():
    links = {a.get("href") for a in body("rules/publish-within-7-working-days.html").iter("a")}
    assert {"../record-types/licence.html", "../fields/licence.publication_date.html"} <= links
