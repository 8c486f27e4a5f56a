"""A column of texts where it lies in memory, for C to read, or for Polars what lies there already: nothing is copied."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.lib as pa

Pointer = ctypes.c_void_p


class Column(ctypes.Structure):
    """``struct column`` of column.h."""

    _fields_ = (
        ("rows", ctypes.c_int64),
        ("first", ctypes.c_int64),
        ("valid", Pointer),
        ("views", Pointer),
        ("buffers", Pointer),
    )


@contextmanager
def column(values: pl.Series) -> Iterator[Any]:
    """The bytes of a String series, which stay where they are as long as this lasts. TypeError for any other series."""
    if values.dtype != pl.String:
        raise TypeError(f"a column of texts is wanted, {values.name} is {values.dtype}")
    array = values.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    valid, views, *buffers = array.buffers()
    addresses = (Pointer * max(1, len(buffers)))(*(0 if buffer is None else buffer.address for buffer in buffers))
    yield ctypes.byref(
        Column(
            len(array),
            array.offset,
            None if valid is None or not array.null_count else valid.address,
            views.address if views is not None else None,
            ctypes.cast(addresses, Pointer),
        )
    )
    del array


def address(values: npt.NDArray[Any]) -> int:
    """Where the first entry of an array in one piece stands. The array has to outlive the use of it."""
    if not values.flags.c_contiguous:
        raise ValueError("an array for C has to be in one piece")
    place: int = values.__array_interface__["data"][0]
    return place


def mask_of(rows: int) -> npt.NDArray[np.bool_]:
    """Room for an answer to each row."""
    return np.empty(rows, dtype=np.bool_)


class _Array:
    """An array that says of itself only how it is handed over: Polars loads all functions of pyarrow for one that it knows."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        return self._array.__arrow_c_array__(requested_schema)


def series_of(kind: pa.DataType, rows: int, buffers: Sequence[pa.Buffer | None], missing: int) -> pl.Series:
    """A series without a name of what lies in some buffers, laid out as Arrow says for the kind. They are not looked at."""
    return pl.Series(_Array(pa.Array.from_buffers(kind, rows, buffers, null_count=missing)))


def one_cell(data: bytes | memoryview) -> pl.Series:
    """A Binary series of these bytes alone."""
    ends = np.array([0, len(data)], dtype=np.int64)
    return series_of(pa.large_binary(), 1, [None, pa.py_buffer(ends), pa.py_buffer(data)], 0)
