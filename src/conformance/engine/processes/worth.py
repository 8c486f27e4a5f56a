"""How many processes are worth while; asked before anything that takes time is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

LEAST = 32 << 20
"""Bytes of a file for each process: with fewer it would hardly be ready before the others are through."""


def largest_of(paths: Sequence[str]) -> int:
    """Bytes of the largest of some files. A folder stands for the files in it."""
    return max((size for path in paths for size in _sizes(Path(path))), default=0)


def processes_for(size: int, most: int | None) -> int:
    """How many processes a file of so many bytes is worth, this one among them: not more than ``most``, or than there are
    processors for this one where nothing was said."""
    return max(1, min(size // LEAST, _processors() if most is None else most))


def _sizes(path: Path) -> Iterator[int]:
    try:
        for one in path.iterdir() if path.is_dir() else (path,):
            if one.is_file():
                yield one.stat().st_size
    except (OSError, ValueError):
        return  # whoever opens it says what is wrong


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
