"""The command as users run it: a process of its own that can be interrupted, starved of disk, or left without a reader."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

COMMAND = (sys.executable, "-m", "conformance.cli.main")
PATIENCE = 120.0


class Done(Struct, frozen=True):
    """What a process left."""

    code: int
    out: str
    err: str


def start(
    *arguments: object,
    temporary: Path,
    prepare: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
    user: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start the command; its temporary files go into a folder of their own."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONUTF8": "1"} | dict(environment or {}),
        preexec_fn=prepare,  # noqa: PLW1509 - no threads of ours
        user=user,
    )


def finish(process: subprocess.Popen[bytes]) -> Done:
    """Wait for the end; a process that does not come to one is killed, and the test fails."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Done(process.returncode, out.decode(), err.decode())


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait until something can be seen of the process."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, "it ended too soon"
        assert time.monotonic() < deadline, "it never came so far"
        time.sleep(0.01)


def interrupt(process: subprocess.Popen[bytes], number: int = signal.SIGINT) -> Done:
    """Send a signal and wait for the end."""
    process.send_signal(number)
    return finish(process)
