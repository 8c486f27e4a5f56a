"""What is the same in judging all clients: what they asked for and when, and one sentence over many requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Scene, departs, holds
from conformance.exchange.suite.checks.look import called, path_of

TOLERANCE = 0.25
"""Seconds by which a pause may fall short: clocks of two programs, and time on the way."""


def asked(scene: Scene, method: str, path: str) -> list[Exchange]:
    """Requests of one method for one path below the base address."""
    return [
        one for one in scene.exchanges if one.request.method == method and path_of(one, scene.participant.url) == path
    ]


def began(exchange: Exchange) -> float | None:
    """When an exchange began, in seconds since 1970; None where that cannot be told."""
    try:
        return datetime.fromisoformat(exchange.started).timestamp()
    except ValueError:
        return None


def all_right(wrong: Iterable[Exchange], looked: int, fine: tuple[str, str], bad: tuple[str, str]) -> Outcome:
    """That none of the exchanges looked at is wrong, or which is."""
    found = list(wrong)
    if not found:
        return holds(f"{fine[0]}（{looked} 个）。", f"{fine[1]} ({looked}).")
    return departs(f"{bad[0]}，{called(found[0])} 不是。", f"{bad[1]}; {called(found[0])} does not.", *found)
