"""Reading ahead: the same items in the same order, errors in their place, a bounded number in the making, no threads left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from conformance.sources.ahead import ahead


def counting(taken: list[int], count: int, fault: int | None = None) -> Iterator[int]:
    """Numbers from 0, noted when they are taken; a fault comes in place of one of them."""
    for number in range(count):
        if number == fault:
            raise OSError(number)
        taken.append(number)
        yield number


def readers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("conformance-read")]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_all_items_come_in_order(count: int) -> None:
    assert list(ahead(counting([], count))) == list(range(count))
    assert readers() == []


def test_later_items_are_made_while_one_is_used_and_only_so_many() -> None:
    taken: list[int] = []
    items = ahead(counting(taken, 50))
    assert next(items) == 0
    deadline = time.monotonic() + 5
    while len(taken) < 2 and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(0.05)
    assert taken == [0, 1]
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]


def test_behind_a_first_item_that_is_there_the_next_ones_are_made_at_once() -> None:
    taken: list[int] = []
    items = ahead(counting(taken, 50), 77)
    assert next(items) == 77
    deadline = time.monotonic() + 5
    while not taken and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(0.05)
    assert taken == [0]
    assert list(items) == list(range(50))
    assert readers() == []


@pytest.mark.parametrize("fault", [0, 1, 2, 7])
def test_an_error_comes_after_what_came_before_it(fault: int) -> None:
    seen: list[int] = []
    with pytest.raises(OSError, match=str(fault)):
        seen.extend(ahead(counting([], 20, fault)))
    assert seen == list(range(fault))
    assert readers() == []


def test_threads_end_when_the_consumer_stops() -> None:
    taken: list[int] = []
    items = ahead(counting(taken, 1000))
    for number in items:
        if number == 5:
            break
    items.close()  # type: ignore[attr-defined]
    del items
    assert len(taken) < 20
    assert readers() == []


def test_an_interrupt_of_the_consumer_ends_the_threads() -> None:
    items = ahead(counting([], 1000))
    assert next(items) == 0
    with pytest.raises(KeyboardInterrupt):
        items.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    assert readers() == []
