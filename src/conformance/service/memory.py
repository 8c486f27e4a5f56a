"""How much memory a process has, where the system tells."""

from __future__ import annotations

import os
from pathlib import Path


def resident(pid: int | None) -> int | None:
    """Bytes that a process has in memory; None where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
