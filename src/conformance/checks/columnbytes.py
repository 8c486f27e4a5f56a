"""The bytes of a column of short texts, as NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import polars as pl

_FEW = 256
"""Texts for which a loop costs less than Arrow's arrays."""

Bytes = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]


def offsets_and_bytes(values: pl.Series) -> tuple[npt.NDArray[np.int64], Bytes]:
    """UTF-8 bytes of a String series end to end, and where each text begins and ends (one entry more than texts).

    A null has no bytes.
    """
    if len(values) <= _FEW:
        texts = [(text or "").encode() for text in values.to_list()]
        ends = np.array([0, *accumulate(map(len, texts))], dtype=np.int64)
        return ends, np.frombuffer(b"".join(texts), dtype=np.uint8)
    if values.null_count():
        values = values.fill_null("")  # below a null any bytes may lie: Parquet readers leave some there
    array = values.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, places, data = array.buffers()
    offsets = np.frombuffer(places, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    codes = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
    return offsets - offsets[0], codes[offsets[0] : offsets[-1]]


def of_width(values: pl.Series, width: int) -> tuple[Mask, Bytes]:
    """Which texts are ``width`` bytes long, and their bytes as a matrix with a row for each of these."""
    ((_, fits, matrix),) = by_width(values, (width,))
    return fits, matrix


def by_width(values: pl.Series, widths: Sequence[int]) -> Iterator[tuple[int, Mask, Bytes]]:
    """For each width which texts are so many bytes long, and their bytes as a matrix with a row for each of these.

    Of several widths those that no text has are left out.
    """
    offsets, codes = offsets_and_bytes(values)
    lengths = offsets[1:] - offsets[:-1]
    for width in widths if len(widths) == 1 else sorted(set(lengths.tolist()) & set(widths)):
        fits = lengths == width
        rows = int(np.count_nonzero(fits))
        if rows * width == len(codes):
            yield width, fits, codes.reshape(-1, width)
        else:
            yield width, fits, codes[offsets[:-1][fits][:, None] + np.arange(width)]


def pairs(matrix: Bytes) -> Pairs:
    """Neighbouring bytes of each row as numbers of 16 bits; the width has to be even."""
    return np.ascontiguousarray(matrix).view(np.uint16)
