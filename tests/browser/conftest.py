"""A browser without a window, for pages that people open. Debian: apt-get install chromium."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def _missing(what: str) -> None:
    """In CI what is missing is a failure; elsewhere the tests are left out and say what to install."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    place = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if place is None:
        _missing("no Chromium was found (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is missing (pip install -e '.[test]')")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pages are put that several tests open."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shipped edition, as ``conformance publish`` writes it."""
    from conformance.artefacts.folder import edition_folder
    from conformance.artefacts.placing import place

    written = tmp_path_factory.mktemp("published") / "2016"
    place(edition_folder(), written)
    return written


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: what a test asks for is no news."""


@pytest.fixture(scope="session")
def served(edition: Path) -> Iterator[str]:
    """The address under which the folder is served, below a path of its own as on a city's web server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(edition.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{edition.name}"
    server.shutdown()
    server.server_close()
