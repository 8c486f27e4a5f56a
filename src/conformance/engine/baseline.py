"""Findings of an earlier run, by which those of this one are parted into known and new ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from conformance.engine.fingerprints import Hashes
from conformance.engine.places import Mask


class Baseline:
    """Fingerprints as a multiset: of three equal findings in the earlier run three are known, a fourth one is new.

    It holds 12 bytes for each distinct fingerprint, however many findings this run has.
    """

    def __init__(self, fingerprints: Hashes) -> None:
        self._known, counts = np.unique(fingerprints, return_counts=True)
        self._left: npt.NDArray[np.int32] = counts.astype(np.int32)
        self.size = len(fingerprints)
        """Findings of the earlier run."""

    @property
    def left(self) -> int:
        """How many of them have not been met."""
        return int(self._left.sum())

    def take(self, fingerprints: Hashes) -> Mask:
        """Which findings are known; each of them is met now and cannot be met again."""
        known = np.zeros(len(fingerprints), dtype=np.bool_)
        if not len(self._known) or not len(fingerprints):
            return known
        # In order: neighbours are looked up beside each other, and equal ones stand together.
        order = np.argsort(fingerprints, kind="stable")
        asked = fingerprints[order]
        begins = np.flatnonzero(np.concatenate([[True], asked[1:] != asked[:-1]]))
        at = np.minimum(np.searchsorted(self._known, asked[begins]), len(self._known) - 1)
        there = self._known[at] == asked[begins]
        sizes = np.diff(begins, append=len(asked))
        met = np.where(there, np.minimum(sizes, self._left[at]), 0)
        turns = np.arange(len(asked)) - np.repeat(begins, sizes)
        known[order[turns < np.repeat(met, sizes)]] = True
        self._left[at[there]] -= met[there].astype(np.int32)
        return known
