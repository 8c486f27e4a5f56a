"""Exit codes of ``probe`` and ``verify``."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.exchange.model import ClassVerdict

INTERNAL = 3
OF_VERDICT: Mapping[ClassVerdict, int] = {
    "conformant": 0,
    "conformant-with-findings": 0,
    "non-conformant": 1,
    "not-fully-verified": 4,
}
"""A service that is down ends as not fully verified."""
