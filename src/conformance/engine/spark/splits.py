"""What a task judges: a file, some row groups of a Parquet file, or a span of a delimited text. The order of splits is the order of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.running import Again, Coming
from conformance.sources.parquet import groups_of
from conformance.sources.raw import RowGroups
from conformance.sources.source import Source, Stored, source_of
from conformance.sources.spans import cut_into_spans, is_told_by_bytes

SPLIT_BYTES = 32 << 20
"""Bytes of a file for each task, as they lie on disk; a row group is never divided."""

LEAST = 1 << 20
"""Bytes of a span at least: where it may begin is looked for in a good part of that."""


class Split(Struct, frozen=True):
    """Some rows of one table, by where they are read."""

    table: int
    """Place of the table among all that are judged together."""
    again: Again
    written: tuple[int, int]
    """Size of the file and when it was last written to, in seconds: other machines have to see the same one."""


def splits_of(tables: Sequence[Coming], size: int = SPLIT_BYTES) -> Iterator[Split]:
    """The splits of tables in their order. What needs something else at hand has none. Raises Unusable."""
    for number, table in enumerate(tables):
        if table.again is None:
            continue
        source = source_of(table.again.path)
        again = _as_others_find_it(table.again)
        written = written_of(source)
        for some in _divided(source, table, size):
            yield Split(number, replace(again, reading=replace(again.reading, **some)), written)


def up_to(splits: Sequence[Split], tables: int) -> int:
    """So many of the first splits hold all rows of so many of the first tables."""
    return max((number + 1 for number, split in enumerate(splits) if split.table < tables), default=0)


def written_of(source: Source) -> tuple[int, int]:
    """Size of a file and when it was last written to, to the second: machines that share it may know no more."""
    status = source.path.stat()
    return status.st_size, int(status.st_mtime)


def _as_others_find_it(again: Again) -> Again:
    """The same, from any folder; it keeps the name that the user gave it. A digest of it is nobody's business there."""
    stored = Stored(str(again.path), Path(again.path).absolute())
    return replace(again, path=stored, reading=replace(again.reading, digested=False))


def _divided(source: Source, table: Coming, size: int) -> Iterable[dict[str, Any]]:
    """Which rows each split reads, as ``ReadOptions`` say it; nothing where a file is read as a whole.

    Whether a column without a header has any value is noticed once for a whole file, so such a file is not divided.
    """
    if any(not column.header.strip() for column in table.columns):
        return [{}]
    if (written := table.written) is not None:
        parts = source.size // max(size, LEAST) if is_told_by_bytes(written.delimiter, written.encoding) else 1
        spans = cut_into_spans(source, written.delimiter, parts) if parts > 1 else []
        # Other machines know the file by size and time only (``Split.written``).
        return [{"span": replace(span, stamp=())} for span in spans] if len(spans) > 1 else [{}]
    sizes = groups_of(source)
    return [{}] if sizes is None or len(sizes) < 2 else ({"groups": groups} for groups in _together(sizes, size))


def _together(sizes: Sequence[int], size: int) -> Iterator[RowGroups]:
    """Row groups of so many bytes together."""
    first = held = 0
    for number, group in enumerate(sizes):
        held += group
        if held >= size or number == len(sizes) - 1:
            yield RowGroups(first, number + 1)
            first, held = number + 1, 0
