"""A trial of what was built, in a folder of its own: steps are told with their time, and nothing is left behind."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.monotonic()
NAME = Path(sys.argv[0]).stem.replace("_", "-")


class Failed(Exception):
    """A step did not do what it should; carries what to tell."""


def say(text: str) -> None:
    """Prints a step with the time since the start."""
    print(f"{NAME} {time.monotonic() - STARTED:6.1f} s  {text}", flush=True)


def carry_out(steps: Callable[[Path], None], prefix: str) -> int:
    """Takes the steps in a new folder whose name begins with ``prefix``. Returns 0 when all went well."""
    room = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        steps(room)
    except Failed as failure:
        print(f"{NAME} failed: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(room, ignore_errors=True)
    say("done")
    return 0
