"""Records with keys (JSON, JSON Lines, Python) to batches: columns by key, whatever is not text noted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.sources.cells import Nested, Number, json_text, plain_text
from conformance.sources.decode import MARK, Bad
from conformance.sources.frames import encoding_notice, frame_of_columns
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.raw import check_width, rows_at_a_time
from conformance.standard.model import Text

_PLAIN = {str, type(None)}
_SURROGATES = re.compile("[\ud800-\udfff]")


class Doubled(dict[str, Any]):
    """A JSON object in which keys came more than once: it keeps each key's first value, and the others aside."""

    __slots__ = ("others",)
    others: list[tuple[str, Any]]


class Record(NamedTuple):
    """One record with where it begins and how much of the source is read."""

    values: dict[str, Any]
    line: int | None = None
    progress: float | None = None
    bad: Sequence[Bad] = ()


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs as the JSON parser found them, without losing any (``object_pairs_hook``)."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled()
    doubled.others = []
    for key, value in pairs:
        if key in doubled:
            doubled.others.append((key, value))
        else:
            doubled[key] = value
    return doubled


def refuse_constant(name: str) -> Any:
    """NaN and Infinity are no JSON (``parse_constant``)."""
    raise ValueError(f"{name} is not JSON")


class Keys:
    """The union of the keys of all records, in order of first sight."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def add(self, record: dict[str, Any]) -> None:
        """Take note of a record's keys."""
        if record.keys() <= self.seen.keys():
            return
        for key in record:
            self.seen.setdefault(key, len(self.seen))
        check_width(len(self.seen))

    def head(self) -> list[list[str | None]]:
        """The keys as the one row of headers; refuses records without any key."""
        if not self.seen:
            raise Unusable(
                "文件里没有任何记录，请确认导出是否成功后重新导出。",
                "There is not a single record in it; check that the export succeeded and export it again.",
            )
        return [[_SURROGATES.sub("\ufffd", key) for key in self.seen]]


class Run(NamedTuple):
    """Records that follow each other, read all at once: columns ``@0``, ``@1`` … by key, and the line of each."""

    frame: pl.DataFrame
    lines: npt.NDArray[np.int64]
    progress: float | None = None


def batches_of(records: Iterable[Record | Run], keys: Sequence[str], batch_rows: int) -> Iterator[Batch]:
    """Batches of records. ``rows`` count from 2, as if a header row stood above."""
    start = 0
    for part in _gathered(records, rows_at_a_time(batch_rows, len(keys))):
        batch = _batch_of_run(part, start) if isinstance(part, Run) else batch_of(part, keys, start)
        yield batch
        start += batch.frame.height


def _gathered(records: Iterable[Record | Run], batch_rows: int) -> Iterator[Run | list[Record]]:
    """Runs in pieces, and single records gathered, of at most ``batch_rows`` each."""
    chunk: list[Record] = []
    for one in records:
        if isinstance(one, Record):
            chunk.append(one)
        if chunk and (len(chunk) == batch_rows or isinstance(one, Run)):
            yield chunk
            chunk = []
        if isinstance(one, Run):
            for at in range(0, one.frame.height, batch_rows):
                yield Run(one.frame[at : at + batch_rows], one.lines[at : at + batch_rows], one.progress)
    if chunk:
        yield chunk


def _batch_of_run(run: Run, start: int) -> Batch:
    ordinals = np.arange(start, start + run.frame.height, dtype=np.int64)
    return Batch(run.frame, ordinals + 2, ordinals, run.lines, progress=run.progress)


def batch_of(chunk: Sequence[Record], keys: Sequence[str], start: int) -> Batch:
    """A batch of records that were read one by one."""
    notices: list[Notice] = []
    columns: list[list[str | None]] = []
    for index, key in enumerate(keys):
        column = [record.values.get(key) for record in chunk]
        if not set(map(type, column)) <= _PLAIN:
            column = _texts(column, index, notices)
        columns.append(column)
    try:
        frame = frame_of_columns(columns)
    except UnicodeEncodeError:
        notices += _restored(columns, chunk)
        frame = frame_of_columns(columns)
    for row, record in enumerate(chunk):
        if type(record.values) is Doubled:
            notices += _doubled(record.values, row, keys)
    ordinals = np.arange(start, start + len(chunk), dtype=np.int64)
    lines = None
    if chunk[0].line is not None:
        lines = np.array([record.line for record in chunk], dtype=np.int64)
    notices.sort(key=lambda notice: (notice.index or 0, notice.column or 0))
    return Batch(frame, ordinals + 2, ordinals, lines, None, tuple(notices), chunk[-1].progress)


def _texts(column: list[Any], index: int, notices: list[Notice]) -> list[str | None]:
    """The column as text; objects and arrays become their JSON text, with a notice."""
    texts: list[str | None] = []
    for row, value in enumerate(column):
        text = str(value) if type(value) is Number else plain_text(value)
        if isinstance(text, Nested):
            text = str(text)
            notices.append(Notice("nested-value", row, index, text))
        texts.append(text)
    return texts


def _restored(columns: list[list[str | None]], chunk: Sequence[Record]) -> list[Notice]:
    """Put U+FFFD for what is no text (undecodable bytes, half a surrogate pair), one notice for each cell."""
    notices: list[Notice] = []
    taken = [0] * len(chunk)
    for index, column in enumerate(columns):
        for row, text in enumerate(column):
            if text is None or not _SURROGATES.search(text):
                continue
            column[row] = fixed = _SURROGATES.sub("\ufffd", text)
            record = chunk[row]
            count = text.count(MARK)
            runs = [(record.line, bad) for bad in record.bad[taken[row] : taken[row] + count]]
            taken[row] += count
            notice = encoding_notice(row, index, fixed, runs)
            if not runs:
                what = Text("不成对的代理码位（\\uD800–\\uDFFF）", "half a surrogate pair (\\uD800-\\uDFFF)")
                notice = Notice("encoding", row, index, fixed, {"what": what})
            notices.append(notice)
    return notices


def _doubled(record: Doubled, row: int, keys: Sequence[str]) -> Iterator[Notice]:
    for key, value in record.others:
        if key in keys:
            text = json_text(value) if isinstance(value, dict | list) else plain_text(value)
            yield Notice("duplicate-column", row, keys.index(key), key, {"other": str(text), "first": key})
