"""The search box of the site: what a person types leads to what they look for, and nothing that is there stays hidden."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.site_truth import NOT_FOUND, Shown, folded, shown, words

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
    return [page for page in shown(edition) if page.address not in NOT_FOUND]


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
        ("within seven working days", "七个工作日", "obligations/permit-penalty-7wd.html"),
        ("七个工作日", "七个工作日", "obligations/permit-penalty-7wd.html"),
        ("7 个工作日", "七个工作日", "obligations/permit-penalty-7wd.html"),
        ("7工作日", "七个工作日", "obligations/permit-penalty-7wd.html"),
        ("XK-WSH", "行政许可决定书文号", "fields/licence.document_number.html"),
        ("XK_WSH", "行政许可决定书文号", "fields/licence.document_number.html"),
        ("xk wsh", "行政许可决定书文号", "fields/licence.document_number.html"),
        ("沪经信征〔2016〕1号", "三清单信用信息标准", "index.html"),
        ("沪经信征", "三清单信用信息标准", "index.html"),
        ("市环保局", "上海市环境保护局", "units/sh-env.html"),
        ("信用承诺书", "承诺类别", "code-lists/commitment_kind.html"),
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
        for name in {folded(page.zh), folded(page.en), folded(page.id), _spaced(page.id)} - {""}:
            exact.setdefault(name, set()).add(page.address)
    queries = random.Random(2016).sample(sorted(exact), 1200)
    hidden = [
        (query, sorted(exact[query] - set(found[: len(exact[query]) + BESIDE])))
        for query, found in zip(queries, local.evaluate(_FIND, queries), strict=True)
        if not exact[query] <= set(found[: len(exact[query]) + BESIDE])
    ]
    assert hidden[:10] == []


def test_the_rule_of_seven_days_is_among_the_first_however_they_are_written(local: Page) -> None:
    for found in local.evaluate(
        _FIND, ["七个工作日", "7个工作日", "7 个工作日", "within 7 working days", "within seven working days"]
    ):
        assert "rules/publish-within-7-working-days.html" in found[:4]


def test_fields_of_the_same_name_are_told_apart(local: Page) -> None:
    local.get_by_role("searchbox").fill("公示日期")
    local.locator(_LINKS).nth(5).wait_for()
    names = [one.inner_text() for one in local.locator("#results strong").all()]
    assert "公示日期（行政许可）" in names
    assert len(names) == len(set(names))


def test_whatever_a_page_shows_finds_the_page(local: Page, pages: list[Shown]) -> None:
    """Parts of two to nine characters, cut at random out of all that pages show; the truth is a plain scan of their texts."""
    chance = random.Random(2016)
    shown_texts = sorted({text for page in pages for text in page.texts})
    queries = sorted({_part(chance.choice(shown_texts), chance) for _ in range(250)})
    queries = [one for one in queries if words(one) and any(map(str.isalnum, one))]
    texts = {page.address: "\n".join(map(folded, (*page.texts, page.zh, page.en, page.id))) for page in pages}
    for query, found in zip(queries, local.evaluate(_FIND, queries), strict=True):
        truth = {address for address, own in texts.items() if all(word in own for word in words(query))}
        assert truth <= set(found), (query, sorted(truth - set(found))[:5])
        assert len(found) == len(set(found)), query


def test_what_no_page_has_is_looked_for_in_parts_and_this_is_said(local: Page) -> None:
    local.get_by_role("searchbox").fill("信用承诺书")
    local.locator(_LINKS).first.wait_for()
    assert "没有含有全部内容的页面；按“信用承诺”找到" in local.get_by_role("status").inner_text()
    (found,) = local.evaluate(_FIND, ["排污许可证核发 没有这个词"])
    assert "applications/env-pollution-permit.html" in found


def _spaced(identifier: str) -> str:
    """An id as words: publish-within-7-working-days."""
    return folded(re.sub("[-_.:]+", " ", identifier))


def _part(title: str, chance: random.Random) -> str:
    length = min(len(title), chance.randint(2, 9))
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
    local.get_by_role("searchbox").fill("qqq zzz")
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
