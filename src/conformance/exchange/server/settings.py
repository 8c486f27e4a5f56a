"""What a reference server is started with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, get_args

from msgspec import Struct

from conformance.exchange.model import ConformanceClass
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import Capability
from conformance.exchange.server.hooks import Hooks
from conformance.exchange.server.messages import Call, Reply

SERVED: tuple[ConformanceClass, ...] = ("district", "city", "province")
"""The classes that are services."""


class Watch(Protocol):
    """Who is told of every exchange, before its answer goes out."""

    def see(self, call: Call, body: bytes, reply: Reply, started: datetime, seconds: float) -> None:
        """Take note of one; ``body`` is the request's, unpacked."""
        ...


def system_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Limits(Struct, frozen=True):
    """What one request may amount to; as the discovery document says it."""

    max_body_bytes: int = 1 << 20
    max_records: int = 1000
    max_page_size: int = 100
    token_failures_per_minute: int = 5


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that makes one server differ from another."""

    classes: tuple[ConformanceClass, ...] = SERVED
    party: str = "district:310115"
    title: str = "三清单交换参考服务 / reference server"
    limits: Limits = Limits()
    database: Path | None = None
    """SQLite file; None: in memory."""
    seeded: bool = True
    """Whether an empty store gets the documented test data."""
    pull_from: tuple[str, ...] = ()
    """Base addresses of services whose lists are followed."""
    token_seconds: int = 3600
    cursor_days: int = 30
    """How long a cursor is good for after it was given."""
    hooks: tuple[Hooks, ...] = ()
    watch: Watch | None = None
    """Who is told of every exchange."""
    clock: Callable[[], datetime] = system_clock
    """Gives the time, aware of its zone."""

    @property
    def operations(self) -> tuple[str, ...]:
        """What the classes have to offer, in the profile's order."""
        wanted = {name for each in self.classes for name in profile().class_of(each).offers}
        return tuple(name for name in get_args(Capability) if name in wanted)
