"""Hashes that may have come before: every one that did is named, with the compiled library as without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.engine.seen import Seen
from conformance.native import library

SLOTS = 1 << 5
batches = st.lists(st.lists(st.integers(0, 100), max_size=30), max_size=4)


def told(batches: Sequence[Sequence[int]], slots: int) -> list[list[bool]]:
    seen = Seen(slots)
    return [seen.enter(np.array(batch, dtype=np.uint64)).tolist() for batch in batches]


def by_slots(batches: Sequence[Sequence[int]], slots: int) -> list[list[bool]]:
    """The same by a set."""
    taken: set[int] = set()
    found = []
    for batch in batches:
        found.append([])
        for number in batch:
            found[-1].append(number % slots in taken)
            taken.add(number % slots)
    return found


@given(batches)
def test_whose_slot_is_taken_may_have_come_before(batches: list[list[int]]) -> None:
    assert told(batches, SLOTS) == by_slots(batches, SLOTS)


@given(batches)
def test_the_same_without_the_library(batches: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "LIBRARY", None)
        assert told(batches, SLOTS) == by_slots(batches, SLOTS)


def test_hashes_need_not_stand_side_by_side() -> None:
    seen = Seen()
    assert not seen.enter(np.arange(10, dtype=np.uint64)[::2]).any()
    assert seen.enter(np.arange(10, dtype=np.uint64)).tolist() == [True, False] * 5
