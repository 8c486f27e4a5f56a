"""The search box of the site: what a person types leads to what they look for, and nothing that is there stays hidden."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.site_truth import NOT_FOUND, Shown, folded, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

_FIND = """queries => Promise.all(queries.map(query => new Promise(done => window.conformanceFind(query, done))))"""
_LINKS = "#results a"
BESIDE = 3
"""Results that may stand among those of exactly that title or id."""


@pytest.fixture(scope="module")
def pages(edition: Path) -> list[Shown]:
    """Pages that are looked for by name."""
    return [page for page in shown(edition) if page.kind not in NOT_FOUND and page.address != "index-a-z.html"]


@pytest.fixture(params=["file", "http"])
def start(request: pytest.FixtureRequest, browser: Browser, edition: Path) -> Iterator[Page]:
    """The start page, opened from the folder and from a server."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    root = edition.as_uri() if request.param == "file" else request.getfixturevalue("served")
    page.goto(f"{root}/index.html")
    yield page
    page.close()


@pytest.fixture
def local(browser: Browser, edition: Path) -> Iterator[Page]:
    """A page deep in the folder, opened from it."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((edition / "rules" / "date-order.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize(
    ("typed", "title", "address"),
    [
        ("排污许可证核发", "排污许可证核发", "applications/env-pollution-permit.html"),
        ("310114", "嘉定区", "districts/310114.html"),
        ("publish within 7 working days", "迟报", "rules/publish-within-7-working-days.html"),
        ("３１０１１４", "嘉定区", "districts/310114.html"),
        ("PUBLISH-within-7", "迟报", "rules/publish-within-7-working-days.html"),
    ],
)
def test_found_in_one_try(start: Page, typed: str, title: str, address: str) -> None:
    start.get_by_role("searchbox").fill(typed)
    first = start.locator(_LINKS).first
    assert title in first.inner_text()
    start.keyboard.press("Enter")
    start.wait_for_url(f"**/{address}")
    assert title in start.locator("h1").inner_text()


def test_whoever_knows_the_title_or_the_id_sees_the_page_at_once(local: Page, pages: list[Shown]) -> None:
    """Among the first, which are seen without scrolling: a few others may have it as a further word."""
    exact: dict[str, set[str]] = {}
    for page in pages:
        for words in {folded(page.zh), folded(page.en), folded(page.id), _spaced(page.id)} - {""}:
            exact.setdefault(words, set()).add(page.address)
    queries = sorted(exact)
    hidden = [
        (query, sorted(exact[query] - set(found[: len(exact[query]) + BESIDE])))
        for query, found in zip(queries, local.evaluate(_FIND, queries), strict=True)
        if not exact[query] <= set(found[: len(exact[query]) + BESIDE])
    ]
    assert hidden[:10] == []


def test_a_part_of_a_title_finds_every_page_that_has_it(local: Page, pages: list[Shown]) -> None:
    """Parts of two to six characters, cut out of the titles at random; the truth is a plain scan of what the pages show."""
    chance = random.Random(2016)
    queries = sorted({folded(_part(chance.choice(pages).zh, chance)) for _ in range(300)} - {""})
    texts = {page.address: [folded(one) for one in (page.zh, page.en, page.id)] for page in pages}
    for query, found in zip(queries, local.evaluate(_FIND, queries), strict=True):
        truth = {
            address for address, own in texts.items() if all(any(word in one for one in own) for word in query.split())
        }
        assert truth <= set(found), query
        assert len(found) == len(set(found)), query


def _spaced(identifier: str) -> str:
    """An id as words: publish-within-7-working-days."""
    return folded(re.sub("[-_.:]+", " ", identifier))


def _part(title: str, chance: random.Random) -> str:
    length = min(len(title), chance.randint(2, 6))
    begin = chance.randint(0, len(title) - length)
    return title[begin : begin + length]


def test_two_words_have_to_be_there_both(local: Page) -> None:
    both, one, other = local.evaluate(_FIND, ["许可 日期", "许可", "日期"])
    assert set(both) <= set(one) & set(other)
    assert both
    assert len(both) < len(one)


def test_how_many_were_found_is_said(local: Page) -> None:
    local.get_by_role("searchbox").fill("信用")
    local.locator(_LINKS).first.wait_for()
    (found,) = local.evaluate(_FIND, ["信用"])
    shown_now = local.locator(_LINKS).count()
    assert shown_now < len(found)
    status = local.get_by_role("status").inner_text()
    assert str(len(found)) in status
    assert str(shown_now) in status


def test_nothing_found_is_said(local: Page) -> None:
    local.get_by_role("searchbox").fill("没有这样的页面 qqq")
    local.get_by_text("Nothing found").wait_for()
    assert local.locator(_LINKS).count() == 0


def test_by_keyboard_alone(local: Page) -> None:
    local.keyboard.press("/")
    local.keyboard.type("校验码")
    local.locator(_LINKS).nth(1).wait_for()
    local.keyboard.press("ArrowDown")
    local.keyboard.press("ArrowDown")
    second = local.locator(_LINKS).nth(1)
    assert second.evaluate("element => element === document.activeElement")
    local.keyboard.press("ArrowUp")
    local.keyboard.press("ArrowUp")
    assert local.evaluate("document.activeElement.id") == "search"
    local.keyboard.press("Escape")
    assert not local.locator("#results").is_visible()


def test_results_are_as_fit_to_be_read_as_the_page(local: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    local.get_by_role("searchbox").fill("许可")
    local.locator(_LINKS).first.wait_for()
    assert local.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(local).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_a_query_is_never_read_as_markup(local: Page) -> None:
    local.get_by_role("searchbox").fill("<img src=x onerror=document.title='taken'>")
    local.get_by_text("Nothing found").wait_for()
    assert local.title() != "taken"
