"""What the person before the terminal can see and wants to see."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

_NO = ("0", "false", "no", "")


def wants_colour(stream: TextIO) -> bool:
    """Whether to write in colour: where somebody looks at a terminal that has it, or as the environment has it.

    ``NO_COLOR`` goes before everything else, then ``FORCE_COLOR`` and ``CLICOLOR_FORCE`` (also into a pipe), then
    ``CLICOLOR=0``.
    """
    asked = os.environ.get
    if asked("NO_COLOR"):
        return False
    force = asked("FORCE_COLOR") or asked("CLICOLOR_FORCE")
    if force:
        return force.lower() not in _NO
    if asked("CLICOLOR") == "0" or asked("TERM") == "dumb":
        return False
    return stream.isatty()


def columns(stream: TextIO) -> int | None:
    """Places in a line of the terminal, less the one behind which some consoles break by themselves; None for a file."""
    return shutil.get_terminal_size().columns - 1 if stream.isatty() else None
