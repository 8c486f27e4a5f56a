"""``conformance reference-server``: started, found, ended; and what it refuses to start with."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from conformance.cli import listening
from conformance.cli.main import run

COMMAND = [sys.executable, "-m", "conformance", "reference-server", "--port", "0"]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        yield held.getsockname()[1]


def served(how: signal.Signals, *options: str) -> tuple[str, dict[str, object]]:
    """Start it, ask what it is, and end it with a signal; the line that it says and its capabilities."""
    command = [*COMMAND, "--lang", "en", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:[0-9]+", line)
        assert found is not None
        offered = requests.get(f"{found[0]}/.well-known/credit-exchange", timeout=20).json()
        process.send_signal(how)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "stopped\n")
    return line, offered


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_it_says_in_one_line_where_it_is_and_how_to_test_it_and_ends_cleanly() -> None:
    line, offered = served(signal.SIGINT, "--as", "district")
    assert re.search(r"conformance probe http://127\.0\.0\.1:[0-9]+ --as district --allow-writes", line)
    assert offered["classes"] == ["district"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_record_is_whole_when_it_is_told_to_end(tmp_path: Path) -> None:
    served(signal.SIGTERM, "--record", str(tmp_path / "run"))
    assert '"count": 1' in (tmp_path / "run/run.json").read_text(encoding="utf-8")


def test_a_port_that_is_taken(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reference-server", "--port", str(taken), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"Port {taken} of 127.0.0.1 cannot be had" in said
    assert said.count("\n") == 1


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(listening, "find_spec", lambda name: None)
    assert run(["reference-server", "--lang", "en"]) == 2
    assert "pip install 'three-list-conformance[web]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pull-from", "127.0.0.1:8001"], "no address of a service"),
        (["--pull-from", "ftp://127.0.0.1"], "no address of a service"),
        (["--party", "district:999999"], "There is no party named"),
        (["--fault", "no-such"], "There is no fault named"),
        (["--as", "department"], "department"),
        (["--host", "203.0.113.1"], "cannot be had"),
        (["--port", "70000"], "70000"),
    ],
)
def test_what_it_does_not_start_with(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reference-server", "--lang", "en", "--port", "0", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_database_of_somebody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.db"
    path.write_text("something else, and more of it than a page of SQLite's header", encoding="utf-8")
    assert run(["reference-server", "--port", "0", "--lang", "en", "--database", str(path)]) == 2
    assert "cannot be the database" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8").startswith("something else")


def test_a_run_folder_that_is_not_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old").touch()
    assert run(["reference-server", "--port", "0", "--lang", "en", "--record", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "classes"),
    [
        ((), {"district", "city", "province"}),
        (("--file-drop", "x"), {"file-drop"}),
        (("--staging-table", "sqlite:///x"), {"staging-table"}),
    ],
)
def test_the_faults_of_what_would_be_started_are_listed(
    options: tuple[str, ...], classes: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["reference-server", "--list-faults", *options]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert {name for _, names, _ in lines for name in names.split(",")} == classes
