"""Delimited text cut up by C (delimited.c), its cells left where they stand."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.lib as pa

from conformance.native import library
from conformance.native.rooms import Rooms
from conformance.native.views import Pointer, address, series_of

_VIEW = 16
_MOST = 1 << 30
"""Bytes of a text whose cells views reach, also where they are put together."""


class _Cells(ctypes.Structure):
    """``struct cells`` of delimited.c."""

    _fields_ = (
        ("views", Pointer),
        ("valid", Pointer),
        ("missing", ctypes.c_int64),
        ("at", ctypes.c_int64),
        ("end", ctypes.c_int64),
    )


class Cut(NamedTuple):
    """The records of a text."""

    frame: pl.DataFrame
    """String columns; an empty cell is null."""
    lines: npt.NDArray[np.int64]
    """Of each record, how many lines end before it."""
    line_ends: int


class Room(NamedTuple):
    """Where the cells of one chunk after the other are put."""

    views: Rooms
    texts: Rooms


def new_room() -> Room:
    """Room for the chunks of one text."""
    return Room(Rooms(), Rooms())


def cut(data: bytes | memoryview, delimiter: str, names: Sequence[str], line_ends: int, room: Room) -> Cut | None:
    """Cut up a text that is proved to be UTF-8 and ends with LF; None where a byte is not plainly in its place.

    ``delimiter`` is of one byte; ``line_ends`` says how many LF there are. Of a text of many chunks all have the same ``room``.
    """
    if not 0 < len(data) <= _MOST or not names:
        return None
    codes, width = np.frombuffer(data, dtype=np.uint8), len(names)
    most = min(line_ends, len(data) // width + 1)  # each cell has a byte behind it, each record a line end
    views = room.views.take(width * most * _VIEW)[: width * most * _VIEW].reshape(width, -1)
    valid = np.zeros((width, (most + 7) // 8), dtype=np.uint8)
    lines = np.empty(most + 1, dtype=np.int64)
    pool = room.texts.take(library.LIBRARY.conformance_room(ctypes.c_int64(len(data)), ctypes.c_int32(width)))
    told = np.zeros(2, dtype=np.int64)
    cells = (_Cells * width)(
        *(_Cells(address(places), address(bits)) for places, bits in zip(views, valid, strict=True))
    )
    records = library.LIBRARY.conformance_delimited(
        Pointer(address(codes)),
        ctypes.c_int64(len(data)),
        ctypes.c_uint8(ord(delimiter)),
        ctypes.c_int32(width),
        cells,
        *(Pointer(address(array)) for array in (pool, lines, told)),
    )
    if records < 0:
        return None
    left, ended = told.tolist()
    texts = [pa.py_buffer(pool), *([pa.py_buffer(data)] if left else [])]
    columns = [
        series_of(
            pa.string_view(),
            records,
            [pa.py_buffer(bits) if cell.missing else None, pa.py_buffer(places), *texts],
            cell.missing,
        ).alias(name)
        for name, places, bits, cell in zip(names, views, valid, cells, strict=True)
    ]
    return Cut(pl.DataFrame(columns), lines[:records], ended)
