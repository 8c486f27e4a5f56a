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
"""Slots for each text at least, so that almost every one has a slot of its own."""
_SPAREST = 128
"""Slots for each text up to which the table grows where one found no place."""


def hashed(texts: pl.Series, seed: int) -> Hashes:
    """A hash for each text, which nobody can foresee who does not know the seed."""
    if library.LIBRARY is not None:
        return lookup.hashes(texts, seed)
    hashes: Hashes = texts.hash(seed).to_numpy()
    return hashes


class HashIndex:
    """A table with four places for each hash, at different parts of it; a hash takes the first that is free.

    What finds none is not entered: it stays ``UNKNOWN``. A free place says that nothing stands behind it.
    """

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
        slots = self._slots(hashes, 0)
        codes = self._codes.take(slots)
        missed = np.flatnonzero((self._keys.take(slots) != hashes) & (codes != UNKNOWN))
        for shift in lookup.SHIFTS[1:]:
            if not len(missed):
                break
            again = hashes[missed]
            slots = self._slots(again, shift)
            codes[missed] = found = self._codes.take(slots)
            missed = missed[(self._keys.take(slots) != again) & (found != UNKNOWN)]
        codes[missed] = UNKNOWN
        return codes

    def add(self, hashes: Hashes, codes: Codes) -> Codes:
        """Enter distinct hashes that are not entered yet; answers with the codes for which there was no place.

        Where the table has to grow these may be codes that were entered before.
        """
        slots = len(self._keys)
        left = np.arange(len(hashes))
        if (self._entered + len(hashes)) * _SPARE <= slots:
            left = self._enter(hashes, codes)
            hashes, codes = hashes[left], codes[left]
            if not len(left) or slots >= (self._entered + len(left)) * _SPAREST:
                return codes
        filled = self._codes != UNKNOWN
        hashes = np.concatenate([self._keys[filled], hashes])
        codes = np.concatenate([self._codes[filled], codes])
        while len(left) and slots < len(hashes) * _SPAREST:
            slots *= 4
            self._allocate(slots)
            left = self._enter(hashes, codes) if len(hashes) * _SPARE <= slots else left
        return codes[left]

    def _enter(self, hashes: Hashes, codes: Codes) -> npt.NDArray[np.int64]:
        """Enter what finds a place free; answers with the positions of the rest."""
        left = np.arange(len(hashes))
        for shift in lookup.SHIFTS:
            slots = self._slots(hashes[left], shift)
            _, first = np.unique(slots, return_index=True)
            first = first[self._codes[slots[first]] == UNKNOWN]
            self._keys[slots[first]] = hashes[left[first]]
            self._codes[slots[first]] = codes[left[first]]
            self._entered += len(first)
            left = np.delete(left, first)
        return left

    def _slots(self, hashes: Hashes, shift: int) -> npt.NDArray[np.int64]:
        return ((hashes >> np.uint64(shift)) & self._mask).view(np.int64)
