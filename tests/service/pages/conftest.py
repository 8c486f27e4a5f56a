"""One service with finished checks for the tests that only look; those that change something have one of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("fastapi", reason="needs the extra service: pip install -e '.[service]'")

from service.live import MIXED
from service.pages.serving import Site, finished, settings, site

HOSTILE = '"><script>alert(1)</script>&\u202e.csv'


@pytest.fixture(scope="package")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service with four checks: 1 mixed, 2 unknown and hostile, 3 English and official, 4 several files."""
    folder = tmp_path_factory.mktemp("service")
    given = settings(folder / "kept")
    hostile = folder / "hostile.csv"
    hostile.write_text('甲,<b onclick="x">,"</td><script>"\n1,<img src=x onerror=alert(1)>,2\n', encoding="utf-8")
    finished(given, "1" * 32, MIXED)
    finished(given, "2" * 32, hostile, name=HOSTILE.replace("/", "_").replace('"', "_"))
    finished(given, "3" * 32, MIXED, lang="en", party="district:310115", official="2016-12", item="admin-penalty")
    finished(given, "4" * 32, MIXED, MIXED.parent / "encoding.csv")
    with site(given) as up:
        yield up


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Start a service with some settings; it is ended with the test."""
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(site(settings(tmp_path / "kept", **more)))


def text_of(found: Any) -> str:
    return " ".join(found.text_content().split())
