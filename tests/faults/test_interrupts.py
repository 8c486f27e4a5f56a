"""Ctrl-C, an order to end, and a reader that goes away, at every stage: one line, the customary code, nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .bounded import digest
from .processes import COMMAND, PATIENCE, Done, finish, interrupt, start, until
from .seeds import csv_bytes, rows

RECORDS = 400_000


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission that takes some seconds to be judged."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    body = csv_bytes(rows()[1:2]).replace(b"20", b"2o", 1)
    with path.open("wb") as stream:
        stream.write(csv_bytes(rows()[:1]))
        for _ in range(RECORDS // 10_000):
            stream.write(body * 10_000)
    return path


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def holds_open(process: subprocess.Popen[bytes], path: Path) -> bool:
    """Whether the process has a file open."""
    try:
        links = [entry.readlink() for entry in Path(f"/proc/{process.pid}/fd").iterdir()]
    except OSError:
        return False
    return path in links


def bytes_read(process: subprocess.Popen[bytes]) -> int:
    """How much the process has read so far."""
    return int(Path(f"/proc/{process.pid}/io").read_text(encoding="ascii").split()[1])


def stages(process: subprocess.Popen[bytes], large: Path, folder: Path) -> dict[str, Callable[[], bool]]:
    """How it is seen from outside how far a process has come."""
    return {
        "reading": lambda: holds_open(process, large),
        "judging": lambda: bytes_read(process) > large.stat().st_size // 2,
        "writing": lambda: any(path.stat().st_size > 100_000 for path in folder.glob(".*.tmp")),
    }


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["reading", "judging", "writing"])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (signal.SIGINT, "已中断，没有得出结论 / interrupted, nothing was decided"),
        (signal.SIGTERM, "已终止，没有得出结论 / terminated, nothing was decided"),
        (signal.SIGHUP, "已终止，没有得出结论 / terminated, nothing was decided"),
    ],
)
def test_an_interrupt_ends_it_in_one_line_and_leaves_nothing(
    large: Path, temporary: Path, tmp_path: Path, stage: str, number: int, said: str
) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "findings.csv").write_text("what was there before", encoding="utf-8")
    before = digest(large)
    wanted = ("--findings", folder / "findings.csv", "--rejected", folder / "rejected.csv")
    process = start("check", large, *wanted, temporary=temporary)
    until(stages(process, large, folder)[stage], process)
    done = interrupt(process, number)
    assert (done.code, done.out, done.err.strip()) == (-number, "", said)
    assert list(temporary.iterdir()) == []
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        "findings.csv": "what was there before"
    }
    assert digest(large) == before


@pytest.mark.slow
def test_a_second_interrupt_changes_nothing(large: Path, temporary: Path) -> None:
    process = start("check", large, temporary=temporary)
    until(lambda: holds_open(process, large), process)
    process.send_signal(signal.SIGINT)
    done = interrupt(process)
    assert (done.code, done.err.strip()) == (-signal.SIGINT, "已中断，没有得出结论 / interrupted, nothing was decided")
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_an_interrupt_while_standard_input_is_copied(temporary: Path) -> None:
    """``cat | conformance check -``: what was copied of it goes away."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*COMMAND, "check", "-"],
        stdin=reading,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    os.close(reading)
    os.write(writing, csv_bytes())
    until(lambda: any(temporary.iterdir()), process)
    done = interrupt(process)
    os.close(writing)
    assert (done.code, done.err.strip()) == (-signal.SIGINT, "已中断，没有得出结论 / interrupted, nothing was decided")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("shape", ["text", "json"])
def test_a_reader_that_takes_one_line(tmp_path: Path, temporary: Path, shape: str) -> None:
    """``| head -1``: no message, and the exit code is that of the judgement."""
    path = tmp_path / "bad.csv"
    path.write_bytes(csv_bytes([rows()[0], *[["x"] * 18] * 500]))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{{ {' '.join(COMMAND)} check {path} --format {shape}; echo $? >&2; }} | head -1"],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert done.stderr.decode().strip() == "1"
    assert len(done.stdout.splitlines()) == 1
    assert list(temporary.iterdir()) == []


def test_a_killed_process_leaves_nothing_that_looks_finished(tmp_path: Path, temporary: Path, large: Path) -> None:
    """Nothing helps against SIGKILL; what is left has a name that says what it is."""
    folder = tmp_path / "output"
    folder.mkdir()
    process = start("check", large, "--findings", folder / "findings.csv", temporary=temporary)
    until(lambda: any(folder.iterdir()), process)
    done: Done = interrupt(process, signal.SIGKILL)
    assert done.code == -signal.SIGKILL
    assert [path.name for path in folder.iterdir()] == [f".findings.csv.{process.pid}.tmp"]


def test_a_shell_sees_the_customary_code_and_ends_its_loop(large: Path, temporary: Path) -> None:
    """The process ends by the signal itself: a shell shows 130 and takes no further file."""
    line = f"{' '.join(COMMAND)} check {large} & sleep 1; kill -INT $!; wait $!; echo $?"
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -m; {line}"],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert done.stdout.decode().strip() == "130"


def test_an_interrupt_ignored_by_the_shell_is_ignored(tmp_path: Path, temporary: Path) -> None:
    """``nohup`` and background jobs ignore signals; that is theirs to say."""
    path = tmp_path / "good.csv"
    path.write_bytes(csv_bytes())
    process = start(
        "check", path, temporary=temporary, prepare=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN) and None
    )
    process.send_signal(signal.SIGHUP)
    assert finish(process).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_processes_that_share_a_file_end_with_the_one_that_asked_them(
    large: Path, temporary: Path, number: int
) -> None:
    process = start("check", large, "--processes", "2", temporary=temporary)
    until(lambda: bytes_read(process) > large.stat().st_size // 4, process)
    helpers = children(process)
    done = interrupt(process, number)
    assert (len(helpers), done.code, done.out) == (1, -number, "")
    until_gone(helpers)
    assert list(temporary.iterdir()) == []


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a process started."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def until_gone(processes: list[int]) -> None:
    """Wait until processes have ended."""
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{one}").exists() for one in processes):
        assert time.monotonic() < deadline, "a process goes on although nobody waits for it"
        time.sleep(0.05)
