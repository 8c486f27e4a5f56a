"""Memory that is used again as soon as nothing refers to it: for new memory the system first has to write zeros.

It is asked of the system page by page. NumPy would ask for huge pages, most of which stay unused here, and which a virtual
machine has to be given by its host first: 29 % of the samples of a check stood there.
"""

from __future__ import annotations

import mmap
import sys
from contextlib import suppress

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_KEPT = 6
"""Rooms of one kind that are kept: as many chunks as are read ahead, judged or waited for at once."""
_PROBE = [np.empty(0, dtype=np.uint8)]
_FREE = sys.getrefcount(_PROBE[0])
"""References to an array that nobody has but a list, as this Python counts them."""


class Rooms:
    """Arrays of bytes of one kind, of about the same size. What is taken is free again when the last view of it is gone."""

    def __init__(self) -> None:
        self._arrays: list[Bytes] = []

    def take(self, size: int) -> Bytes:
        """An array of at least so many bytes, which hold anything."""
        for place in range(len(self._arrays)):
            if sys.getrefcount(self._arrays[place]) <= _FREE:
                if len(self._arrays[place]) >= size:
                    return self._arrays[place]
                del self._arrays[place]  # chunks have grown: a larger one takes its place
                break
        made = np.frombuffer(_pages(max(1, size + size // 16)), dtype=np.uint8)
        if len(self._arrays) < _KEPT:
            self._arrays.append(made)
        return made


def _pages(size: int) -> mmap.mmap:
    """New memory, of which a process that is forked off has a copy of its own."""
    if sys.platform == "win32":
        return mmap.mmap(-1, size)
    pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        with suppress(OSError):  # a kernel without huge pages
            pages.madvise(mmap.MADV_NOHUGEPAGE)
    return pages
