"""What a process does that judges spans of files for another one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from conformance.checks.keys import take_seeds
from conformance.engine.keys import Kept
from conformance.engine.part import Part
from conformance.engine.parts import judge_part
from conformance.engine.processes.tasks import PROGRESS, SpanFailed, SpanJudged, SpanTask
from conformance.sources.model import Batch
from conformance.sources.open import open_tables
from conformance.sources.raw import Ended, Span

_TOGETHER = 250_000
"""Keys in a file."""


def work(task: SpanTask) -> SpanJudged | SpanFailed:
    """Judge a span. Whatever goes wrong is for the one who asked to find out again."""
    tempfile.tempdir = str(task.scratch)
    take_seeds(task.seeds)
    try:
        return _judged(task)
    except (
        Exception
    ) as error:  # nobody reads what is said here: the span is judged once more, by the process that asked
        return SpanFailed(repr(error))


def _judged(task: SpanTask) -> SpanJudged:
    ended: list[Ended] = []
    reading = task.again.reading
    span = replace(reading.span or Span(), ended=ended.append)
    tables = open_tables(task.again.path, task.request.standard, replace(reading, span=span))
    table = tables[task.again.number]
    table.batches = _told(table.batches, task.scratch / PROGRESS)
    keys: dict[int, Kept] = {}
    for came in judge_part(table, task.request):
        if isinstance(came, Part):
            return SpanJudged(came, ended[0], {number: kept.files() for number, kept in keys.items()})
        number, rows = came
        if number not in keys:
            folder = task.scratch / str(number)
            folder.mkdir()
            keys[number] = Kept(_TOGETHER, folder)
        keys[number].add(rows)
    raise AssertionError("the part comes last, whatever there was to judge")  # pragma: no cover


def _told(batches: Iterator[Batch], place: Path) -> Iterator[Batch]:
    """The batches; how many rows there were stands in a file, which costs nobody anything to look at."""
    rows = 0
    with place.open("wb", buffering=0) as file:
        for batch in batches:
            yield batch
            rows += batch.frame.height
            file.seek(0)
            file.write(rows.to_bytes(8, "little"))
