"""Records that a program holds as dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.sources.assemble import assemble
from conformance.sources.keyed import Keys, Record, batches_of
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.open import recogniser_of
from conformance.sources.raw import RawTable, ReadOptions, Shape
from conformance.standard.model import Standard


def from_records(
    records: Sequence[Mapping[str, Any]],
    standard: Standard,
    options: ReadOptions | None = None,
    path: str = "<records>",
) -> Table:
    """Make a table of records; their keys are matched as headers are, keys may differ from record to record."""
    options = options or ReadOptions()
    keys = Keys()
    for number, record in enumerate(records, 1):
        if not isinstance(record, Mapping):
            raise Unusable(
                f"第 {number} 条不是键值形式的记录。", f"Record {number} is no mapping from keys to values.", path
            )
        keys.add(_plain(record))
    names = list(keys.seen)

    def body(_: Shape) -> Iterator[Batch]:
        return batches_of((Record(_plain(record)) for record in records), names, options.batch_rows)

    try:
        raw = RawTable("records", keys.head(), body, keyed=True, pointer_prefix="")
        (table,) = assemble(path, [raw], recogniser_of(standard, options), options)
    except Unusable as error:
        error.path = error.path or path
        raise
    return table


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as a dictionary whose keys are texts."""
    if isinstance(record, dict) and all(type(key) is str for key in record):
        return record
    return {str(key): value for key, value in record.items()}
