"""Where a run took place, and of what: cores, versions, commit."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from importlib import metadata

from bench.peer import Peer
from bench.result import Machine
from bench.samples import ROOT

RESTS_ON = ("polars", "numpy", "pyarrow", "pandas", "narwhals")


def machine(peers: Iterable[Peer]) -> Machine:
    """This machine, with the versions of the libraries that matter here."""
    names = sorted({*RESTS_ON, *(peer.distribution for peer in peers)})
    return Machine(
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        architecture=platform.machine(),
        memory_gb=_memory_gb(),
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        python=platform.python_version(),
        libraries={name: version for name in names if (version := _version(name)) is not None},
    )


def commit() -> str | None:
    """Abbreviated commit of the work tree, with ``+`` if it holds changes of the tool; None outside of git."""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--", "src", "schemas", "catalogs")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if changed else "")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")  # noqa: S607
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (AttributeError, ValueError, OSError):
        return None
