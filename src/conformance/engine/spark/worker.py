"""What executors run within ``mapInArrow``: numbers of splits come in, what came of them goes out as rows.

Keys are columns, so that Spark can compare them; everything else is pickled into one. The height of batches means nothing.
"""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import polars as pl

from conformance.engine.keys import HIGH, LOW
from conformance.engine.spark.splits import Split
from conformance.engine.spark.task import Brief, Found, Judged, Keys, Message, Unfit, Unread, do, unfit
from conformance.sources.arrow import pa

KEYS, FOUND, JUDGED, UNREAD, UNFIT = "keys", "found", "judged", "unread", "unfit"
_KINDS: dict[type, str] = {Found: FOUND, Judged: JUDGED, Unread: UNREAD, Unfit: UNFIT}
_NUMBERS = ("at", "same", "low", "high", "record", "row", "line", "ordinal")
ROWS = ", ".join(
    [
        "kind string, place string, payload binary, table int, check int",
        *(f"{name} long" for name in _NUMBERS),
        "value string",
    ]
)
"""Columns of what comes out. ``table`` and ``at`` put the pieces of all tables into order; ``same`` is alike for keys that are
compared with each other. Of a piece that is no key ``record`` is its place among those of its split."""
_SCHEMA = pa.schema(
    [
        *(("kind", pa.string()), ("place", pa.string()), ("payload", pa.binary())),
        *(("table", pa.int32()), ("check", pa.int32())),
        *((name, pa.int64()) for name in _NUMBERS),
        ("value", pa.string()),
    ]
)
Batches = Iterator[Any]
"""Of pyarrow.RecordBatch."""


def judging(told: Any, splits: Any) -> Callable[[Batches], Batches]:
    """What ``mapInArrow`` is given. Both are broadcast: a Brief, and a sequence of splits."""

    def run(batches: Batches) -> Batches:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from judged(number, told.value, splits.value)

    return run


def judged(number: int, told: Brief, splits: Sequence[Split]) -> Batches:
    """Judge one split; without Spark just the same."""
    split = splits[number]
    why = unfit(told)
    return as_rows(split.table, number, [why] if why is not None else do(split, told))


def as_rows(table: int, at: int, messages: Iterable[Message], upto: Callable[[], int] = lambda: 0) -> Batches:
    """Messages about rows of a table as batches of rows. ``upto`` tells the last row that was read."""
    for number, message in enumerate(messages):
        if isinstance(message, Keys):
            yield _keys(table, at, message)
        else:
            yield _batch(
                1,
                kind=[_KINDS[type(message)]],
                place=[place()],
                payload=[pickle.dumps(message, pickle.HIGHEST_PROTOCOL)],
                table=[table],
                at=[at],
                record=[number],
                row=[upto()],
            )


def place() -> str:
    """Which executor this is: its Python processes have one parent."""
    return f"{platform.node()}/{os.getppid()}"


def same(keys: Keys) -> int:
    """Alike for keys that are compared with each other, wherever they were read: of one item, rule and fields."""
    named = "\0".join((keys.item, keys.rule, *keys.fields)).encode()
    return int.from_bytes(blake2b(named, digest_size=8).digest(), "little", signed=True)


def _keys(table: int, at: int, keys: Keys) -> Any:
    rows, height = keys.rows, keys.rows.height
    return _batch(
        height,
        kind=pa.array([KEYS]).take(pa.array(np.zeros(height, dtype=np.int8))),
        table=np.full(height, table, dtype=np.int32),
        check=np.full(height, keys.check, dtype=np.int32),
        at=np.full(height, at, dtype=np.int64),
        same=np.full(height, same(keys), dtype=np.int64),
        low=rows[LOW].to_numpy().view(np.int64),
        high=rows[HIGH].to_numpy().view(np.int64),
        value=rows["value"].to_arrow().cast(pa.string()),
        **{name: rows[name].cast(pl.Int64).to_numpy() for name in ("record", "row", "line", "ordinal")},
    )


def _batch(height: int, **columns: Any) -> Any:
    """A batch of so many rows; columns that are not given are empty."""
    arrays = [
        pa.array(columns[field.name], type=field.type) if field.name in columns else pa.nulls(height, field.type)
        for field in _SCHEMA
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)
