"""A table judged in parts, by the same kernel: each part by itself, wherever that may be, and then joined to one result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
from msgspec.structs import replace

from conformance.engine.beside import Companions
from conformance.engine.cells import Cells
from conformance.engine.keys import KeyReader, Placed, Repeating
from conformance.engine.local import Run
from conformance.engine.model import Request, Sink, TableResult
from conformance.engine.part import Marker, Part
from conformance.engine.prepared import prepare
from conformance.engine.profile import Profiler
from conformance.engine.uniqueness import Uniqueness
from conformance.sources.model import Table

KeyRows = tuple[int, pl.DataFrame]
"""The number of a uniqueness check, and the keys of some records (``KeyReader.read``)."""


def judge_part(
    table: Table, request: Request, sink: Sink | None = None, companions: Companions | None = None
) -> Iterator[KeyRows | Part]:
    """Judge some of a table's rows, which are all that ``table.batches`` holds; yields keys as they are read, the part last.

    What was noticed of the table as a whole is left to :func:`join_parts`. ``sink`` receives every violation, its record
    numbered within the part. ``companions`` are those of the part; what they skip is told by the whole. Reading may raise
    ``Unusable``. Raises ValueError for a request with a sieve: what it withholds is counted over a whole table.
    """
    if request.sieve is not None:
        raise ValueError("a baseline and suppressions are judged in one run only")
    prepared = prepare(table, request)
    plan, marker = prepared.plan, Marker()
    profiler = Profiler(plan, prepared.watched, marker)
    run = Run(prepared, profiler, replace(table, notices=()), request, sink, companions)
    readers = [_Reading(KeyReader(planned, plan.digests[planned.number]), planned.number) for planned in plan.dataset]
    for batch in table.batches:
        run.batch(batch, prepared.memory.read(batch.frame), readers)
        for reader in readers:
            yield from reader.take()
    yield run.part(marker.taken)


class _Reading:
    """Keys that were read and not handed on yet."""

    def __init__(self, reader: KeyReader, number: int) -> None:
        self._reader = reader
        self._number = number
        self._read: list[pl.DataFrame] = []

    def add(self, cells: Cells, places: Placed) -> None:
        """As of :class:`conformance.engine.keys.TakesKeys`."""
        self._read.append(self._reader.read(cells, places()))

    def take(self) -> Iterator[KeyRows]:
        """What was read since the last time."""
        read, self._read = self._read, []
        yield from ((self._number, rows) for rows in read if rows.height)


def join_parts(
    table: Table,
    request: Request,
    parts: Iterable[Part],
    repeating: Iterable[Repeating],
    uniqueness: Uniqueness,
    sink: Sink | None = None,
    companions: Companions | None = None,
) -> TableResult:
    """One result of all parts of a table, in their order. ``repeating`` knows of every uniqueness check which records repeat.

    ``sink`` receives every violation about the table as a whole, and those of repeated records. Of ``companions`` only what was
    skipped is told. ``repeating`` is asked for when all parts were taken.
    """
    prepared = prepare(table, request)
    profiler = Profiler(prepared.plan, prepared.watched)
    run = Run(prepared, profiler, table, request, sink, companions)
    run.named = uniqueness.named(table)
    uniqueness.enter(table)
    for part in parts:
        run.absorb(part)
    for one in repeating:
        run.repeats(one)
    return run.result()
