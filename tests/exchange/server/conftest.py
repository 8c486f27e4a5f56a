"""A reference server for each test, with a clock that stands still until it is moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests

from exchange.server.service import Clock, Service


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    """Start a server with some settings; all are ended with the test."""
    if not os.environ.get("CI"):
        pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")
    from conformance.exchange.server.running import running
    from conformance.exchange.server.settings import Settings

    with ExitStack() as stack:

        def start(**settings: Any) -> Service:
            clock = settings.setdefault("clock", Clock())
            session = stack.enter_context(requests.Session())
            return Service(stack.enter_context(running(Settings(**settings))), clock, session)

        yield start


@pytest.fixture
def service(serve: Callable[..., Service]) -> Service:
    """A server of all classes with the documented test data."""
    return serve()
