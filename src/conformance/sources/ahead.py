"""Reading ahead: the next batches are made in a thread while the present one is judged.

Order stays, and whatever goes wrong comes out where it would have come out without it. The thread never waits for the
consumer: it is given one piece of work at a time, of which a bounded number lies ready, so that nothing hangs where the
consumer stops early.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
WAITING = 1
"""Results that may lie ready, or be in the making, before they are asked for. Each is a batch of some tens of megabytes."""
_WORTH_A_THREAD = 5_000
"""Rows of a first batch behind which more is likely to come, and soon wanted."""


def is_worth_a_thread(rows: int) -> bool:
    """Whether a batch of so many rows takes long enough to use for something to be done meanwhile."""
    return rows > _WORTH_A_THREAD


def reading_on(first: T, items: Iterator[T], rows: int) -> Iterator[T]:
    """``first``, which has so many rows, and the items behind it, made meanwhile if that is worth a thread."""
    return ahead(items, first) if is_worth_a_thread(rows) else chain((first,), ahead(items))


def ahead(items: Iterator[T], first: T | None = None) -> Iterator[T]:
    """The same items, all but the first made in a thread while earlier ones are used; with ``first``, which comes before
    them, all of them."""
    ready = _next(items) if first is None else [first]
    del first  # it is as large as all of them
    if not ready:
        return
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(1, thread_name_prefix="conformance-read")
    pending: deque[Future[list[T]]] = deque()
    try:
        while ready:
            while len(pending) < WAITING:
                pending.append(executor.submit(_next, items))
            yield from ready
            ready = pending.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _next(items: Iterator[T]) -> list[T]:
    """The next item, or nothing: ``StopIteration`` may leave neither a thread nor a generator."""
    for item in items:
        return [item]
    return []
