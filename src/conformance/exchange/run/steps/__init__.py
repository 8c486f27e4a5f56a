"""What a step can do, one small module each: from its parameters to exchanges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.exchange.run.steps import poll, request, walk
from conformance.exchange.run.steps.base import Doing

STEPS: Mapping[str, Callable[[Doing, Mapping[str, Any]], None]] = {
    "request": request.do,
    "poll": poll.do,
    "walk": walk.do,
}
"""Kind → what does it; the exchanges are then in ``Doing.sender.exchanges``."""

__all__ = ["STEPS", "Doing"]
