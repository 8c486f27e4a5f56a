"""Time and waiting, handed in so that tests need not wait and a replay never does."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from msgspec import Struct, field


class Clock(Protocol):
    """What tells the time and lets it pass."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class StillClock(Struct):
    """A clock that moves only when somebody sleeps: for replays, which never wait, and for tests."""

    at: datetime = datetime(2016, 7, 1, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.at

    def monotonic(self) -> float:
        """Seconds slept so far."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
