"""The published site of the edition in Chromium: one page of every kind, over file:// and HTTP, alone in the world."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.site_links import faults, reached
from browser.site_truth import Shown, largest, shown
from conformance.publish.site.kinds import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

WIDTHS = (360, 1280)
_OFF_PAPER = """() => [...document.querySelectorAll('main table, main svg, main pre')].filter(e =>
    e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e =>
    e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def files(edition: Path) -> dict[str, bytes]:
    """The folder's files by path."""
    return {one.relative_to(edition).as_posix(): one.read_bytes() for one in edition.rglob("*") if one.is_file()}


@pytest.fixture(scope="session")
def pages(edition: Path) -> list[Shown]:
    """All pages of the site."""
    return shown(edition)


def test_every_link_leads_somewhere(files: dict[str, bytes]) -> None:
    assert list(faults(files))[:20] == []


def test_every_page_is_reached_from_the_start_page_without_scripts(files: dict[str, bytes], pages: list[Shown]) -> None:
    """But for the addresses of before, to which only old links lead."""
    expected = {page.address for page in pages if page.kind != "moved"}
    assert sorted(expected - reached(files)) == []


def test_every_system_can_hold_the_files(files: dict[str, bytes]) -> None:
    """Windows knows no difference of capitals, forbids some names, and stops at 260 characters."""
    assert len({path.casefold() for path in files}) == len(files)
    parts = [part for path in files for part in path.split("/")]
    reserved = {"con", "prn", "aux", "nul", *(f"{kind}{digit}" for kind in ("com", "lpt") for digit in range(1, 10))}
    assert [part for part in parts if part.split(".")[0].lower() in reserved or part[-1] in ". "] == []
    assert [path for path in files if not path.isascii() or set(path) & set('<>:"\\|?*')] == []
    assert max(map(len, files)) <= 160


def test_pages_weigh_less_than_promised(files: dict[str, bytes]) -> None:
    """20 MB are promised; what is there to be downloaded counts apart. It stops a megabyte before, while an edition can still grow."""
    weight = sum(len(content) for path, content in files.items() if path.endswith((".html", ".js", ".css", ".svg")))
    assert 10_000_000 < weight < 19_000_000
    assert len(files["assets/search-index.js"]) < 3_000_000


def test_every_page_is_of_a_known_kind_and_has_a_title(pages: list[Shown]) -> None:
    assert [page.address for page in pages if page.kind not in KINDS or not page.zh] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_of_every_kind_is_fit_to_be_read(browser: Browser, edition: Path, pages: list[Shown], kind: str) -> None:
    """Axe finds nothing, nothing is asked for outside, nothing goes wrong, nothing is wider than window or paper."""
    from axe_playwright_python.sync_playwright import Axe

    one = largest(pages, kind)
    assert one is not None
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((edition / one.address).as_uri(), wait_until="load")
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    found = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in Axe().run(page, options={"preload": False}).response["violations"]
    ]
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    cut = page.evaluate(_OFF_PAPER)
    page.close()
    outside = [address for address in asked if not address.startswith(edition.as_uri())]
    assert (found, outside, said, wide, cut) == ([], [], [], [], [])


def test_pages_are_read_and_walked_without_scripts(browser: Browser, edition: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((edition / "index.html").as_uri())
    assert page.locator("noscript").get_by_role("link").is_visible()
    page.locator("header nav a").first.click()
    page.locator("main a[href$='.html']").first.click()
    assert page.locator("h1").inner_text().strip()
    context.close()


@pytest.mark.parametrize(
    "address", ["coverage.html", "index-a-z.html", "quality.html", "clauses/index.html", "plan/index.html"]
)
def test_long_pages_are_short_on_a_phone_and_whole_on_paper(browser: Browser, edition: Path, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((edition / address).as_uri())
    height = "document.documentElement.scrollHeight"
    folded = page.evaluate(height)
    assert folded < 6000
    part = page.locator("details.part > summary").nth(1)
    part.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.part").nth(1).evaluate("part => part.open")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.part:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.part[open]").count() == 1
    page.get_by_role("button", name="全部展开").click()
    assert page.evaluate(height) > 2 * folded
    page.close()


def test_what_an_address_leads_to_is_open(browser: Browser, edition: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((edition / "plan/index.html").as_uri())
    duty = page.evaluate("document.querySelector('details.part:nth-of-type(3) tr[id]').id")
    page.goto(f"{(edition / 'plan/index.html').as_uri()}#{duty}")
    assert page.locator(f"[id='{duty}']").is_visible()
    page.close()


def test_without_scripts_all_parts_are_open(browser: Browser, edition: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto((edition / "coverage.html").as_uri())
    assert page.locator("details.part:not([open])").count() == 0
    page.locator("nav.contents a").last.click()
    assert page.locator("details.part table").last.is_visible()
    context.close()


def test_the_same_pages_over_http(browser: Browser, edition: Path, served: str, pages: list[Shown]) -> None:
    """Below a path of the server; nothing is missing and nothing comes from elsewhere."""
    asked: list[tuple[str, int]] = []
    page = browser.new_page()
    page.on("response", lambda response: asked.append((response.url, response.status)))
    for kind in KINDS:
        one = largest(pages, kind)
        if one is not None:
            page.goto(f"{served}/{one.address}")
            assert page.locator("h1").inner_text().startswith(one.zh)
    page.close()
    assert [one for one in asked if one[1] not in (200, 304) or not one[0].startswith(served)] == []
