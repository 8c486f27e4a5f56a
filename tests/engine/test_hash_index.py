"""The table from hashes to codes: everything entered is found, or was handed back."""

from __future__ import annotations

import numpy as np
import pytest

from conformance.engine.lookup import UNKNOWN, HashIndex


def hashes(count: int, seed: int = 1, bits: int = 64) -> np.ndarray:
    """Distinct hashes; with few ``bits`` they crowd in a part of the table."""
    drawn = np.random.default_rng(seed).integers(1, 2**bits, size=count * 2, dtype=np.uint64, endpoint=False)
    return np.unique(drawn)[:count]


@pytest.mark.parametrize("bits", [64, 12, 40])
@pytest.mark.parametrize("step", [1, 7, 500])
def test_what_was_entered_is_found_or_was_handed_back(bits: int, step: int) -> None:
    index, every = HashIndex(), hashes(2_000, bits=bits)
    codes = np.arange(len(every), dtype=np.int32)
    unplaced: set[int] = set()
    for start in range(0, len(every), step):
        unplaced |= set(index.add(every[start : start + step], codes[start : start + step]).tolist())
    found = index.find(every)
    lost = set(codes[found != codes].tolist())
    assert lost <= unplaced
    assert set(found[found != codes].tolist()) <= {UNKNOWN}


def test_what_was_not_entered_is_unknown() -> None:
    index, every = HashIndex(), hashes(3_000)
    index.add(every[:1_000], np.arange(1_000, dtype=np.int32))
    assert set(index.find(every[1_000:]).tolist()) == {UNKNOWN}


@pytest.mark.parametrize("step", [1, 1_000, 60_000])
def test_of_as_many_as_are_ever_kept_none_is_handed_back(step: int) -> None:
    """Else every text that is not known would be looked for a second time."""
    index, every = HashIndex(), hashes(60_000)[: 60 * step]
    for start in range(0, len(every), step):
        assert not len(
            index.add(every[start : start + step], np.arange(start, min(start + step, len(every)), dtype=np.int32))
        )
    assert index.find(every).tolist() == list(range(len(every)))


def test_what_finds_no_place_in_a_table_that_grows_no_more_is_handed_back() -> None:
    """Of these three all places but the first are the same one."""
    index, crowd = HashIndex(), np.array([5, 5 + 1024, 5 + 2048], dtype=np.uint64)
    handed = [index.add(crowd[n : n + 1], np.array([10 + n], dtype=np.int32)).tolist() for n in range(3)]
    assert handed == [[], [], [12]]
    assert index.find(crowd).tolist() == [10, 11, UNKNOWN]
