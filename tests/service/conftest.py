"""One service with real workers for the tests that only use it; those that break something have one of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("fastapi", reason="needs the extra service: pip install -e '.[service]'")

from service.live import Live, live_at, until


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_at(tmp_path_factory.mktemp("live") / "kept") as up:
        until(lambda: up.get("health/ready").ok, 120)
        yield up
