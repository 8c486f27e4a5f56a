"""The order of rows and columns, and how the rows are cut into batches."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metamorphic.outcomes import ITEMS, REPEATED, outcome, submission

FEW = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module", params=ITEMS)
def item(request):
    return request.param


@pytest.fixture(scope="module")
def expected(item):
    """What is found in the submission as it is; a good part of the rules is among it."""
    found = outcome(submission(item), item)
    rules = {rule for _, rule, *_ in found.findings} | found.once
    assert len(rules) > 25
    assert found.repeated.total() > 5
    assert {"empty-row", "footer-row"} <= rules
    return found


@FEW
@given(seed=SEEDS)
def test_the_order_of_rows(item, expected, seed):
    frame = submission(item).with_row_index("identity")
    assert outcome(frame.sample(fraction=1, shuffle=True, seed=seed), item) == expected


@FEW
@given(seed=SEEDS)
def test_the_order_of_columns(item, expected, seed):
    frame = submission(item)
    names = list(frame.columns)
    # A footer is told by the first cell that is filled; it stays where it is.
    Random(seed).shuffle(names)
    assert outcome(frame.select(names), item) == expected


@FEW
@given(sizes=st.lists(st.integers(1, 200), min_size=1, max_size=6).filter(lambda sizes: sizes[-1] > 4))
def test_the_size_of_batches(item, expected, sizes):
    assert outcome(submission(item), item, sizes) == expected


@pytest.mark.parametrize("size", [1, 2, 3])
def test_batches_of_hardly_any_rows(item, size):
    frame = submission(item).head(30)
    assert outcome(frame, item, [size]) == outcome(frame, item)


def test_how_often_it_was_judged_before(item, expected):
    """What the engine remembers of earlier batches changes nothing: neither in the same records nor in others."""
    frame = submission(item)
    fewer = outcome(frame.head(40), item)
    for _ in range(5):
        assert outcome(frame, item) == expected
        assert outcome(frame.head(40), item) == fewer


@pytest.mark.parametrize("name", ITEMS)
def test_a_part_of_the_rows_has_a_part_of_the_findings(name):
    """What is found in a record does not depend on the others, but for repetitions."""
    frame = submission(name).with_row_index("identity")
    every = outcome(frame, name)
    halves = [outcome(part, name) for part in (frame.head(160), frame.slice(160))]
    assert halves[0].findings + halves[1].findings == every.findings
    repeated = {key for key in every.tallies if key[0] == REPEATED and key[-1] == "failed"}
    summed = halves[0].tallies + halves[1].tallies
    assert {k: n for k, n in summed.items() if k not in repeated} == {
        k: n for k, n in every.tallies.items() if k not in repeated and n
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ITEMS)
def test_large_batches_and_tiny_ones(name):
    """What is judged in one way where there are many rows and in another where there are few."""
    frame = submission(name, 12_000)
    whole = outcome(frame, name)
    assert outcome(frame, name, [9_000]) == whole
    assert outcome(frame, name, [500, 10_000, 40]) == whole
    assert outcome(frame, name, [300]) == whole


@pytest.mark.slow
@pytest.mark.parametrize("name", ITEMS)
def test_many_rows_many_times(name):
    """Records that come again make the same findings again, whatever the engine remembers of them."""
    small = submission(name, 400, 8).with_row_index("identity")
    once, sixty = outcome(small, name), outcome(pl.concat([small] * 60), name)
    assert sixty.findings == type(once.findings)({told: number * 60 for told, number in once.findings.items()})
    assert sixty.totals == tuple(total * 60 for total in once.totals)
    repeated = {key for key in once.tallies if key[0] == REPEATED}
    assert {k: n for k, n in sixty.tallies.items() if k not in repeated} == {
        k: n * 60 for k, n in once.tallies.items() if k not in repeated
    }
