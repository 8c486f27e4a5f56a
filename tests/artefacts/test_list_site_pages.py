"""The pages of the lists: what they say of an entry, and that they lead to everything that they name."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import html

from conformance.artefacts.entries.ground import dossier_of, ground
from conformance.artefacts.entries.linking import said
from conformance.artefacts.entries.places import page_of
from conformance.artefacts.pages import coverage, districts, lists, plan, provinces
from conformance.publish.coverage_page import standing
from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import shipped_model
from conformance.publish.names import name_table
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.links import Ref
from conformance.standard.lists import KEYS
from conformance.standard.model import Text


@cache
def pages() -> dict[str, Page]:
    """All pages of the lists by address."""
    source = SiteSource(shipped_model(), name_table("2016"), shipped_lists())
    made = [page for module in (lists, districts, provinces, plan, coverage) for page in module.pages(source)]
    found = {page.address: page for page in made}
    assert len(found) == len(made)
    return found


def text(address: str) -> str:
    return " ".join(html.fragment_fromstring(pages()[address].body, create_parent="div").text_content().split())


def links(address: str) -> set[str]:
    body = html.fragment_fromstring(pages()[address].body, create_parent="div")
    return {link for link in (a.get("href") for a in body.iter("a")) if link}


def where(ref: Ref) -> str | None:
    return page_of(ref)


def shown(zh: str, en: str = "words") -> str:
    return str(said(Text(zh, en), where))


def test_every_entry_of_the_lists_has_a_page():
    # Rows of the comparison stand side by side on the index of the provinces, profiles of parties on the pages of whom they are.
    for name in KEYS.keys() - {"data", "comparison", "party"}:
        for ref, _ in ground().index.of(name):
            address, _, anchor = (page_of(ref) or "").partition("#")
            assert address in pages(), ref
            assert not anchor or f'id="{anchor}"' in pages()[address].body, ref


def test_every_page_is_of_a_known_kind_and_below_another():
    assert {page.kind for page in pages().values()} <= KINDS.keys()
    assert {page.under for page in pages().values()} <= {*pages(), "index.html"}


def test_an_application_says_on_whose_word_it_is_and_who_uses_it():
    page = pages()["applications/env-pollution-permit.html"]
    assert page.title.zh == "排污许可证核发"
    assert page.summary is not None
    assert page.summary.zh == "文件明示：T21.2，原词“排污许可证核发”。"
    assert "../units/sh-env.html" in links(page.address)
    assert "../clauses/T21.2.html" in links(page.address)


def test_what_only_follows_from_the_document_is_not_presented_as_its_own():
    implied = [ref for ref, entry in ground().index.of("behaviour") if entry.data["provenance"]["basis"] == "implied"]
    assert len(implied) > 30
    for ref in implied:
        summary = pages()[f"behaviours/{ref.id}.html"].summary
        assert summary is not None
        assert summary.zh.startswith("推知：文件没有直接写明")


def test_a_behaviour_shows_its_way_from_data_to_use():
    assert "<svg" in pages()["behaviours/env-dishonest.html"].body
    assert {"../items/env-record.html", "../applications/env-punish.html"} <= links("behaviours/env-dishonest.html")


def test_a_clause_says_what_makes_it_work_who_names_it_and_what_the_exchange_has_to_do():
    found = links("clauses/S4.2.html")
    assert {
        "../items/admin-licence.html",
        "../rules/publish-within-7-working-days.html",
        "../obligations/permit-penalty-7wd.html",
        "../api/requirements/exchange-seven-days.html",
        "../plan/index.html#admin-licence.districts-all",
    } <= found
    assert "部分落实" in text("clauses/S4.2.html")


def test_every_clause_shows_how_far_it_is_made_to_work():
    for ref, entry in ground().index.of("clause"):
        assert f"standing-{standing(entry.data)}" in pages()[f"clauses/{ref.id}.html"].body


def test_nothing_that_names_an_entry_is_left_out():
    assert "另有" not in text("units/districts-all.html")
    cited = ground().index.linked(Ref("unit", "districts-all"), "clause")
    assert {f"../clauses/{ref.id}.html" for ref in cited} <= links("units/districts-all.html")


def test_a_district_is_found_by_its_code_and_shows_it():
    page = pages()["districts/310114.html"]
    assert page.id == "310114"
    assert "310114" in page.title.zh
    assert "conformance check FILE --party district:310114" in text(page.address)
    assert "../units/d-jiading.html" in links(page.address)


def test_the_codes_of_districts_that_are_no_more_are_in_their_index():
    shown = text("districts/index.html")
    assert "310108闸北区1980-122015-11310106" in shown
    assert "310151" in shown


def test_a_province_has_the_address_of_its_code_and_shows_its_divisions():
    page = pages()["provinces/320000.html"]
    assert "320500" in text(page.address)
    assert page_of(Ref("party", "province:320000")) == page.address == page_of(Ref("region", "jiangsu"))


def test_what_nothing_was_seen_of_is_called_unknown():
    assert "未知" in text("provinces/index.html")


def test_the_plan_tells_the_documents_word_from_ours():
    assert "每月（本标准自定），次月 10 日前（本标准自定）" in text("plan/index.html")
    assert "（本市文件" in text("plan/index.html")


def test_coverage_has_every_clause_system_and_obligation():
    found = links("coverage.html")
    for name, folder in (("clause", "clauses"), ("system", "systems"), ("obligation", "obligations")):
        assert {f"{folder}/{ref.id}.html" for ref, _ in ground().index.of(name)} <= found


@pytest.mark.parametrize(
    ("zh", "wanted"),
    [
        ("市环保局（unit:sh-env）", '<a href="units/sh-env.html">市环保局</a>'),
        (
            "市环保局（sh-env），任务责任单位",
            '<a href="units/sh-env.html">市环保局</a>，任务责任单位',
        ),
        ("某单位（sh-env）", "某单位（sh-env）"),
        ("市环保局（2016）", "市环保局（2016）"),
        ("见 S4.2、T21", '见 <a href="clauses/S4.2.html">S4.2</a>、<a href="clauses/T21.html">T21</a>'),
        ("S99 和 GB/T2260", "S99 和 GB/T2260"),
        ("workpoints-2016#S4.2", "workpoints-2016#S4.2"),
        ("用 conformance check FILE --item x 校验", "用 <code>conformance check FILE --item x</code> 校验"),
        ("<b>（sh-env）", "&lt;b&gt;（sh-env）"),
    ],
)
def test_a_name_is_a_link_only_where_an_entry_is_called_so(zh: str, wanted: str):
    assert shown(zh).partition(' <i lang="en">')[0] == wanted


def test_what_leads_nowhere_has_its_id_beside_it():
    assert said(Text("市环保局（sh-env）", "-"), lambda ref: None).startswith("市环保局 <code>sh-env</code>")


def test_several_of_one_kind_stand_together():
    """T41.3 is made to work by rules, a record type, and rules again."""
    page = html.fragment_fromstring(pages()["clauses/T41.3.html"].body, create_parent="div")
    table = page.xpath("//h2[starts-with(., '在本标准中的落实')]/following-sibling::table")[0]
    heads = [one.text_content().split()[0] for one in table.iter("th")]
    assert heads == ["数据事项", "规则", "记录类型", "尚缺"]


def test_links_and_commands_stand_in_the_chinese_only():
    both = shown("规则（required）  conformance check A", "Rule (required)  conformance check A")
    assert both.count("conformance check") == 1


def test_what_is_the_same_in_both_languages_is_said_once():
    assert shown("双公示、集中公示", "双公示, 集中公示") == "双公示、集中公示"
    assert shown("3 条", "3") == "3 条"


def test_what_the_document_does_not_say_of_an_entry_stands_in_one_row():
    ref = Ref("application", "clearance")
    facts = dossier_of(ref).sections[0].rows
    assert [row.label.zh for row in facts if row.unsaid] == ["阶段", "阶段依据"]
    assert {row.value.zh for row in facts if row.unsaid} == {"未说明"}
    assert "文件未说明 not said by the document阶段、阶段依据" in text(page_of(ref) or "")
