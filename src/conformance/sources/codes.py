"""Why an input was not checked, for programs; people have the sentence."""

from __future__ import annotations

from typing import Literal

ProblemCode = Literal["unreadable", "item-unknown", "not-of-item", "no-records"]
"""As ``schemas/report.yaml`` describes them."""
