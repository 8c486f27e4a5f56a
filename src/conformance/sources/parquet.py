"""Parquet files, batch by batch."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import polars as pl

from conformance.sources.arrow import pa, text_frame
from conformance.sources.frames import blank_to_null
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.raw import RawTable, ReadOptions, Shape, check_width, names, rows_at_a_time
from conformance.sources.sniff import sniff_binary
from conformance.sources.source import Source

pq: Any = importlib.import_module("pyarrow.parquet")

_WHOLE_FILE = 1 << 26
"""Bytes of a file up to which it is read into memory."""
_GROUP_CELLS = 1 << 21
"""Cells of a row group up to which it is decoded as a whole."""


def open_parquet(source: Source, options: ReadOptions) -> list[RawTable]:
    """Open a Parquet file: the schema now, the rows later."""
    if options.sheet is not None:
        raise Unusable(
            "这不是工作簿，没有工作表可选，请去掉 --sheet。",
            "This is not a workbook and has no sheets; leave out --sheet.",
        )
    with _explained(), source.open() as stream:
        head: list[list[str | None]] = [list(pq.ParquetFile(stream, pre_buffer=False).schema_arrow.names)]
    check_width(len(head[0]))

    def body(_: Shape) -> Iterator[Batch]:
        rows = rows_at_a_time(options.batch_rows, len(head[0]))
        with _explained(), source.open() as stream:
            file = pq.ParquetFile(stream, pre_buffer=False)
            total = file.metadata.num_rows
            groups = range(*(options.groups or (0, file.metadata.num_row_groups)))
            start = sum(file.metadata.row_group(number).num_rows for number in range(groups.start))
            end = start + sum(file.metadata.row_group(number).num_rows for number in groups)
            for frame, notices in (
                _texts_at_once(file, source, rows, groups) if _is_small(file, source) else _by_arrow(file, rows, groups)
            ):
                ordinals = np.arange(start, start + frame.height, dtype=np.int64)
                start += frame.height
                progress = start / total if total else 1.0
                yield Batch(frame, ordinals + 2, ordinals, notices=tuple(notices), progress=progress)
            if start != end:  # the reader is content with fewer rows than the footer says there are
                raise ValueError(f"{start} rows of {end}")

    return [RawTable("parquet", head, body, keyed=True)]


def groups_of(source: Source) -> list[int] | None:
    """The bytes of each row group of a Parquet file, as they lie on disk; None for a file of another kind."""
    if sniff_binary(source) != "parquet":
        return None
    with _explained(), source.open() as stream:
        metadata = pq.ParquetFile(stream, pre_buffer=False).metadata
        groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
        return [sum(group.column(at).total_compressed_size for at in range(group.num_columns)) for group in groups]


Frames = Iterator[tuple[pl.DataFrame, list[Notice]]]


def _is_small(file: Any, source: Source) -> bool:
    """Whether all columns are text, and the file and each of its row groups fit into memory with room to spare."""
    schema, metadata = file.schema_arrow, file.metadata
    most = max((metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)), default=0)
    return (
        source.size <= _WHOLE_FILE
        and most * len(schema.names) <= _GROUP_CELLS
        and len(set(schema.names)) == len(schema.names) > 0
        and all(pa.types.is_string(kind) or pa.types.is_large_string(kind) for kind in schema.types)
    )


def _texts_at_once(file: Any, source: Source, rows: int, groups: range) -> Frames:
    """Read a small file of texts with Polars, by row groups. From memory: it maps files, and one that shrinks would kill."""
    with source.open() as stream:
        lazy = pl.scan_parquet(stream.read(), glob=False, hive_partitioning=False)
    start = sum(file.metadata.row_group(number).num_rows for number in range(groups.start))
    for number in groups:
        height = file.metadata.row_group(number).num_rows
        frame = lazy.slice(start, height).collect()
        start += height
        frame.columns = names(frame.width)
        for part in blank_to_null(frame).iter_slices(rows):
            yield part, []


def _by_arrow(file: Any, rows: int, groups: range) -> Frames:
    """Read batch by batch; not a whole row group at a time, for that may be the whole file."""
    for batch in file.iter_batches(batch_size=rows, row_groups=list(groups)):
        yield text_frame(batch)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Unusable(
            "Parquet 文件不完整或已损坏，请重新复制或导出。",
            f"The Parquet file is damaged or incomplete ({reason}); copy or export it again.",
        ) from error
