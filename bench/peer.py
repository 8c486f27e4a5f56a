"""The common shape of what is timed: prepared for the rules of a file, then run over it."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from bench.rules import CellRule


class Outcome(Struct, frozen=True):
    """What a run over a file gave."""

    rows: int
    """Rows that were checked."""
    findings: int
    """Findings of all rules together."""
    cells: frozenset[tuple[int, str]] | None = None
    """Record from 1 and header of each finding, where they were asked for."""


class Job(Struct, frozen=True):
    """What a peer is prepared for."""

    item: str
    headers: tuple[str, ...]
    rules: tuple[CellRule, ...]
    """Every cell rule of the file; those that the peer cannot express are its own to leave out."""


Run = Callable[[Path, bool], Outcome]
"""Checks a file; the second argument asks for the cells of the findings, too."""


class Peer(Struct, frozen=True):
    """Another validator, driven by its own documented entry point."""

    name: str
    distribution: str
    """What to install."""
    how: str
    """How it is driven and what it leaves out, for the reader of the table."""
    expressed: Callable[[Job], tuple[CellRule, ...]]
    """Those of the job's rules that it has words for."""
    prepare: Callable[[Job], Run]
    """Imports the library, builds its schema and compiles it: what a service does once. Raises ImportError where the
    library is missing."""

    @property
    def version(self) -> str | None:
        """Installed version, None if it is not installed."""
        try:
            return metadata.version(self.distribution)
        except metadata.PackageNotFoundError:
            return None


def all_rules(job: Job) -> tuple[CellRule, ...]:
    """Of a peer that has words for every cell rule."""
    return job.rules


def discover() -> dict[str, Peer]:
    """Every peer by the name of its module in ``bench.peers``."""
    package = import_module("bench.peers")
    modules = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    peers: dict[str, Peer] = {}
    for name in modules:
        peer = getattr(import_module(f"bench.peers.{name}"), "PEER", None)
        if not isinstance(peer, Peer):
            raise TypeError(f"bench/peers/{name}.py has no PEER")
        peers[name] = peer
    return peers
