"""Statuses: what every other check of a step stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind


@kind("status", Param("in", "integers", required=True), ground=True)
def check_status(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answer has one of some statuses."""
    last = scene.exchanges[-1]
    seen, wanted = answer(last).status, params["in"]
    words = " / ".join(map(str, wanted))
    if seen in wanted:
        return holds(f"状态码为 {seen}。", f"The status is {seen}.", last)
    return departs(f"状态码应为 {words}，实际为 {seen}。", f"The status has to be {words} and is {seen}.", last)
