"""What the tab key offers: by click's protocol, and in the shells themselves where they are installed."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")

SHELLS = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"], "fish": ["--no-config", "-i"]}
FIRST = {
    "bash": "bind 'set bell-style none'; bind 'set show-all-if-ambiguous on'; ",
    "zsh": "autoload -U compinit; compinit -D -u; ",
    "fish": "",
}


def asked(instruction: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "conformance"],
        env=os.environ | {"_CONFORMANCE_COMPLETE": instruction} | environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8")


def offered(line: str) -> list[str]:
    """What bash would be told."""
    answer = asked("bash_complete", COMP_LINE=line)
    return [one.removeprefix("plain,") for one in answer.splitlines()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("conformance che", ["check"]),
        ("conformance check --item tax-credit-r", ["tax-credit-rating"]),
        ("conformance check --item 行政许可", ["行政许可信息"]),
        ("conformance check --party district:31011", [f"district:31011{digit}" for digit in "02345678"]),
        ("conformance check --format ma", ["markdown"]),
        ("conformance check --lang e", ["en"]),
        ("conformance explain uscc", ["uscc-check-digit"]),
        ("conformance schema admin-l", ["admin-licence"]),
        ("conformance schema open", ["openapi"]),
        ("conformance schema exchange:Su", ["exchange:SubjectQuery"]),
        ("conformance sample admin-p", ["admin-penalty"]),
        ("conformance check a.csv --appl", ["--applies-from"]),
        ("conformance check ", ["file,"]),
        ("conformance check --output re", ["file,re"]),
    ],
)
def test_ids_of_the_standard_options_and_files_are_offered(line, wanted):
    assert offered(line) == wanted


def test_zsh_and_fish_show_titles():
    words = "conformance check --item tax-credit-r"
    assert "纳税信用" in asked("zsh_complete", COMP_WORDS=words, COMP_CWORD="3")
    assert "纳税信用" in asked("fish_complete", COMP_WORDS=words, COMP_CWORD="tax-credit-r")


def ask_shell(shell: str, line: str, folder: Path) -> str:
    """Type a line and a tab into an interactive shell; what it shows."""
    script = folder / f"complete.{shell}"
    script.write_text(asked(f"{shell}_source"), encoding="utf-8")
    tool = folder / "conformance"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m conformance "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
    }
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(shell, [shell, *SHELLS[shell]], environment)
    try:
        _read(terminal, 3.0)
        os.write(terminal, f"{FIRST[shell]}source ./complete.{shell}; echo rea''dy\n".encode())
        _read(terminal, 30.0, "ready")
        os.write(terminal, line.encode() + b"\t")
        return _read(terminal, 30.0, "admin-licence", "310115", "许可.csv")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def _read(terminal: int, seconds: float, *until: str) -> str:
    """What a terminal shows: for so long, or until one of these words and a moment more."""
    shown, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 1 << 16)
            except OSError:
                break
        elif (until and any(word.encode() in shown for word in until)) or (not until and shown):
            break
    return shown.decode("utf-8", "replace")


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("conformance check --item admin-l", "admin-licence"),
        ("conformance check --party district:31011", "310115"),
        ("conformance check 许", "许可.csv"),
    ],
    ids=["item", "party", "file"],
)
def test_the_shells_themselves(shell, line, shown, tmp_path):
    if shutil.which(shell) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{shell} is missing (Debian: apt-get install {shell})")
        pytest.skip(f"{shell} is not installed (Debian: apt-get install {shell})")
    (tmp_path / "许可.csv").touch()
    assert shown in ask_shell(shell, line, tmp_path)
