"""A column of texts where it lies in memory, for C to read: nothing is copied."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

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
