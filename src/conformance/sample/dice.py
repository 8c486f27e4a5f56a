"""Repeatable chance: every draw is a hash of (seed, row, number of the draw).

NumPy's generators do not promise the same numbers from one version to the next, and a stream of numbers would make
row 50,001 depend on how rows are cut into batches. A hash of the row has neither fault: the same seed gives the same
row wherever it stands, and a shorter sample is the beginning of a longer one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def mix(value: int) -> int:
    """Scramble one 64-bit number (the finaliser of SplitMix64)."""
    value &= _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def _mix_all(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


class Dice:
    """Draws for the rows ``first`` to ``first + rows - 1``; each call is one draw for every row."""

    def __init__(self, seed: int, first: int, rows: int) -> None:
        self.first = first
        self.rows = rows
        self._seed = mix(seed + _GOLDEN)
        self._draw = 0
        self._index = (np.arange(first + 1, first + rows + 1, dtype=np.uint64)) * np.uint64(_GOLDEN)

    def _next(self) -> npt.NDArray[np.uint64]:
        self._draw += 1
        key = np.uint64(mix(self._seed + self._draw * 0xD1342543DE82EF95))
        return _mix_all(_mix_all(self._index ^ key) + key)

    def below(self, limit: int | Ints) -> Ints:
        """Whole numbers from 0 to ``limit - 1``, one a row (``limit`` may differ from row to row)."""
        high = self._next() >> np.uint64(33)  # 31 bits, so that the product below stays within 64
        return ((high * np.asarray(limit, dtype=np.uint64)) >> np.uint64(31)).astype(np.int64)

    def chance(self, probability: float) -> Bools:
        """True in about ``probability`` of the rows."""
        return (self._next() >> np.uint64(33)) < np.uint64(int(probability * 2**31))

    def weighted(self, weights: Sequence[int]) -> Ints:
        """Positions in ``weights``, each as often as its weight says."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(bounds, self.below(int(bounds[-1])), side="right").astype(np.int64)

    def digits(self, width: int, alphabet: bytes = b"0123456789") -> npt.NDArray[np.uint8]:
        """A matrix of characters, ``width`` a row, drawn from ``alphabet``."""
        symbols = np.frombuffer(alphabet, dtype=np.uint8)
        return np.stack([symbols[self.below(len(symbols))] for _ in range(width)], axis=1)
