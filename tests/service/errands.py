"""What workers are told to do in tests of the pool: small values, as tasks are."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.report.errors import UsageError


@dataclass(frozen=True)
class Say:
    """Give back a value, and say one on the way."""

    what: Any

    def run(self, tell: Callable[[Any], None]) -> Any:
        tell(self.what)
        return self.what


@dataclass(frozen=True)
class Wait:
    """Take some time."""

    seconds: float

    def run(self, tell: Callable[[Any], None]) -> int:
        tell(os.getpid())
        time.sleep(self.seconds)
        return os.getpid()


@dataclass(frozen=True)
class Talk:
    """Hold memory and say again and again how far it is, as a check does."""

    seconds: float
    bytes: int = 0

    def run(self, tell: Callable[[Any], None]) -> None:
        held = bytearray(b"x") * self.bytes
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            tell(len(held))
            time.sleep(0.05)


@dataclass(frozen=True)
class Die:
    """End as a process does that the system kills."""

    def run(self, tell: Callable[[Any], None]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Grow:
    """Take memory, and keep it for a while."""

    bytes: int

    def run(self, tell: Callable[[Any], None]) -> None:
        held = bytearray(b"x") * self.bytes
        time.sleep(20)
        assert held


@dataclass(frozen=True)
class Fail:
    """Raise."""

    error: BaseException

    def run(self, tell: Callable[[Any], None]) -> None:
        raise self.error


REFUSAL = UsageError("不行。", "It cannot be done.")


@dataclass(frozen=True)
class Refuse:
    """Say that it cannot be done."""

    def run(self, tell: Callable[[Any], None]) -> None:
        raise REFUSAL
