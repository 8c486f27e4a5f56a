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
from conformance.engine.spark.gathering import gather
from conformance.engine.spark.links import LOST, NOTHING_ASKED
from conformance.engine.spark.splits import Split
from conformance.engine.spark.task import (
    Beyond,
    Brief,
    Found,
    Gathered,
    Judged,
    Keys,
    Message,
    Named,
    Signed,
    Unfit,
    Unread,
    do,
    unfit,
)
from conformance.sources.arrow import pa

KEYS, FOUND, JUDGED, BEYOND, UNREAD, UNFIT = "keys", "found", "judged", "beyond", "unread", "unfit"
THERE, WANTED, SIGN, GATHERED = "there", "wanted", "sign", "gathered"
_KINDS: dict[type, str] = {
    Found: FOUND,
    Judged: JUDGED,
    Gathered: GATHERED,
    Beyond: BEYOND,
    Unread: UNREAD,
    Unfit: UNFIT,
}
_NUMBERS = ("at", "same", "low", "high", "record", "row", "line", "ordinal")
ROWS = ", ".join(
    [
        "kind string, place string, payload binary, table int, check int",
        *(f"{name} long" for name in _NUMBERS),
        "value string",
    ]
)
"""Columns of what comes out. ``table`` and ``at`` put the pieces of all tables into order; ``same`` is alike for keys that are
compared with each other. Of a piece that is no key ``record`` is its place among those of its split. Of what is referred to
``check`` is its place in ``Links.referred``."""
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
            lost = batch.column(1) if batch.num_columns > 1 else None
            for place, number in enumerate(batch.column(0).to_pylist()):
                keys = None if lost is None else lost_keys(lost[place])
                yield from judged(number, told.value, splits.value, keys)

    return run


def lost_keys(keys: Any) -> pl.DataFrame | None:
    """The keys that Spark says are nowhere, a list of structs of ``LOST``."""
    if not keys.is_valid:
        return None
    return pl.DataFrame({name: pl.from_arrow(keys.values.field(at)) for at, name in enumerate(LOST)}, schema=LOST)


def judged(number: int, told: Brief, splits: Sequence[Split], lost: pl.DataFrame | None = None) -> Batches:
    """Judge one split; without Spark just the same."""
    split = splits[number]
    why = unfit(told)
    asked = told.links.asked.get(number, NOTHING_ASKED)
    return as_rows(split.table, number, [why] if why is not None else do(split, told, asked, lost))


def gathering(told: Any, splits: Any) -> Callable[[Batches], Batches]:
    """The same for the keys of what is referred to."""

    def run(batches: Batches) -> Batches:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from gathered(number, told.value, splits.value)

    return run


def gathered(number: int, told: Brief, splits: Sequence[Split]) -> Batches:
    """Tell the keys of one split; without Spark just the same."""
    split = splits[number]
    why = unfit(told)
    return as_rows(split.table, number, [why] if why is not None else gather(split, told))


def as_rows(table: int, at: int, messages: Iterable[Message], upto: Callable[[], int] = lambda: 0) -> Batches:
    """Messages about rows of a table as batches of rows. ``upto`` tells the last row that was read."""
    for number, message in enumerate(messages):
        if isinstance(message, Keys):
            yield _keys(table, at, message)
        elif isinstance(message, Named):
            yield _named(table, at, message)
        elif isinstance(message, Signed):
            yield _batch(1, kind=[SIGN], table=[table], check=[message.pool], at=[at], value=[message.sign])
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
        kind=_all(KEYS, height),
        table=np.full(height, table, dtype=np.int32),
        check=np.full(height, keys.check, dtype=np.int32),
        at=np.full(height, at, dtype=np.int64),
        same=np.full(height, same(keys), dtype=np.int64),
        low=rows[LOW].to_numpy().view(np.int64),
        high=rows[HIGH].to_numpy().view(np.int64),
        value=rows["value"].to_arrow().cast(pa.string()),
        **{name: rows[name].cast(pl.Int64).to_numpy() for name in ("record", "row", "line", "ordinal")},
    )


def _named(table: int, at: int, named: Named) -> Any:
    height = named.keys.height
    return _batch(
        height,
        kind=_all(WANTED if named.wanted else THERE, height),
        table=np.full(height, table, dtype=np.int32),
        check=np.full(height, named.pool, dtype=np.int32),
        at=np.full(height, at, dtype=np.int64),
        low=named.keys[LOW].to_numpy(),
        high=named.keys[HIGH].to_numpy(),
    )


def _all(kind: str, height: int) -> Any:
    return pa.array([kind]).take(pa.array(np.zeros(height, dtype=np.int8)))


def _batch(height: int, **columns: Any) -> Any:
    """A batch of so many rows; columns that are not given are empty."""
    arrays = [
        pa.array(columns[field.name], type=field.type) if field.name in columns else pa.nulls(height, field.type)
        for field in _SCHEMA
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)
