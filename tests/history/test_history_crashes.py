"""A process that dies in the middle of a write (kill -9): what it was told was kept is there, what it was writing is not."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from histories import STATEMENTS, all_of, in_a_process, killed_at, run

from conformance.history.opening import open_store


@pytest.mark.parametrize("statement", range(1, STATEMENTS + 1))
def test_half_a_run_is_never_there(url: str, statement: int) -> None:
    """Killed after each statement of a run in turn; the next one writes as if nothing had been."""
    with open_store(url) as store:
        store.record(run(1))

    def work() -> None:
        with open_store(url) as store:
            killed_at(statement)
            store.record(run(2))

    assert in_a_process(work) == signal.SIGKILL
    assert all_of(url) == [run(1)]
    with open_store(url) as store:
        assert not store.record(run(2)).already
    assert all_of(url) == [run(1), run(2)]


def test_there_is_no_statement_more(url: str) -> None:
    """So that the test above means every one of them."""

    def work() -> None:
        with open_store(url) as store:
            killed_at(STATEMENTS + 1)
            store.record(run())

    with open_store(url):
        pass
    assert in_a_process(work) == 0
    assert all_of(url) == [run()]


def test_whoever_dies_while_tables_are_made_leaves_none(url: str) -> None:
    def work(statement: int) -> None:
        killed_at(statement)
        open_store(url)

    for statement in (1, 3, 8, 11):
        assert in_a_process(lambda: work(statement)) == signal.SIGKILL  # noqa: B023
    with open_store(url) as store:
        assert list(store.runs()) == []
        store.record(run())
    assert all_of(url) == [run()]


def test_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    """Killed from outside at whatever it was doing."""
    url = f"sqlite:///{tmp_path / 'history.db'}"
    script = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from histories import run
        from conformance.history.opening import open_store
        with open_store({url!r}) as store:
            for number in range(1, 10_000):
                store.record(run(number))
                print(number, flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        told += [int(line) for line in process.stdout]
    kept = all_of(url)
    assert kept[: len(told)] == [run(number) for number in told]
    assert len(kept) - len(told) in (0, 1)  # the last one may have been kept and not told
    assert kept == [run(number) for number in range(1, len(kept) + 1)]
