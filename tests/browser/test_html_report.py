"""The HTML report in Chromium: accessible, alone in the world, readable without scripts, on a telephone and on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.api import Options, check_many
from conformance.report.html import render
from conformance.report.view import View
from conformance.standard.load import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
MIXED = EXAMPLES / "submissions" / "invalid" / "admin-penalty-mixed.xlsx"
GOOD = EXAMPLES / "submissions" / "valid" / "admin-licence.csv"
BATCH = EXAMPLES / "batches" / "invalid" / "vanished-key"


def hostile(folder: Path) -> Path:
    """Records whose headers and cells are as unkind to a page as can be: markup, control characters, length, 200 columns."""
    markup = '"><script>document.title="taken"</script><img src="http://example.invalid/x" onerror=alert(1)>'
    record = {
        "行政许可决定书文号": markup,
        "项目名称": "长" * 20_000,
        "审批类别": "a\u0000b\u202e",
        "行政相对人名称": "甲",
    }
    record |= {f"列{number}{markup if number < 3 else ''}": "x" * 500 for number in range(200)}
    file = folder / "hostile.json"
    file.write_text(json.dumps({"data": [record] * 3}, ensure_ascii=False), encoding="utf-8")
    return file


def unread(folder: Path) -> Path:
    file = folder / "x.pdf"
    file.write_bytes(b"%PDF-1.4 x")
    return file


PAGES: dict[str, Any] = {
    "mixed": lambda folder: ([MIXED], Options(as_of="2016-12-31")),
    "good": lambda folder: ([GOOD], Options(as_of="2016-05-18")),
    "several": lambda folder: ([MIXED, GOOD, unread(folder)], Options(as_of="2016-05-18", lang="en")),
    "hostile": lambda folder: ([hostile(folder)], Options(item="admin-licence", as_of="2016-05-18")),
    "submission": lambda folder: (
        [BATCH / "penalties.csv"],
        Options(as_of="2016-12-31", manifest=BATCH / "manifest.yaml", previous=BATCH / "previous"),
    ),
}


@pytest.fixture(scope="module", params=sorted(PAGES))
def file(request: pytest.FixtureRequest, folder: Path) -> Path:
    sources, options = PAGES[request.param](folder)
    standard = load()
    written = folder / f"{request.param}.html"
    report = check_many([str(source) for source in sources], options, standard=standard)
    written.write_text(render(report, View(standard, options.lang)), encoding="utf-8")
    return written


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1100, "height": 900})
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_axe_finds_nothing(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_nothing_is_asked_for_and_nothing_goes_wrong(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri(), wait_until="networkidle")
    title = page.title()
    page.close()
    assert (asked, said) == ([file.as_uri()], [])
    assert title != "taken"


def test_there_is_nothing_to_run(page: Page) -> None:
    """Neither scripts nor handlers nor addresses that are scripts, so that it reads the same where these are forbidden."""
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    addresses = (
        "[...document.querySelectorAll('[href],[src],[action]')].map(e => e.getAttribute('href') || e.outerHTML)"
    )
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate(handlers) == []
    assert [one for one in page.evaluate(addresses) if not one.startswith("#")] == []


def test_what_got_in_all_the_same_would_not_run(page: Page) -> None:
    ran = page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        const button = document.createElement('button');
        button.setAttribute('onclick', 'window.ran = true');
        document.body.append(button);
        button.click();
        return window.ran === true;
    }""")
    assert not ran


@pytest.mark.parametrize("width", [320, 1100])
def test_the_page_is_no_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_nothing_is_cut_off(page: Page) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    wide = "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > 719).length"
    assert page.evaluate(wide) == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("file", ["mixed"], indirect=True)
def test_a_click_on_a_problem_leads_to_its_cell(page: Page) -> None:
    page.get_by_role("link", name="统一社会信用代码校验码错误").first.click()
    anchor = re.sub(".*#", "", page.url)
    address = page.locator(f"#{anchor} .address")
    assert address.inner_text() == "H3"
    assert address.is_visible()
