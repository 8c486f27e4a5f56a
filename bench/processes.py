"""Runs a command to its end and tells what it cost: clock, processor, memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from msgspec import Struct

SAMPLE_EVERY = 0.02
"""Seconds between two looks at the memory."""


class Measured(Struct, frozen=True):
    """One run of a child process."""

    seconds: float
    cpu: float
    """Seconds of processor time, on all cores together; steadier than the clock on a busy machine."""
    anonymous_mb: float | None
    """Peak of anonymous memory, which the system cannot drop as it can pages of files; None where it does not tell."""
    code: int
    """Exit code; negative for the number of the signal that ended it."""
    output: str
    """What it wrote to standard output."""
    complaint: str
    """What it wrote to standard error."""


def measure(command: Sequence[str], directory: Path, limit: float | None = None) -> Measured:
    """Runs the command in ``directory``, which is made if need be; a run of more than ``limit`` seconds is killed (code -9)."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL, cwd=directory)
        watch = _Watch(child.pid)
        watch.start()
        timer = threading.Timer(limit, child.kill) if limit is not None else None
        if timer is not None:
            timer.start()
        try:
            # Not Popen.wait: only wait4 tells the processor time of this one child.
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - started
        except BaseException:
            child.kill()
            raise
        finally:
            watch.stop()
            if timer is not None:
                timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        output, complaint = (_text_of(file) for file in (stdout, stderr))
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(seconds, cpu, watch.peak_mb, child.returncode, output, complaint)


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")


class _Watch(threading.Thread):
    """Looks at the memory of a process until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._status = Path(f"/proc/{pid}/status")
        self._ended = threading.Event()
        self.peak_mb: float | None = None

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_EVERY):
            now = anonymous_kb(self._status)
            if now is not None:
                self.peak_mb = max(self.peak_mb or 0.0, now / 1024)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def anonymous_kb(status: Path) -> int | None:
    """Anonymous memory by a ``/proc/PID/status``, None if there is no such file or line."""
    # Not smaps_rollup: it walks the page tables, which slows the process that is being timed.
    try:
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), None)
