from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.engine.baseline import Baseline


def numbers(*values):
    return np.array(values, dtype=np.uint64)


def test_what_was_there_is_known():
    assert Baseline(numbers(1, 2, 3)).take(numbers(3, 4, 1)).tolist() == [True, False, True]


def test_equal_findings_are_counted():
    baseline = Baseline(numbers(7, 7))
    assert baseline.take(numbers(7, 7, 7)).tolist() == [True, True, False]


def test_what_was_met_is_not_met_again():
    baseline = Baseline(numbers(7, 7))
    assert baseline.take(numbers(7)).tolist() == [True]
    assert baseline.take(numbers(7, 7)).tolist() == [True, False]


def test_what_is_gone_is_left():
    baseline = Baseline(numbers(1, 1, 2))
    baseline.take(numbers(1, 3))
    assert (baseline.size, baseline.left) == (3, 2)


def test_an_empty_baseline_knows_nothing():
    assert Baseline(numbers()).take(numbers(1)).tolist() == [False]


@settings(deadline=None)
@given(st.lists(st.integers(0, 20)), st.lists(st.lists(st.integers(0, 20)), max_size=5))
def test_as_a_bag_of_numbers_would(before, batches):
    baseline, bag = Baseline(numbers(*before)), Counter(before)
    for batch in batches:
        expected = []
        for number in batch:
            expected.append(bag[number] > 0)
            bag[number] -= bag[number] > 0
        assert baseline.take(numbers(*batch)).tolist() == expected
