"""The hooks of the faults: what enters them, and what the server is given for a fault."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct

from conformance.exchange.server.faults.model import HOOKED, Fault, Level
from conformance.exchange.server.hooks import Hooks
from conformance.report.errors import UsageError
from conformance.standard.shapes import label, load_shapes

Hook = TypeVar("Hook", bound=Callable[..., Any])

_MODULES = (
    "status", "served", "problems", "authentication", "push", "receipts", "query", "paging", "corrections", "reference",
    "payload", "transport", "honesty", "degenerate",
)  # fmt: skip
_LEVELS: Mapping[str, Level] = {
    "request": "request",
    "answer": "response",
    "problem": "response",
    "response": "response",
    "wire": "wire",
}
"""Point → level; every other point is one of a handler."""


class Planted(Struct, frozen=True):
    """A hook with the point at which it works."""

    point: str
    hook: Callable[..., Any]

    @property
    def level(self) -> Level:
        """Of its point."""
        return _LEVELS.get(self.point, "handler")


_PLANTED: dict[str, list[Planted]] = {}


def plant(fault: str, point: str) -> Callable[[Hook], Hook]:
    """Enter the hook of a fault, by the name of its point in :class:`Hooks`. Only what is a server of its own has several."""

    def enter(hook: Hook) -> Hook:
        if any(one.point == point for one in _PLANTED.get(fault, ())):
            raise ValueError(f"two hooks of fault {fault} at {point}")
        _PLANTED.setdefault(fault, []).append(Planted(point, hook))
        return hook

    return enter


@cache
def planted() -> Mapping[str, tuple[Planted, ...]]:
    """Fault → its hooks, of all modules."""
    for name in _MODULES:
        importlib.import_module(f"conformance.exchange.server.faults.{name}")
    return {fault: tuple(hooks) for fault, hooks in _PLANTED.items()}


def hooks_of(fault: Fault) -> Hooks:
    """What the server is given to be wrong in this way. Raises UsageError for a fault that is none of a server's."""
    if fault.level not in (*HOOKED, "server"):
        where = label(load_shapes(), "FaultLevel", fault.level)
        raise UsageError(
            f"故障“{fault.id}”出在{where}（{'、'.join(fault.classes)}），参考服务无法重现。",
            f'Fault "{fault.id}" is planted in a {fault.level} ({", ".join(fault.classes)}); the reference server cannot show it.',
        )
    return Hooks(**{one.point: one.hook for one in planted().get(fault.id, ())})
