"""The register of problem types."""

from __future__ import annotations

from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import TYPE_PREFIX, ProblemType

__all__ = ["PROBLEMS", "TYPE_PREFIX"]

PROBLEMS: dict[str, ProblemType] = {one.id: one for one in profile().problems}
"""Name, as it stands behind ``TYPE_PREFIX``, → its type, in the order of the register."""
