"""Texts of an edition are texts to a browser, whatever is written in them: in bodies, heads, indexes and the search."""

from __future__ import annotations

import json
from functools import cache

import pytest
from lxml import html
from markupsafe import Markup
from msgspec.structs import replace

from conformance.publish.lists import shipped_lists
from conformance.publish.modelling import edition_model
from conformance.publish.names import name_table
from conformance.publish.site import html as pieces
from conformance.publish.site.everything import everything
from conformance.publish.site.frame import framed
from conformance.publish.site.model import Page, SiteSource
from conformance.publish.site.pages import code_lists, record_types, rules
from conformance.publish.site.pages import fields as field_pages
from conformance.publish.site.search import search_index
from conformance.standard.load import load
from conformance.standard.model import Text
from publish.site.evil import EVIL, hostile, injected


@cache
def source() -> SiteSource:
    standard = load()
    edition = replace(
        standard,
        rules={name: hostile(one) for name, one in standard.rules.items()},
        code_lists={name: hostile(one, "title", "title_en") for name, one in standard.code_lists.items()},
        record_types={
            name: hostile(one, "title", "title_en", "description", "guidance")
            for name, one in standard.record_types.items()
        },
    )
    return SiteSource(edition_model(edition), name_table("2016"), shipped_lists())


@cache
def pages() -> tuple[Page, ...]:
    """Those made from the standard, and bare ones at the addresses that they stand below."""
    found = [page for module in (code_lists, field_pages, record_types, rules) for page in module.pages(source())]
    above = {page.under for page in found} - {page.address for page in found}
    found += [Page(address, "item", Text(EVIL, EVIL), Markup()) for address in sorted(above)]
    return (*found, everything(found))


@cache
def written() -> dict[str, str]:
    by_address = {page.address: page for page in pages()}
    return {address: framed(page, by_address, source().edition) for address, page in by_address.items()}


def test_no_page_makes_elements_of_texts():
    assert [address for address, text in written().items() if injected(text)] == []
    assert sum("&lt;script&gt;alert" in text for text in written().values()) > len(written()) * 0.9


@pytest.mark.parametrize("address", ["rules/index.html", "rules/required.html", "record-types/licence.html"])
def test_a_browser_reads_the_text_as_it_was_written(address):
    page = html.document_fromstring(written()[address])
    assert EVIL in page.text_content()
    assert not page.xpath("//*[@onerror]")
    assert {one.get("src") for one in page.iter("script")} <= {"../assets/search.js", "../assets/fold.js"}


def test_the_search_has_the_texts_as_data():
    line = search_index(pages()).decode()
    assert line.count("\n") == 1
    index = json.loads(line.removeprefix("window.conformanceSearch=").removesuffix(";\n"))
    assert all(row[3].endswith(EVIL) for row in index["pages"] if row[0].startswith("rules/") and row[2])


def test_a_site_that_does_not_escape_is_caught(monkeypatch):
    monkeypatch.setattr(pieces, "both", lambda text: Markup(text.zh))
    assert any(injected(page.body) for page in rules.pages(source()))
