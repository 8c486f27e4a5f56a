"""The bytes of a column of short texts, as NumPy arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.checks.few import FEW

Bytes = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]


class Spans(Struct, frozen=True):
    """UTF-8 bytes of a column, and where each text begins in them and how many bytes it has; a null has none."""

    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    codes: Bytes


def spans(values: pl.Series) -> Spans:
    """The bytes of a String series."""
    array = values.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, places, data = array.buffers()
    offsets = np.frombuffer(places, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    codes = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
    codes, offsets = codes[offsets[0] : offsets[-1]], offsets - offsets[0]
    lengths = offsets[1:] - offsets[:-1]
    if values.null_count():
        # Below a null any bytes may lie: readers of Parquet leave some there.
        lengths = lengths * values.is_not_null().to_numpy()
    return Spans(offsets[:-1], lengths, codes)


def of_width(values: pl.Series, width: int) -> tuple[Mask, Bytes]:
    """Which texts are ``width`` bytes long, and their bytes as a matrix with a row for each of these."""
    ((_, fits, matrix),) = by_width(values, (width,))
    return fits, matrix


def by_width(values: pl.Series, widths: Sequence[int]) -> Iterator[tuple[int, Mask, Bytes]]:
    """For each width which texts are so many bytes long, and their bytes as a matrix with a row for each of these.

    Of several widths those that no text has are left out.
    """
    if len(values) <= FEW:
        yield from _few_by_width([(text or "").encode() for text in values.to_list()], widths)
        return
    found = spans(values)
    lengths, codes = found.lengths, found.codes
    for width in widths if len(widths) == 1 else _occurring(lengths, widths):
        fits = lengths == width
        rows = int(np.count_nonzero(fits))
        if rows * width == len(codes):
            yield width, fits, codes.reshape(-1, width)
        else:
            yield width, fits, codes[found.starts[fits][:, None] + np.arange(width)]


def _few_by_width(texts: Sequence[bytes], widths: Sequence[int]) -> Iterator[tuple[int, Mask, Bytes]]:
    """The same of few texts."""
    lengths = [len(text) for text in texts]
    for width in widths if len(widths) == 1 else sorted(set(widths).intersection(lengths)):
        fits = [length == width for length in lengths]
        codes = b"".join(text for text in texts if len(text) == width)
        yield width, np.array(fits, dtype=np.bool_), np.frombuffer(codes, dtype=np.uint8).reshape(-1, width)


def _occurring(lengths: npt.NDArray[np.int64], widths: Sequence[int]) -> list[int]:
    """Those of the widths that a text has."""
    longest = max(widths)
    counts = np.bincount(np.minimum(lengths, longest + 1), minlength=longest + 1)
    return [width for width in sorted(widths) if counts[width]]


def pairs(matrix: Bytes) -> Pairs:
    """Neighbouring bytes of each row as numbers of 16 bits; the width has to be even."""
    return np.ascontiguousarray(matrix).view(np.uint16)
