"""A browser without a window, for pages that people open. Debian: apt-get install chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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
