"""What tests of kills start from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from exchange.server.conftest import serve

__all__ = ["serve"]
EXAMPLES = Path(__file__).resolve().parents[3] / "examples/exchange"


@pytest.fixture(scope="session", autouse=True)
def _examples() -> None:
    """The example clients can be imported."""
    sys.path.insert(0, str(EXAMPLES))
