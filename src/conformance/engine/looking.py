"""From batches of text to batches with their cells: those behind a large batch are looked at while it is judged."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import chain
from typing import NamedTuple

from conformance.engine.cells import Cells
from conformance.engine.memory import Memory
from conformance.sources.ahead import is_worth_a_thread
from conformance.sources.model import Batch

_SHORT = 50_000
"""Rows of a first batch that is judged while the second, mostly much longer, is still read: nothing waits for it then."""


class LookedAt(NamedTuple):
    """A batch and what is known of its cells."""

    batch: Batch
    cells: Cells


def begun(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, of which the first was asked for already."""
    first = next(batches, None)
    return batches if first is None else chain((first,), batches)


def with_cells(batches: Iterator[Batch], memory: Memory) -> Generator[LookedAt, None, None]:
    """The batches in their order. Close it where it is not read to its end.

    Only what ``memory`` does is done in a thread. ``batches`` are asked for in the caller's, one of them in advance: what
    follows their reading, such as progress, stays there. A fault in reading comes behind the batches that were read before.
    """
    batch, first = next(batches, None), True
    while batch is not None and (not is_worth_a_thread(batch.frame.height) or (first and batch.frame.height < _SHORT)):
        yield LookedAt(batch, memory.read(batch.frame))
        batch, first = next(batches, None), False
    if batch is None:
        return
    from concurrent.futures import ThreadPoolExecutor

    fault: Exception | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="conformance-look") as executor:
        cells = executor.submit(memory.read, batch.frame)
        while batch is not None:
            present, looked_at, batch = batch, cells, None
            try:
                batch = next(batches, None)
            except Exception as error:  # raised below, in its place
                fault = error
            if batch is not None:
                cells = executor.submit(memory.read, batch.frame)
            yield LookedAt(present, looked_at.result())
    if fault is not None:
        raise fault
