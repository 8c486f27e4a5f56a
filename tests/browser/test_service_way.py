"""The whole way of a clerk through the service in Chromium: a file of GB18030, its report, its mended copy, and that one's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("fastapi", reason="needs the extra service: pip install -e '.[service]'")

from service.live import GOOD
from service.pages.serving import Site, settings, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FileChooser, Page

pytestmark = pytest.mark.slow
DAY = "2016-12-31"


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service with a process that works."""
    with site(settings(tmp_path_factory.mktemp("way") / "kept", workers=1)) as served:
        yield served


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export in GB18030 in which one date is written in a form of its own."""
    text = GOOD.read_text(encoding="gb18030")
    file = tmp_path_factory.mktemp("exported") / "行政许可 5月.csv"
    file.write_text(spoilt(text), encoding="gb18030", newline="")
    return file


def spoilt(text: str) -> str:
    """The first decision date with dots in place of strokes."""
    head, *records = text.splitlines()
    place = head.split(",").index("许可决定日期")
    cells = records[0].split(",")
    assert cells[place].count("/") == 2
    cells[place] = cells[place].replace("/", ".")
    return "\r\n".join([head, ",".join(cells), *records[1:], ""])


def opened(browser: Browser, up: Site, **more: object) -> BrowserContext:
    """A window that may ask nobody but the service."""
    context = browser.new_context(**more)
    context.set_default_timeout(60_000)

    def decide(route) -> None:
        if route.request.url.startswith(up.address + "/"):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    asked: list[str] = []
    context.route("**/*", decide)
    context.asked = asked
    return context


def drop(page: Page, file: Path) -> None:
    """A file let go of over the page, as a mouse does."""
    import base64

    content = base64.b64encode(file.read_bytes()).decode()
    page.evaluate(
        """([name, content]) => {
            const bytes = Uint8Array.from(atob(content), one => one.charCodeAt(0));
            const dragged = new DataTransfer();
            dragged.items.add(new File([bytes], name));
            document.getElementById('drop').dispatchEvent(
                new DragEvent('drop', {dataTransfer: dragged, bubbles: true, cancelable: true}));
        }""",
        [file.name, content],
    )


def mended_and_checked_again(page: Page, original: Path) -> None:
    """From the report on: the mended copy differs in one cell, and nothing is to be mended in it any more."""
    assert page.locator("h1").inner_text() in ("通过（有提示）", "不通过")
    assert "1 处改法唯一" in page.locator("#files").inner_text()
    assert "行政许可信息（自动识别）" in page.locator("#files").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载自动更正后的文件").click()
    copy = Path(waiting.value.path()).read_bytes().decode("gb18030").splitlines()
    assert waiting.value.suggested_filename == "行政许可 5月-已更正.csv"
    before = original.read_bytes().decode("gb18030").splitlines()
    assert [(a, b) for a, b in zip(before, copy, strict=True) if a != b] == [(before[1], copy[1])]
    page.get_by_role("button", name="校验更正后的文件").click()
    page.locator("#files").get_by_text("行政许可 5月-已更正", exact=False).or_(
        page.locator(".verdict .of")
    ).first.wait_for()
    page.wait_for_function("document.querySelector('.verdict .of') && document.title.indexOf('已更正') > 0")
    assert page.locator("h1").inner_text() == "校验通过"
    assert page.get_by_role("link", name="下载自动更正后的文件").count() == 0


def test_from_dropping_an_export_to_its_mended_copy(browser: Browser, up: Site, exported: Path) -> None:
    context = opened(browser, up)
    page = context.new_page()
    page.goto(up.address)
    drop(page, exported)
    page.get_by_label("校验日").fill(DAY)
    page.get_by_role("button", name="开始校验").click()
    page.locator("#files").wait_for()
    mended_and_checked_again(page, exported)
    for name, suffix in (
        ("问题批注表", ".xlsx"),
        ("校验报告（JSON）", ".json"),
        ("问题清单", ".csv"),
        ("校验报告（HTML）", ".html"),
    ):
        with page.expect_download() as waiting:
            page.locator("#files").get_by_role("link", name=name).first.click()
        assert waiting.value.suggested_filename.endswith(suffix)
    page.get_by_role("link", name="我的校验").click()
    assert page.locator("tbody tr").count() == 2
    assert context.asked == []
    context.close()


def test_the_same_without_scripts(browser: Browser, up: Site, exported: Path) -> None:
    context = opened(browser, up, java_script_enabled=False)
    page = context.new_page()
    page.goto(up.address)
    page.locator("#file").set_input_files(exported)
    page.get_by_label("校验日").fill(DAY)
    page.get_by_role("button", name="开始校验").click()
    page.locator("#files").wait_for()  # the page loads itself again
    assert "1 处改法唯一" in page.locator("#files").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载自动更正后的文件").click()
    assert waiting.value.suggested_filename == "行政许可 5月-已更正.csv"
    page.get_by_role("button", name="校验更正后的文件").click()
    page.get_by_role("heading", level=1, name="校验通过").wait_for()
    assert context.asked == []
    context.close()


def chooser_by_key(page: Page) -> FileChooser:
    """What the space bar opens on the field that has the focus; a browser under load may miss the first press."""
    from playwright.sync_api import TimeoutError as NoneOpened

    for _ in range(3):
        try:
            with page.expect_file_chooser(timeout=20_000) as choosing:
                page.keyboard.press("Space")
            return choosing.value
        except NoneOpened:
            assert page.evaluate("document.activeElement.id") == "file"
    raise AssertionError("the space bar opens no chooser of files")


def test_in_english_with_the_keyboard_alone(browser: Browser, up: Site, exported: Path) -> None:
    context = opened(browser, up, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.on(
        "filechooser", lambda _: None
    )  # asked for from the start: a browser at work hears of it later than of the key
    page.goto(up.address)

    def tab_to(description: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.evaluate("(one => [one.textContent.trim(), one.id])(document.activeElement)")
            if description in focused:
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        raise AssertionError(f"the keyboard does not reach {description}")

    tab_to("English")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Check a file").wait_for()
    page.wait_for_load_state()  # its script has run: what has the focus keeps it
    tab_to("file")
    chooser_by_key(page).set_files(exported)
    tab_to("a-day")
    page.keyboard.type("12312016")
    tab_to("Check")
    page.keyboard.press("Enter")
    page.locator("#files").wait_for()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tab_to("Download the mended file")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "行政许可 5月-mended.csv"
    context.close()
