"""A Parquet file with some values changed: the same schema, the same values elsewhere."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from conformance.repair.model import Change, Stretch
from conformance.sources.source import Source

pa: Any = importlib.import_module("pyarrow")
pc: Any = importlib.import_module("pyarrow.compute")
pq: Any = importlib.import_module("pyarrow.parquet")

_ROWS = 100_000


def unwritable_columns(source: Source) -> frozenset[int]:
    """Columns that hold no text and so cannot take one."""
    with source.open() as stream:
        schema = pq.ParquetFile(stream, pre_buffer=False).schema_arrow
    return frozenset(place for place, kind in enumerate(schema.types) if not _is_text(kind))


def _is_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def rewrite(source: Source, target: Path, places: Sequence[int], stretches: Iterable[Stretch]) -> None:
    """Write the file again with the changes made. ``places`` are the positions of the columns, by their number."""
    changes = (change for stretch in stretches for change in stretch.changes)
    with source.open() as stream:
        file = pq.ParquetFile(stream, pre_buffer=False)
        writer = pq.ParquetWriter(target, file.schema_arrow, compression=_compression(file))
        try:
            ahead = next(changes, None)
            start = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                mine: list[Change] = []
                while ahead is not None and ahead.ordinal < start + batch.num_rows:
                    mine.append(ahead)
                    ahead = next(changes, None)
                writer.write_batch(_changed(batch, start, mine, places) if mine else batch)
                start += batch.num_rows
        finally:
            writer.close()


def _compression(file: Any) -> str:
    if file.metadata.num_row_groups == 0 or file.metadata.num_columns == 0:
        return "snappy"
    name = str(file.metadata.row_group(0).column(0).compression).lower()
    return "none" if name == "uncompressed" else name


def _changed(batch: Any, start: int, changes: Sequence[Change], places: Sequence[int]) -> Any:
    columns = list(batch.columns)
    by_column: dict[int, list[Change]] = {}
    for change in changes:
        if change.action != "remove":
            by_column.setdefault(places[change.column or 0], []).append(change)
    for place, mine in by_column.items():
        columns[place] = _replaced(columns[place], ((c.ordinal - start, c.after or "") for c in mine))
    made = pa.RecordBatch.from_arrays(columns, schema=batch.schema)
    gone = {change.ordinal - start for change in changes if change.action == "remove"}
    return made.filter(pa.array([row not in gone for row in range(made.num_rows)])) if gone else made


def _replaced(column: Any, texts: Iterator[tuple[int, str]]) -> Any:
    kind = column.type
    values = column.to_pylist()
    for row, text in texts:
        values[row] = text
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, kind)
