"""Which hashes may have come before, in memory that does not grow: a bit for each of a great many slots."""

from __future__ import annotations

import numpy as np

from conformance.engine.lookup import Hashes
from conformance.engine.places import Mask
from conformance.native import library, lookup

SLOTS = 1 << 26
"""So many (a power of two, eight at least) that of a million hashes one in seventy finds its slot taken without cause."""


class Seen:
    """The slots that are taken, by the lowest bits of a hash."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._bits = np.zeros(slots // 8, dtype=np.uint8)

    def enter(self, hashes: Hashes) -> Mask:
        """Take the slots of hashes in their order; answers which were taken: whatever came before is among them."""
        hashes = np.ascontiguousarray(hashes)
        if library.LIBRARY is not None:
            return lookup.seen(self._bits, hashes)
        slots = hashes & np.uint64(8 * len(self._bits) - 1)
        places, bits = (slots >> np.uint64(3)).view(np.int64), np.uint8(1) << (slots & np.uint64(7)).astype(np.uint8)
        again = np.ones(len(slots), dtype=np.bool_)
        again[np.unique(slots, return_index=True)[1]] = False
        again |= (self._bits.take(places) & bits) != 0
        np.bitwise_or.at(self._bits, places, bits)
        return again
