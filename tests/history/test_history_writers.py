"""Several at once: writers, those who make the tables, those who send the same batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from histories import all_of, in_a_process, run, self_check
from msgspec.structs import replace

from conformance.history.model import Run
from conformance.history.opening import open_store
from conformance.history.store import Store
from conformance.report.errors import UsageError


def at_once(works: Sequence[Callable[[], None]]) -> list[int]:
    """Do works in processes that begin together; answers with their exit codes."""
    gate_out, gate_in = os.pipe()
    children = []
    for work in works:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(gate_in)
                os.read(gate_out, 1)
                work()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    os.close(gate_out)
    os.close(gate_in)
    return [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]


WRITERS, EACH = 4, 12


def test_writers_at_once_lose_nothing(url: str) -> None:
    """They make the tables at once as well."""

    def writer(number: int) -> None:
        for one in range(EACH):
            with open_store(url) as store:
                store.record(run(number * EACH + one + 1))

    codes = at_once([lambda number=number: writer(number) for number in range(WRITERS)])
    assert codes == [0] * WRITERS
    assert all_of(url) == [run(number) for number in range(1, WRITERS * EACH + 1)]


def test_one_batch_from_several_at_once_is_kept_once(url: str) -> None:
    def writer(number: int) -> None:
        with open_store(url) as store:
            store.record(replace(run(1), id=f"{number + 1:032x}"))

    assert at_once([lambda number=number: writer(number) for number in range(WRITERS)]) == [0] * WRITERS
    (kept,) = all_of(url)
    assert replace(kept, id=run(1).id) == run(1)


def test_one_batch_with_other_contents_at_once_is_kept_once(url: str) -> None:
    first, second = run(1).inputs

    def writer(number: int) -> None:
        with open_store(url) as store:
            inputs = (replace(first, digest=f"sha256:{number}"), second)
            store.record(replace(run(1), id=f"{number + 1:032x}", inputs=inputs))

    codes = at_once([lambda number=number: writer(number) for number in range(WRITERS)])
    assert sorted(codes) == [0, *[1] * (WRITERS - 1)]
    assert len(all_of(url)) == 1


def test_whoever_waits_too_long_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'history.db'}"
    with open_store(url) as store:
        store.record(self_check(1))
        with store.engine.connect().execution_options(conformance_writes=True) as other, other.begin():
            with open_store(url, patience=0.1) as waiting, pytest.raises(UsageError, match="等候过久"):
                waiting.record(self_check(2))
            assert all_of(url) == [self_check(1)]  # readers do not wait
        store.record(self_check(2))
    assert all_of(url) == [self_check(1), self_check(2)]


def test_a_server_that_is_waited_for_too_long(postgresql_url: str) -> None:
    with open_store(postgresql_url) as store, open_store(postgresql_url, patience=0.1) as waiting:
        with store.engine.begin() as other:
            other.execute(sa.text("LOCK TABLE conformance_run"))
            with pytest.raises(UsageError, match="等候过久"):
                waiting.record(self_check())
        waiting.record(self_check())
    assert all_of(postgresql_url) == [self_check()]


def test_a_connection_that_is_lost_in_the_middle_is_made_again(postgresql_url: str) -> None:
    """The server ends it after the third statement; the run is there once."""
    with open_store(postgresql_url) as store:
        store.record(run(1))
        done = 0

        def after(connection, cursor, text, *_):
            nonlocal done
            done += text.startswith("INSERT")
            if done == 3:
                done += 1
                server = sa.create_engine(store.engine.url, poolclass=sa.NullPool)
                with server.begin() as other:
                    pid = connection.connection.driver_connection.info.backend_pid
                    other.execute(sa.text(f"SELECT pg_terminate_backend({pid})"))

        sa.event.listen(store.engine, "after_cursor_execute", after)
        assert not store.record(run(2)).already
    assert done > 3
    assert all_of(postgresql_url) == [run(1), run(2)]


@pytest.mark.parametrize("one", [run(2), self_check(2)], ids=["official", "self-check"])
def test_a_commit_whose_answer_is_lost(url: str, monkeypatch: pytest.MonkeyPatch, one: Run) -> None:
    """The run is there, though nobody was told: it is found, and not written a second time."""
    writing, lost = Store._writing, []

    @contextmanager
    def losing(self: Store) -> Iterator[sa.Connection]:
        with writing(self) as connection:
            yield connection
        if not lost:
            lost.append(True)
            raise sa.exc.OperationalError("", {}, Exception(), connection_invalidated=True)

    monkeypatch.setattr(Store, "_writing", losing)
    with open_store(url) as store:
        assert store.record(one).id == one.id
    assert lost
    assert all_of(url) == [one]


def test_a_store_serves_threads_and_processes(url: str) -> None:
    """A process that was forked off opens its own."""
    with open_store(url) as store:
        store.record(run(1))
    assert in_a_process(lambda: open_store(url).record(run(2)) and None) == 0
    assert all_of(url) == [run(1), run(2)]
