"""What goes to a process that judges a span of a file, and what comes back."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from conformance.checks.keys import Seeds
from conformance.engine.model import Request
from conformance.engine.part import Part
from conformance.engine.running import Again
from conformance.sources.raw import Ended


class SpanTask(Struct, frozen=True):
    """A span to be judged (``again.reading.span``)."""

    again: Again
    request: Request
    seeds: Seeds
    """Keys of all spans are hashed alike."""
    scratch: Path
    """An empty folder, where its temporary files go, and the keys of the records, for whoever compares them. The one who
    asks removes it."""


class SpanJudged(Struct, frozen=True):
    """A span that was judged. Rows, lines and ordinals are numbered as though nothing came before it."""

    part: Part
    ended: Ended
    keys: dict[int, list[Path]]
    """Number of a uniqueness check → files with the keys of the records in their order (``KeyReader.read``)."""


class SpanFailed(Struct, frozen=True):
    """A span that was not judged to its end; it has to be judged by whoever asked, which will tell why."""

    reason: str


PROGRESS = "rows"
"""File in the scratch folder with the number of rows that were read so far."""
