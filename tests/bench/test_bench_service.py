"""The load test in short: no answer is wrong or lost, files are checked meanwhile, and too much is turned away in order."""

from __future__ import annotations

import pytest
from bench.clients import Counted
from bench.service import Load, Phase, measure, table

MOST = 1 << 30
"""Bytes of the service with a worker for files and one for payloads; with one more it was measured at 840 MB."""


def test_a_table_says_what_was_counted() -> None:
    counted = Counted([0.01] * 98 + [0.05, 0.2], 3, 2, ["500: oh"])
    head, row = table([Phase("sustained", 2, 10.0, counted, (100 << 20, 120 << 20, 110 << 20))])
    assert len(head) == len(row)
    assert row.split() == [
        "sustained",
        "2",
        "10",
        "100",
        "10.0",
        "10",
        "200",
        "200",
        "3",
        "1",
        "2",
        "100",
        "→",
        "120",
        "→",
        "110",
    ]


def test_counts_of_several_clients_are_one() -> None:
    both = Counted.of([Counted([1.0], 1, 0, ["a"]), Counted([2.0], 2, 1, [])])
    assert (both.answered, both.turned_away, both.files, both.errors, both.at(1.0)) == (2, 3, 1, ["a"], 2000.0)


@pytest.mark.slow
def test_under_load_nothing_is_wrong_or_lost() -> None:
    sustained, overload, after = measure(
        Load(seconds=5.0, overload_seconds=4.0, clients=2, payload_workers=1, file_rows=200)
    )
    assert [phase.counted.errors for phase in (sustained, overload, after)] == [[], [], []]
    assert sustained.counted.answered > 0
    assert sustained.counted.files > 0
    assert sustained.counted.turned_away == 0
    assert overload.counted.answered > 0
    assert overload.counted.turned_away > 0
    assert after.counted.answered > 0
    # What many clients at a time take is let go of, or reused: the service does not grow with what it has served.
    before, later = (max(phase.memory) for phase in (sustained, after))
    assert 0 < before < MOST
    assert later < before * 1.25
