"""What tests of evidence share."""

from __future__ import annotations

import pytest

from conformance.standard.load import load
from conformance.standard.model import Standard


@pytest.fixture(scope="session")
def standard() -> Standard:
    return load()
