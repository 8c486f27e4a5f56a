"""The command line as a servant: one call a line, answered with its exit code, what it said and what it took.

Run as a program by ``bounded``; starting the interpreter anew for each of some hundred files would take minutes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from conformance.cli.main import run


def peak() -> int:
    """Most bytes in memory at one time since the last ``forget``."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def forget() -> None:
    """Begin to measure anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def serve() -> None:
    """Answer calls until nobody asks."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for call in sys.stdin:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            forget()
            before, began = peak(), time.monotonic()
            code = run(json.loads(call))
            seconds = time.monotonic() - began
            sys.stdout.flush()
            sys.stderr.flush()
            said = {"code": code, "seconds": seconds, "before": before, "peak": peak()}
            for name, stream in (("out", out), ("err", err)):
                stream.seek(0)
                said[name] = stream.read().decode("utf-8", "replace")
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
