"""The cluster of the tests; where it cannot be had they are left out, in CI that is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bench.standalone import MISSING, Standalone, installed, standalone


@contextmanager
def cluster_in(folder: Path) -> Iterator[Standalone]:
    """A master and two workers."""
    if not installed():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with standalone(folder) as made:
        yield made
