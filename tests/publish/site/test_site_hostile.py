"""Texts of an edition are texts to a browser, whatever is written in them: in bodies, heads, indexes and the search."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from lxml import html
from markupsafe import Markup

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

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1) &lt;b&gt;"
"""Opens an element, ends an attribute and a script, and has an entity that must not become what it stands for."""


def hostile(value: Any, *names: str) -> Any:
    """A declaration with something evil at the end of every text of both languages in it, and of its plain texts of these names."""
    if isinstance(value, Text):
        return Text(value.zh + EVIL, value.en + EVIL)
    if isinstance(value, tuple):
        return tuple(hostile(one, *names) for one in value)
    if not is_dataclass(value):
        return value
    held = {one.name: getattr(value, one.name) for one in fields(value)}
    made = {
        name: one + EVIL if name in names and isinstance(one, str) else hostile(one, *names)
        for name, one in held.items()
    }
    return replace(value, **made)  # type: ignore[type-var]


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


def injected(text: str) -> bool:
    """Whether a browser would make elements of what is evil."""
    return "<script>alert" in text or "<img src=x" in text or "\"'><" in text


def test_no_page_makes_elements_of_texts():
    assert [address for address, text in written().items() if injected(text)] == []
    assert sum("&lt;script&gt;alert" in text for text in written().values()) > len(written()) * 0.9


@pytest.mark.parametrize("address", ["rules/index.html", "rules/required.html", "record-types/licence.html"])
def test_a_browser_reads_the_text_as_it_was_written(address):
    page = html.document_fromstring(written()[address])
    assert EVIL in page.text_content()
    assert not page.xpath("//*[@onerror]")
    assert {one.get("src") for one in page.iter("script")} <= {"../assets/search.js", "../assets/search-index.js"}


def test_the_search_has_the_texts_as_data():
    line = search_index(pages()).decode()
    assert line.count("\n") == 1
    index = json.loads(line.removeprefix("window.conformanceSearch=").removesuffix(";\n"))
    assert all(row[3].endswith(EVIL) for row in index["pages"] if row[0].startswith("rules/") and row[2])


def test_a_site_that_does_not_escape_is_caught(monkeypatch):
    monkeypatch.setattr(pieces, "both", lambda text: Markup(text.zh))
    assert any(injected(page.body) for page in rules.pages(source()))
