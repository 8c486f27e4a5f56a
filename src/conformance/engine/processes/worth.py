"""How many processes are worth while; asked before anything that takes time is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

LEAST = 32 << 20
"""Bytes of a file for each process: with fewer it would hardly be ready before the others are through."""
_DELIMITED = frozenset({"", ".csv", ".tsv", ".txt", ".dat"})
"""How files are called that can be shared; another name costs nothing but time."""
_MEMORY = 1 << 30
"""Bytes of memory that each process may want."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""How much of the processors a container may use: microseconds in every so many, or ``max``."""


def largest_of(paths: Sequence[str]) -> int:
    """Bytes of the largest of some files. A folder stands for the files in it."""
    return max((size for path in paths for _, size in _files(Path(path))), default=0)


def processes_for(paths: Sequence[str], most: int | None) -> int:
    """How many processes the largest delimited text among some files is worth, this one among them: not more than ``most``, or
    than there are processors and memory for where nothing was said.

    One process reads in a thread and judges in another, so it has work for nearly two processors.
    """
    size = max((size for path in paths for name, size in _files(Path(path)) if _may_be_shared(name)), default=0)
    return max(1, min(size // LEAST, most if most is not None else min(processors() // 2, _free_memory() // _MEMORY)))


def _may_be_shared(path: Path) -> bool:
    return path.suffix.lower() in _DELIMITED


def _files(path: Path) -> Iterator[tuple[Path, int]]:
    try:
        for one in path.iterdir() if path.is_dir() else (path,):
            if one.is_file():
                yield one, one.stat().st_size
    except (OSError, ValueError):
        return  # whoever opens it says what is wrong


def processors() -> int:
    """Processors for this process, which may be in a container."""
    some = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        some = min(some, max(1, round(int(quota) / int(period))))
    return some


def _free_memory() -> int:
    """Bytes; where the system does not tell, as many as anybody could want."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 1 << 62
