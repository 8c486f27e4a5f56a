"""Parquet files, batch by batch."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from conformance.sources.arrow import pa, text_frame
from conformance.sources.model import Batch, Unusable
from conformance.sources.raw import RawTable, ReadOptions, Shape, check_width, rows_at_a_time
from conformance.sources.source import Source

pq: Any = importlib.import_module("pyarrow.parquet")


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
        with _explained(), source.open() as stream:
            # Not a whole row group at a time: that may be the whole file.
            file = pq.ParquetFile(stream, pre_buffer=False)
            total = file.metadata.num_rows
            start = 0
            for batch in file.iter_batches(batch_size=rows_at_a_time(options.batch_rows, len(head[0]))):
                frame, notices = text_frame(batch)
                ordinals = np.arange(start, start + batch.num_rows, dtype=np.int64)
                start += batch.num_rows
                progress = start / total if total else 1.0
                yield Batch(frame, ordinals + 2, ordinals, notices=tuple(notices), progress=progress)
            if start != total:  # the reader is content with fewer rows than the footer says there are
                raise ValueError(f"{start} rows of {total}")

    return [RawTable("parquet", head, body, keyed=True)]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise Unusable(
            "Parquet 文件不完整或已损坏，请重新复制或导出。",
            f"The Parquet file is damaged or incomplete ({reason}); copy or export it again.",
        ) from error
