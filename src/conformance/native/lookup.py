"""Texts to hashes and to the numbers under which they are known, in C (lookup.c)."""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.native import library
from conformance.native.views import Pointer, address, column, mask_of

SHIFTS = (0, 32, 16, 48)
"""By how many bits a hash is shifted for each of its places, as in lookup.c."""


class _Index(ctypes.Structure):
    _fields_ = (
        ("hashes", Pointer),
        ("codes", Pointer),
        ("mask", ctypes.c_uint64),
        ("unknown", ctypes.c_int32),
        ("missing", ctypes.c_int32),
    )


def hashes(values: pl.Series, seed: int) -> npt.NDArray[np.uint64]:
    """64 bits of each text under a secret seed."""
    found = np.empty(len(values), dtype=np.uint64)
    with column(values) as cells:
        library.LIBRARY.conformance_hash(cells, ctypes.c_uint64(seed), Pointer(address(found)))
    return found


def find(
    values: pl.Series,
    seed: int,
    slots: tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]],
    unknown: int,
    missing: int,
) -> npt.NDArray[np.int32]:
    """The code of each text: of a missing one ``missing``, of one that is in no slot ``unknown``.

    There are a power of two of slots (hashes and codes). Each hash has a place in them for each of the ``SHIFTS``, and stands
    in none that is behind a free one.
    """
    found = np.empty(len(values), dtype=np.int32)
    index = _Index(address(slots[0]), address(slots[1]), len(slots[0]) - 1, unknown, missing)
    with column(values) as cells:
        library.LIBRARY.conformance_find(cells, ctypes.c_uint64(seed), ctypes.byref(index), Pointer(address(found)))
    return found


def seen(bits: npt.NDArray[np.uint8], hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Whether the slot of each hash was taken before, by an earlier one of these too; then it is.

    A slot is one of a power of two of ``bits``, by the lowest bits of the hash.
    """
    before = mask_of(len(hashes))
    library.LIBRARY.conformance_seen(
        Pointer(address(bits)),
        ctypes.c_uint64(8 * len(bits) - 1),
        Pointer(address(hashes)),
        ctypes.c_int64(len(hashes)),
        Pointer(address(before)),
    )
    return before
