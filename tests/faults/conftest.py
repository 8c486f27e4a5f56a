from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .bounded import Worker, temporary_folder


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """The command in a process of its own, shared by all tests."""
    with temporary_folder() as folder:
        servant = Worker(Path(folder))
        yield servant
        servant.end()
