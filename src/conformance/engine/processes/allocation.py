"""Memory that a large file takes again and again is kept, and not given back to the system after each batch.

Columns of a batch are some megabytes each. By default both allocators (the C library's, and jemalloc within Polars) hand such
pieces back at once and ask for them anew, and the system fills every page with zeros each time: about a sixth of the
processor time of a check. Up to 512 MB lie free for each process; how much a check takes with them stands in docs/performance.md.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_LARGEST = 32 << 20
"""Bytes of a piece up to which it is taken from what was kept; glibc allows no more."""
_KEPT = 512 << 20
"""Bytes that may lie free at the end before some are given back."""
_TRIM, _MMAP = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of ``mallopt``."""
_JEMALLOC = "_RJEM_MALLOC_CONF"


def keep_memory() -> None:
    """To be called before Polars is loaded. What the user says of it stays; where a system knows no such thing, nothing is done."""
    os.environ.setdefault(_JEMALLOC, "dirty_decay_ms:10000,muzzy_decay_ms:10000")
    if not sys.platform.startswith("linux") or any(name.startswith("MALLOC_") for name in os.environ):
        return
    import ctypes

    with suppress(OSError, AttributeError):  # a C library other than glibc
        library = ctypes.CDLL(None)
        library.mallopt(_TRIM, _KEPT)
        library.mallopt(_MMAP, _LARGEST)
