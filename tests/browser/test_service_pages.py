"""Every kind of page of the service in Chromium: accessible, no wider than the window, nothing from elsewhere, in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("fastapi", reason="needs the extra service: pip install -e '.[service]'")

from service.live import MIXED
from service.pages.serving import TOKEN, Site, finished, settings, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAITING, DIED, PENDING = "/checks/waiting", "/checks/died", f"/checks/{'1' * 32}/files/xlsx"
KINDS = {
    "start": "/",
    "checks": "/checks",
    "delete": f"/checks/{'1' * 32}/delete",
    "report": f"/checks/{'1' * 32}",
    "not-recognised": f"/checks/{'2' * 32}",
    "waiting": WAITING,
    "failed": DIED,
    "being-made": PENDING,
    "not-to-be-had": f"/checks/{'1' * 32}/files/rejected",
    "templates": "/templates?q=许可",
    "nothing-found": "/templates?q=zzz",
    "refusal": "/checks/00000000000000000000000000000000",
}
LOGIN = {"login": "/login", "wrong-token": "/login"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service without workers, with a check of every state."""
    from conformance.service.pages.routes import results
    from conformance.service.pool import DIED as SENTENCE
    from conformance.service.pool import Broken
    from conformance.standard.model import Text

    folder = tmp_path_factory.mktemp("pages")
    given = settings(folder / "kept")
    unknown = (
        folder / "认不出的很长很长很长很长很长很长很长很长的文件名_which_has_no_blank_where_it_could_be_broken.csv"
    )
    unknown.write_text("甲,乙\n1,2\n", encoding="utf-8")
    finished(given, "1" * 32, MIXED)
    finished(given, "2" * 32, unknown)
    with site(given) as up, pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "_PATIENCE", 0.0)
        for name in (WAITING, DIED):
            up.waiting = up.send("a.csv", b"a\n1\n").headers["Location"]
            KINDS.update({key: up.waiting for key, path in KINDS.items() if path == name})
        up.jobs._end(KINDS["failed"].rpartition("/")[2], problem=SENTENCE)
        why = Broken(Text("没有这样的记录。", "No such records."), refused=True)
        up.jobs._results._impossible["1" * 32, "rejected"] = why
        yield up


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service with a token."""
    with site(settings(tmp_path_factory.mktemp("guarded") / "kept", token=TOKEN)) as up:
        yield up


@pytest.fixture(params=[*KINDS, *LOGIN])
def shown(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page that is open, and the address of its service; whatever it asks of others fails the test."""
    kind = request.param
    up: Site = request.getfixturevalue("pages" if kind in KINDS else "guarded")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(up.address + (KINDS | LOGIN)[kind])
    if kind == "wrong-token":
        page.get_by_label("令牌").fill("another")
        page.get_by_role("button", name="登录").click()
        page.get_by_role("alert").wait_for()
    yield page, up.address
    page.close()
    assert [one for one in asked if not one.startswith(up.address + "/")] == []


def violations(page: Page) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    return [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(shown: tuple[Page, str]) -> None:
    page, address = shown
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for lang in ("zh", "en"):
        if lang == "en":
            page.goto(address + page.locator("a[hreflang=en]").get_attribute("href"))
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert lang == "en" or violations(page) == []
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in said if "404" not in one and "403" not in one] == []


def test_what_is_typed_narrows_the_list_of_items(browser: Browser, pages: Site) -> None:
    page = browser.new_page()
    page.goto(pages.address)
    page.get_by_label("在列表里查找事项").fill("纳税信用")
    assert page.locator("#a-item").input_value() == "tax-credit-rating"
    page.get_by_label("在列表里查找事项").fill("")
    assert page.locator("#a-item option").count() == 155
    page.close()


def test_a_file_over_the_limit_is_told_of_before_it_is_sent(browser: Browser, pages: Site, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(pages.address)
    page.evaluate("document.getElementById('check').setAttribute('data-limit', '10')")
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * 11})
    assert "文件超过上限" in page.locator("#chosen").inner_text()
    page.get_by_role("button", name="开始校验").click()
    assert page.url == pages.address + "/"
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refusal_of_the_form_is_read_where_one_is(browser: Browser, pages: Site, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(pages.address)
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.get_by_label("正式报送，批次号").check()
    page.get_by_role("button", name="开始校验").click()
    if scripts:  # the browser itself asks for what an official submission needs, before anything is sent
        assert page.evaluate("document.activeElement.name") == "party"
        page.get_by_label("报送单位").select_option("unit:sh-fda")
        page.get_by_label("批次号", exact=True).fill("a b")
        page.get_by_role("button", name="开始校验").click()
    page.get_by_text("批次号（official）应为" if scripts else "请填写批次号").wait_for()
    if scripts:
        assert page.locator("#file").input_value() != "", "what was filled in is still there"
    context.close()
