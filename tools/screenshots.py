"""Makes the pictures in docs/images/ from real reports on an example (the page, the workbook, the terminal), the published
site, the page of `conformance serve` and the bulletin of the example history; `screenshots.py report workbook terminal site
service bulletin`, or some of them.

Needs Chromium, LibreOffice Calc and pdftoppm (Debian: chromium libreoffice-calc poppler-utils fonts-wqy-zenhei). The
pictures are for looking at; what the reports say is held by tests.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from conformance import check
from conformance.report.registry import renderer
from conformance.report.view import View
from conformance.standard.load import load

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
EXAMPLE = ROOT / "examples" / "submissions" / "invalid" / "admin-penalty-mixed.xlsx"
NAME = "行政处罚.xlsx"
DAY = "2016-12-31"
LARGEST = 300_000
"""Bytes that a picture may have: the repository is cloned by offices with slow lines."""
_COLUMNS, _LINES = 84, 36
"""The terminal that is shown."""
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>body{{margin:0;background:#1e1e1e}}
pre{{margin:18px;color:#d4d4d4;font:15px/1.45 "WenQuanYi Zen Hei Mono","Noto Sans Mono CJK SC",monospace}}</style><pre>{shown}</pre>"""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a page of the workbook as it is printed: the page, dots per inch, and the rectangle in dots."""

    name: str
    page: int
    dots: int
    left: int
    top: int
    width: int
    height: int


CUTS = (
    Cut("workbook-problems.png", 2, 150, 100, 105, 1190, 350),
    Cut("workbook-data.png", 3, 330, 1840, 240, 1180, 240),
)


def tool(*names: str) -> str:
    """The first of these programs that is installed; ends the run with what to install where there is none."""
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    sys.exit(
        f"{names[0]} is missing (Debian: apt-get install chromium libreoffice-calc poppler-utils fonts-wqy-zenhei)"
    )


def shoot(page: Path, target: Path, width: int, height: int) -> None:
    """A picture of a page as a browser shows it."""
    command = [tool("chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox", "--disable-gpu"]
    command += ["--hide-scrollbars", f"--window-size={width},{height}", f"--screenshot={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def terminal(room: Path, target: Path) -> None:
    """The beginning of the text report, as a terminal of some columns shows it."""
    command = [sys.executable, "-m", "conformance", "check", NAME, "--as-of", DAY]
    report = check(NAME, as_of=DAY)
    shown = renderer("text").render(report, View(load(), colour=True, columns=_COLUMNS))
    lines = [f"$ {' '.join(['conformance', *command[3:]])}", *str(shown).splitlines()[:_LINES]]
    console = Console(record=True, width=_COLUMNS * 2, file=io.StringIO())
    console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)
    html = console.export_html(inline_styles=True, code_format="{code}", theme=MONOKAI)
    page = room / "terminal.html"
    page.write_text(_TERMINAL.format(shown=html), encoding="utf-8")
    shoot(page, target, 860, 22 * len(lines) + 40)


def workbook(book: Path, targets: Path) -> None:
    """Parts of the annotated workbook as LibreOffice prints it."""
    folder = book.parent
    office = [tool("soffice", "libreoffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", str(folder), str(book)], check=True, capture_output=True
    )
    for cut in CUTS:
        place = [("-x", cut.left), ("-y", cut.top), ("-W", cut.width), ("-H", cut.height), ("-r", cut.dots)]
        options = [str(part) for pair in place for part in pair]
        stem = targets / Path(cut.name).stem
        command = [tool("pdftoppm"), "-png", "-singlefile", "-f", str(cut.page), *options]
        subprocess.run([*command, str(book.with_suffix(".pdf")), str(stem)], check=True, capture_output=True)


def site(room: Path, target: Path) -> None:
    """The search box of the published site with what it finds."""
    from playwright.sync_api import sync_playwright

    folder = room / "site"
    command = [sys.executable, "-m", "conformance", "publish", "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tool("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 660})
        page.goto((folder / "index.html").as_uri())
        page.get_by_role("searchbox").fill("排污许可证核发")
        page.locator("#results a").first.wait_for()
        page.screenshot(path=str(target))
        browser.close()


def service(room: Path, made: Path) -> None:
    """The page of `conformance serve`: the form with a file chosen, and what comes of it."""
    from playwright.sync_api import sync_playwright

    from conformance.exchange.server.running import listening, serving
    from conformance.service.app import close, create_app
    from conformance.service.settings import Settings

    app = create_app(Settings(folder=room / "service", payload_workers=0))
    # The room that is used here would say nothing to a reader.
    app.state.settings = replace(app.state.settings, folder=Path("/var/lib/conformance"))
    try:
        with serving(app, listening()) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=tool("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1000, "height": 790}, locale="zh-CN")
            page.goto(address)
            page.locator("#file").set_input_files(room / NAME)
            page.get_by_label("校验日").fill(DAY)
            page.screenshot(path=str(made / "service-form.png"))
            page.get_by_role("button", name="开始校验").click()
            page.locator("#files").wait_for(timeout=120_000)
            page.screenshot(
                path=str(made / "service-report.png"),
                clip={"x": 0, "y": 0, "width": 1000, "height": 1000},
                full_page=True,
            )
            browser.close()
    finally:
        close(app)


def bulletin(room: Path, made: Path) -> None:
    """The bulletin of a month of the example history: its beginning, and who stands where."""
    from playwright.sync_api import sync_playwright

    history, page = "sqlite:///history.db", room / "bulletin.html"
    load_history = ROOT / "examples" / "load_history.py"
    asked = ["bulletin", "--month", "2017-06", "--db", history, "--output", str(page)]
    for command in ([str(load_history), history], ["-m", "conformance", *asked]):
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tool("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"]
        )
        shown = browser.new_page(viewport={"width": 1000, "height": 640})
        shown.goto(page.as_uri())
        shown.screenshot(path=str(made / "bulletin.png"))
        shown.set_viewport_size({"width": 1000, "height": 760})
        shown.goto(f"{page.as_uri()}#ranking")
        shown.screenshot(path=str(made / "bulletin-ranking.png"))
        browser.close()


def report(room: Path, made: Path) -> None:
    """The page of a report, and its workbook."""
    page = room / "report.html"
    _reported(room, "html", page)
    shoot(page, made / "report.png", 1000, 1560)


def books(room: Path, made: Path) -> None:
    """Parts of the annotated workbook."""
    book = room / "report.xlsx"
    _reported(room, "xlsx", book)
    workbook(book, made)


def _reported(room: Path, format_: str, target: Path) -> None:
    """The report on the example in a format. Raises RuntimeError where it came to something else than is shown."""
    command = [sys.executable, "-m", "conformance", "check", NAME, "--as-of", DAY, "--no-config"]
    done = subprocess.run([*command, "--format", format_, "--output", str(target)], check=False, capture_output=True)
    if done.returncode != 1:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))


PARTS: dict[str, Callable[[Path, Path], None]] = {
    "report": report,
    "workbook": books,
    "terminal": lambda room, made: terminal(room, made / "terminal.png"),
    "site": lambda room, made: site(room, made / "site-search.png"),
    "service": service,
    "bulletin": bulletin,
}


def main(wanted: Sequence[str]) -> int:
    """Returns 0 when every picture is there and small enough."""
    unknown = [one for one in wanted if one not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="screenshots-") as name:
        room = Path(name)
        made = room / "made"
        made.mkdir()
        shutil.copy(EXAMPLE, room / NAME)
        os.chdir(room)
        for one in wanted or PARTS:
            PARTS[one](room, made)
        large = [picture.name for picture in made.iterdir() if picture.stat().st_size > LARGEST]
        if large:
            print(f"too large: {', '.join(large)}", file=sys.stderr)
            return 1
        IMAGES.mkdir(exist_ok=True)
        for picture in sorted(made.iterdir()):
            shutil.copy(picture, IMAGES / picture.name)
            print(f"{IMAGES.relative_to(ROOT) / picture.name}  {picture.stat().st_size // 1000} kB")
        os.chdir(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
