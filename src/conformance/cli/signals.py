"""Ctrl-C and an order to end: what is half done is cleared away, one line is said, and the process ends as it was told.

It ends *by* the signal, as is the custom, so that a shell sees 130 (Ctrl-C), 143 (terminate) or 129 (hang-up) and does
not go on with the next file of a loop.
"""

from __future__ import annotations

import atexit
import os
import signal
import time
from types import FrameType
from typing import NoReturn

_PATIENCE = 5.0
"""Seconds in which further signals do not disturb the clearing up."""
_first: float | None = None


class Terminated(BaseException):
    """The system or a person wants the process to end; carries the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def listen() -> None:
    """Raise where a signal comes, so that files are cleared away; what the parent ignores stays ignored."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _raise)


def wake_at_interrupts() -> None:
    """Let Ctrl-C end a wait for input. To be called when Polars is loaded: its handler, before ours, has waits go on."""
    if hasattr(signal, "siginterrupt"):
        signal.siginterrupt(signal.SIGINT, True)


def _raise(number: int, _: FrameType | None) -> None:
    global _first  # noqa: PLW0603 - signals are the process's own
    now = time.monotonic()
    if _first is not None and now - _first < _PATIENCE:
        return
    _first = now
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise Terminated(number)


def end_by(number: int) -> NoReturn:
    """End as if the signal had never been caught, after what Python does at its end."""
    signal.signal(number, signal.SIG_IGN)
    atexit._run_exitfuncs()  # temporary files that go with their owner
    if os.name == "posix":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(128 + number)
