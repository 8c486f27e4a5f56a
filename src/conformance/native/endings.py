"""Texts that end with one of some words, told by C (endings.c)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.native import library
from conformance.native.views import Pointer, address, column, mask_of


class _Words(ctypes.Structure):
    _fields_ = (("bytes", Pointer), ("starts", Pointer), ("last", Pointer), ("count", ctypes.c_int64))


def ends_with(words: Sequence[str]) -> Callable[[pl.Series], npt.NDArray[np.bool_]]:
    """A function that tells of each text of a column whether it ends with one of the words; a missing one does not.

    ValueError for a word without a character, with which every text ends.
    """
    encoded = [word.encode() for word in words]
    if not all(encoded):
        raise ValueError("a word has at least one character")
    joined = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    last = np.zeros(256, dtype=np.bool_)
    last[[word[-1] for word in encoded]] = True
    kept = (joined, starts, last)
    wanted = _Words(address(joined), address(starts), address(last), len(encoded))

    def told(values: pl.Series, keep: Any = kept) -> npt.NDArray[np.bool_]:
        mask = mask_of(len(values))
        with column(values) as cells:
            library.LIBRARY.conformance_endings(cells, ctypes.byref(wanted), Pointer(address(mask)))
        return mask

    return told
