"""The compiled library: where there is none, these tests are left out; in CI that is a failure."""

from __future__ import annotations

import os

import pytest

from conformance.native import library


@pytest.fixture(autouse=True)
def _there_is_a_library() -> None:
    if library.LIBRARY is None:
        said = f"compiled library {library.STATE}"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
