"""A worker that dies, takes too long or too much ends its own task only; nobody else's is touched, and none that waits is lost."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.service.pool import CANCELLED, CLOSED, DIED, LARGE, SLOW, UNSTARTED, Broken, Full, Pool, _Worker
from conformance.service.worker import INTERNAL, Crew
from service.errands import Die, Fail, Grow, Refuse, Say, Talk, Wait
from service.live import until


@contextmanager
def pool(place: Path, size: int = 1, waiting: int = 10, seconds: float = 30, memory: int = 1 << 32) -> Iterator[Pool]:
    made = Pool(Crew("tests", place), size, waiting, seconds, memory)
    try:
        yield made
    finally:
        made.close()


def why(ticket: Any) -> Broken:
    with pytest.raises(Broken) as caught:
        ticket.future.result(30)
    return caught.value


def test_a_task_gives_its_result_and_says_things_on_the_way(tmp_path):
    told: list[Any] = []
    with pool(tmp_path) as workers:
        assert workers.submit(Say("甲"), told.append).future.result(30) == "甲"
    assert told == ["甲"]


def test_tasks_end_and_fail_on_their_own_and_the_worker_goes_on(tmp_path):
    with pool(tmp_path) as workers:
        pid = workers.submit(Wait(0)).future.result(30)
        assert why(workers.submit(Fail(ValueError("oh")))).text == INTERNAL
        refused = why(workers.submit(Refuse()))
        assert (refused.text.en, refused.refused) == ("It cannot be done.", True)
        full = why(workers.submit(Fail(OSError(errno.ENOSPC, "full"))))
        assert "no space left on the disk" in full.text.en
        assert not full.refused
        assert workers.submit(Wait(0)).future.result(30) == pid


def test_a_killed_worker_ends_its_own_task_and_the_next_one_has_another(tmp_path):
    with pool(tmp_path) as workers:
        first = workers.submit(Wait(0)).future.result(30)
        died, after = workers.submit(Die()), workers.submit(Wait(0))
        assert why(died).text == DIED
        assert after.future.result(30) != first


def test_a_killed_worker_leaves_nothing_behind(tmp_path):
    with pool(tmp_path) as workers:
        assert why(workers.submit(Die())).text == DIED
    assert list(tmp_path.iterdir()) == []


def test_what_takes_too_long_is_ended(tmp_path):
    with pool(tmp_path, seconds=0.3) as workers:
        assert why(workers.submit(Wait(60))).text == SLOW
        assert why(workers.submit(Talk(20))).text == SLOW
        assert workers.submit(Say(1)).future.result(30) == 1


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the system does not tell how much memory a process has"
)
def test_what_takes_too_much_memory_is_ended(tmp_path):
    with pool(tmp_path, memory=300 << 20) as workers:
        assert why(workers.submit(Grow(600 << 20))).text == LARGE
        assert why(workers.submit(Talk(20, 600 << 20))).text == LARGE
        assert workers.submit(Say(1)).future.result(30) == 1


def test_a_worker_that_has_grown_is_replaced_between_tasks(tmp_path, monkeypatch):
    monkeypatch.setattr("conformance.service.pool._TASKS", 2)
    monkeypatch.setattr("conformance.service.pool._LOOK", 60.0)  # none is ended while it works
    with pool(tmp_path, memory=2) as workers:
        pids = [workers.submit(Wait(0.05)).future.result(30) for _ in range(4)]
    assert len(set(pids)) == 2


def test_as_many_wait_as_may_and_no_more(tmp_path):
    with pool(tmp_path, waiting=2) as workers:
        begun = threading.Event()
        busy = workers.submit(Wait(60), begun=begun.set)
        assert begun.wait(30)
        waiting = [workers.submit(Say(number)) for number in range(2)]
        assert [workers.ahead(one) for one in (busy, *waiting)] == [None, 0, 1]
        with pytest.raises(Full):
            workers.submit(Say(2))
        always = workers.submit(Say(3), always=True)
        workers.cancel(busy)
        assert why(busy).text == CANCELLED
        assert [one.future.result(30) for one in (*waiting, always)] == [0, 1, 3]


def test_what_was_cancelled_while_it_waited_is_not_begun(tmp_path):
    with pool(tmp_path) as workers:
        busy = workers.submit(Wait(0.3))
        dropped, kept = workers.submit(Say(1)), workers.submit(Say(2))
        workers.drop(dropped)
        assert why(dropped).text == CANCELLED
        assert kept.future.result(30) == 2
        assert busy.future.done()


def test_a_task_that_is_cancelled_as_it_ends_takes_the_next_one_with_it_no_more(tmp_path, monkeypatch):
    """The kill goes out when the result is there already, and the process dies while the next task is at it."""
    late: list[Any] = []
    with pool(tmp_path) as workers:
        run = _Worker.run

        def cancelled_late(worker: Any, ticket: Any, *more: Any) -> Any:
            result = run(worker, ticket, *more)
            if not late:
                late.append(worker.process.kill)
                monkeypatch.setattr(worker.process, "kill", lambda: None)  # on its way
                workers.cancel(ticket)
                monkeypatch.setattr(worker.process, "kill", late[0])
                threading.Timer(0.3, late[0]).start()
            return result

        monkeypatch.setattr(_Worker, "run", cancelled_late)
        first, second = workers.submit(Say(1)), workers.submit(Wait(1.0))
        assert first.future.result(30) == 1
        assert isinstance(second.future.result(30), int)


def test_whoever_gives_up_waiting_leaves_the_pool_as_it_was(tmp_path):
    with pool(tmp_path) as workers:
        begun = threading.Event()
        running, waiting = workers.submit(Wait(0.3), begun=begun.set), workers.submit(Wait(0.1))
        assert begun.wait(30)
        assert not running.future.cancel()
        assert waiting.future.cancel()
        assert workers.submit(Say(1)).future.result(30) == 1


def test_a_worker_that_the_system_does_not_start_is_one_sentence(tmp_path, monkeypatch):
    def refused(_: Any) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr("conformance.service.pool._Worker", refused)
        made = pool(tmp_path)
        workers = made.__enter__()
        assert why(workers.submit(Say(1))).text == UNSTARTED
    try:
        assert workers.submit(Say(2)).future.result(30) == 2
    finally:
        made.__exit__(None, None, None)


def test_closing_ends_workers_and_says_so_of_what_was_not_finished(tmp_path):
    with pool(tmp_path) as workers:
        begun = threading.Event()
        running, waiting = workers.submit(Wait(60), begun=begun.set), workers.submit(Say(1))
        assert begun.wait(30)
    assert [why(one).text for one in (running, waiting)] == [CLOSED, CLOSED]


def test_workers_end_when_the_service_is_gone(tmp_path):
    """The service may be killed: its end of the pipe closes, and that is all that a worker needs to know."""
    from multiprocessing import get_context

    from conformance.service.worker import serve

    mine, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(theirs, Crew("tests", tmp_path)), daemon=True)
    process.start()
    theirs.close()
    mine.recv()
    mine.close()
    process.join(30)
    assert process.exitcode == 0
    assert list(tmp_path.iterdir()) == []


def test_several_workers_work_at_once(tmp_path):
    with pool(tmp_path, size=2) as workers:
        tickets = [workers.submit(Wait(1.0)) for _ in range(2)]
        until(lambda: workers.waiting == 0)
        pids = {ticket.future.result(30) for ticket in tickets}
    assert len(pids) == 2
    assert os.getpid() not in pids
