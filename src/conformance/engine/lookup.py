"""From the hash of a text to the number under which it is known, for a million texts at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.native import library, lookup

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]

UNKNOWN = -1
_SMALLEST = 1 << 10
_SPARE = 8
"""Slots for each text, so that almost every one has a slot of its own."""


def hashed(texts: pl.Series, seed: int) -> Hashes:
    """A hash for each text, which nobody can foresee who does not know the seed."""
    if library.LIBRARY is not None:
        return lookup.hashes(texts, seed)
    hashes: Hashes = texts.hash(seed).to_numpy()
    return hashes


class HashIndex:
    """A table with two places for each hash. What finds neither free is not entered: it stays ``UNKNOWN``."""

    def __init__(self) -> None:
        self._allocate(_SMALLEST)

    def find_texts(self, texts: pl.Series, seed: int, missing: int) -> Codes:
        """The code of each text by its hash, ``UNKNOWN`` where it has none, ``missing`` for null."""
        if library.LIBRARY is not None:
            return lookup.find(texts, seed, (self._keys, self._codes), UNKNOWN, missing)
        codes = self.find(hashed(texts, seed))
        if texts.null_count():
            codes[texts.is_null().to_numpy()] = missing
        return codes

    def _allocate(self, slots: int) -> None:
        self._keys = np.zeros(slots, dtype=np.uint64)
        self._codes = np.full(slots, UNKNOWN, dtype=np.int32)
        self._mask = np.uint64(slots - 1)
        self._entered = 0

    def find(self, hashes: Hashes) -> Codes:
        """The code of each hash, ``UNKNOWN`` where there is none."""
        slots = self._slots(hashes)
        codes = self._codes.take(slots)
        missed = self._keys.take(slots) != hashes
        if missed.any():
            again = hashes[missed]
            slots = self._slots(again >> np.uint64(32))
            codes[missed] = np.where(self._keys.take(slots) == again, self._codes.take(slots), UNKNOWN)
        return codes

    def add(self, hashes: Hashes, codes: Codes) -> Codes:
        """Enter distinct hashes that are not entered yet; answers with the codes for which there was no place.

        Where the table has to grow these may be codes that were entered before.
        """
        if (self._entered + len(hashes)) * _SPARE > len(self._keys):
            filled = self._codes != UNKNOWN
            hashes = np.concatenate([self._keys[filled], hashes])
            codes = np.concatenate([self._codes[filled], codes])
            slots = len(self._keys)
            while len(hashes) * _SPARE > slots:
                slots *= 4
            self._allocate(slots)
        left = self._enter(hashes, codes, self._slots(hashes))
        hashes, codes = hashes[left], codes[left]
        return codes[self._enter(hashes, codes, self._slots(hashes >> np.uint64(32)))]

    def _enter(self, hashes: Hashes, codes: Codes, slots: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Enter what finds its slot free; answers with the positions of the rest."""
        _, first = np.unique(slots, return_index=True)
        first = first[self._codes[slots[first]] == UNKNOWN]
        self._keys[slots[first]] = hashes[first]
        self._codes[slots[first]] = codes[first]
        self._entered += len(first)
        return np.setdiff1d(np.arange(len(hashes)), first)

    def _slots(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        return (hashes & self._mask).view(np.int64)
