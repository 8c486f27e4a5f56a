"""Small steps from arrays of choices to columns of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.lib as pa

from conformance.sample.dice import Bools, Ints


def words(values: Sequence[str]) -> pl.Series:
    """A list of words to choose from."""
    return pl.Series(list(values), dtype=pl.String)


def take(values: pl.Series | Sequence[str], positions: Ints) -> pl.Series:
    """The word at each position."""
    source = values if isinstance(values, pl.Series) else words(values)
    return source.gather(pl.Series(positions))


def join(*parts: pl.Series | str) -> pl.Series:
    """The parts side by side in each row; at least one must be a column."""
    return pl.select(pl.concat_str([pl.lit(part) for part in parts])).to_series()


def choose(mask: Bools, then: pl.Series | str | None, otherwise: pl.Series | str | None) -> pl.Series:
    """``then`` where the mask holds, else ``otherwise``."""
    arms = [arm if isinstance(arm, pl.Series) else pl.lit(arm, dtype=pl.String) for arm in (then, otherwise)]
    return pl.select(pl.when(pl.Series(mask)).then(arms[0]).otherwise(arms[1])).to_series()


def text(matrix: npt.NDArray[np.uint8]) -> pl.Series:
    """A matrix of ASCII characters as a column of strings, without a Python string per row."""
    rows, width = matrix.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    data = np.ascontiguousarray(matrix)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pl.Series(pa.Array.from_buffers(pa.string(), rows, buffers))


def number(values: Ints, width: int = 1) -> pl.Series:
    """Whole numbers as text, filled with zeros on the left to ``width``."""
    return pl.Series(values).cast(pl.String).str.zfill(width)


def day(days: Ints) -> pl.Series:
    """Days since 1970-01-01 as YYYY/MM/DD."""
    return pl.Series(days.astype("datetime64[D]")).dt.strftime("%Y/%m/%d")
