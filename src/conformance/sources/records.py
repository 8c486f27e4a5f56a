"""Records that a program holds as dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.sources.assemble import assemble
from conformance.sources.envelope.document import kind_of_value
from conformance.sources.envelope.kinds import Kind, refuse_token
from conformance.sources.keyed import Keys, Record, batches_of
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.open import recogniser_of
from conformance.sources.raw import RawTable, ReadOptions, Shape
from conformance.standard.model import Standard


def tables_of(
    records: Sequence[Mapping[str, Any]],
    standard: Standard,
    options: ReadOptions | None = None,
    path: str = "<records>",
) -> list[Table]:
    """The table of some records; those of an envelope of the exchange where there is one and nothing else."""
    options = options or ReadOptions()
    kind = kind_of_value(records[0]) if len(records) == 1 else None
    if len(records) == 1 and isinstance(records[0], Mapping):
        refuse_token([str(key) for key in records[0]])
    if kind is None:
        return [from_records(records, standard, options, path)]
    return _envelope(records[0], kind, standard, options, path)


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


def _envelope(value: Mapping[str, Any], kind: Kind, standard: Standard, options: ReadOptions, path: str) -> list[Table]:
    from conformance.sources.envelope.read import held_envelope

    try:
        return assemble(path, held_envelope(value, options, standard, kind), recogniser_of(standard, options), options)
    except Unusable as error:
        error.path = error.path or path
        raise


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as a dictionary whose keys are texts."""
    if isinstance(record, dict) and set(map(type, record)) <= {str}:
        return record
    return {str(key): value for key, value in record.items()}
