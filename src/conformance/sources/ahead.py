"""Reading ahead: the next batches are made in threads while the present one is judged.

Order stays, and whatever goes wrong comes out where it would have come out without threads. A thread never waits for the
consumer: it is given one piece of work at a time, of which a bounded number lies ready, so that nothing hangs where the
consumer stops early. What makes a single item starts no thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")
WAITING = 2
"""Results that may lie ready, or be in the making, before they are asked for."""


def ahead(items: Iterator[T], waiting: int = WAITING) -> Iterator[T]:
    """The same items, all but the first made in a thread while earlier ones are used."""
    if first := _next(items):
        yield from _in_order(lambda executor: executor.submit(_next, items), first, 1, waiting)


def each_ahead(work: Callable[[T], R], items: Iterator[T], threads: int = 2, waiting: int = WAITING) -> Iterator[R]:
    """``work`` done on every item, on several at a time. The items themselves are taken in the consumer's thread."""
    early = _next(items)
    try:
        early += _next(items)
    except Exception:  # it comes out after what came before it
        yield from map(work, early)
        raise
    if len(early) < 2:
        yield from map(work, early)
        return

    def submit(executor: Executor) -> Future[list[R]] | None:
        try:
            taken = [early.pop(0)] if early else _next(items)
        except Exception as error:
            return _failed(error)
        return executor.submit(lambda: [work(taken[0])]) if taken else None

    yield from _in_order(submit, [], threads, waiting)


def _next(items: Iterator[T]) -> list[T]:
    """The next item, or nothing: ``StopIteration`` may leave neither a thread nor a generator."""
    for item in items:
        return [item]
    return []


def _failed(error: Exception) -> Future[list[R]]:
    from concurrent.futures import Future

    future: Future[list[R]] = Future()
    future.set_exception(error)
    return future


def _in_order(
    submit: Callable[[Executor], Future[list[R]] | None], ready: list[R], threads: int, waiting: int
) -> Iterator[R]:
    """What is ready, then all results in the order of submission, until one is empty or nothing more is submitted."""
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(threads, thread_name_prefix="conformance-read")
    pending: deque[Future[list[R]]] = deque()
    try:
        while True:
            while len(pending) < waiting and (future := submit(executor)) is not None:
                pending.append(future)
            yield from ready
            ready = pending.popleft().result() if pending else []
            if not ready:
                return
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
