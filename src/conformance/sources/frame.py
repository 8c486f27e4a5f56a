"""Tables that a program holds: Polars, pandas, Arrow, or anything that speaks Arrow's stream interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.sources.arrow import pa, text_frame
from conformance.sources.assemble import assemble
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.open import recogniser_of
from conformance.sources.raw import RawTable, ReadOptions, Shape, rows_at_a_time
from conformance.standard.model import Standard


def from_frame(frame: Any, standard: Standard, options: ReadOptions | None = None, path: str = "<frame>") -> Table:
    """Make a table of a data frame; its columns are matched as headers are."""
    options = options or ReadOptions()
    table = _arrow(frame, path)
    most = rows_at_a_time(options.batch_rows, table.num_columns)
    parts = (
        (table.slice(start, most), np.arange(start, min(start + most, table.num_rows), dtype=np.int64))
        for start in range(0, table.num_rows, most)
    )
    return from_batches(table.column_names, parts, standard, options, path, table.num_rows)


def from_batches(
    names: Sequence[str],
    batches: Iterator[tuple[Any, npt.NDArray[np.int64]]],
    standard: Standard,
    options: ReadOptions,
    path: str,
    rows: int | None = None,
) -> Table:
    """Make a table of batches of Arrow, each with the 0-based positions of its rows; ``rows`` of them, where that is known."""

    def body(_: Shape) -> Iterator[Batch]:
        for part, ordinals in batches:
            texts, notices = text_frame(part)
            progress = None if rows is None else (int(ordinals[-1]) + 1) / rows
            yield Batch(texts, ordinals + 2, ordinals, notices=tuple(notices), progress=progress)

    try:
        raw = RawTable("frame", [list(names)], body, keyed=True)
        (found,) = assemble(path, [raw], recogniser_of(standard, options), options)
    except Unusable as error:
        error.path = error.path or path
        raise
    return found


def _arrow(frame: Any, path: str) -> Any:
    if isinstance(frame, pa.Table):
        return frame
    try:
        if hasattr(frame, "to_arrow"):
            return frame.to_arrow()
        if hasattr(frame, "__arrow_c_stream__"):
            return pa.table(frame)
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, TypeError, AttributeError, ValueError) as error:
        raise Unusable(
            "数据表无法转换为文本列，请先把各列转换为文本。",
            f"The table cannot be read ({error}); make its columns texts first.",
            path,
        ) from error
