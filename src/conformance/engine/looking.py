"""From batches of text to batches with their cells: those behind a large batch are looked at while it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from conformance.engine.cells import Cells
from conformance.engine.memory import Memory
from conformance.sources.ahead import reading_on
from conformance.sources.model import Batch


def begun(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, of which the first was asked for already."""
    first = next(batches, None)
    return batches if first is None else chain((first,), batches)


class LookedAt(NamedTuple):
    """A batch and what is known of its cells."""

    batch: Batch
    cells: Cells


def with_cells(batches: Iterator[Batch], memory: Memory) -> Iterator[LookedAt]:
    """The batches in their order. What goes wrong in reading comes where it would have come without threads."""
    looked = (LookedAt(batch, memory.read(batch.frame)) for batch in batches)
    for first in looked:
        yield from reading_on(first, looked, first.batch.frame.height)
