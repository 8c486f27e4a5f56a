"""The guides for the exchange: every command that they show is run against servers as they say, and prints what they show."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct, field

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / f"docs/guide-{who}.zh.md" for who in ("district", "province")]
"""Those in English show the same commands; set ``EVERY_GUIDE`` to run these too."""
if os.environ.get("EVERY_GUIDE"):
    GUIDES += [ROOT / f"docs/guide-{who}.en.md" for who in ("district", "province")]
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SERVER = re.compile(r"conformance (reference-server [^\n]*--port ([0-9]+)[^\n#]*)")
MARK = "@@done@@"


class Shown(Struct, frozen=True):
    """A command with the lines that stand below it; ``…`` stands for what was left out."""

    command: str
    lines: list[str] = field(default_factory=list)


def shown_in(page: Path) -> list[Shown]:
    found: list[Shown] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if not block.startswith("$ "):
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Shown(line[2:]))
            else:
                found[-1].lines.append(line)
    return found


class Servers:
    """The servers that a page starts, each at a port of its own in place of the one that is written."""

    def __init__(self, page: Path, folder: Path) -> None:
        self._tool = str(Path(sys.executable).with_name("conformance"))
        self._folder = folder
        self.live: dict[str, tuple[subprocess.Popen[str], str, str]] = {}
        """Written port → process, address and options."""
        for options, port in dict(SERVER.findall(page.read_text(encoding="utf-8"))).items():
            self._start(options, port)

    def _start(self, options: str, port: str) -> None:
        arguments = self.placed(options.replace(f"--port {port}", "--port 0")).split()
        process = subprocess.Popen(
            [self._tool, *arguments, "--lang", "en"],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:[0-9]+", process.stdout.readline())
        assert address is not None
        self.live[port] = process, address[0], options

    def placed(self, text: str) -> str:
        for port, (_, address, _) in self.live.items():
            text = text.replace(f"http://127.0.0.1:{port}", address)
        return text

    def end(self, port: str) -> None:
        process, _, _ = self.live[port]
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        if process.stdout is not None:
            process.stdout.close()

    def end_what_records(self, command: str) -> None:
        """A page says that a server is ended before its record is judged."""
        for port, (_, _, options) in self.live.items():
            recorded = re.search(r"--record (\S+)", options)
            if recorded is not None and f"verify {recorded[1]}" in command:
                self.end(port)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def outputs(page: Path, place: Path) -> Iterator[tuple[Shown, str]]:
    """What each command of a page prints; they share one shell."""
    servers = Servers(page, place)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shell = subprocess.Popen(
        ["bash"],
        cwd=place,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert shell.stdin is not None
    assert shell.stdout is not None
    try:
        for one in shown_in(page):
            servers.end_what_records(one.command)
            shell.stdin.write(f"{servers.placed(one.command)}\necho\necho {MARK}\n")
            shell.stdin.flush()
            printed = ""
            while (line := shell.stdout.readline()) and line.strip() != MARK:
                printed += line
            yield one, printed
    finally:
        shell.stdin.close()
        shell.stdout.close()
        shell.wait(10)
        for port in servers.live:
            servers.end(port)


def missing(one: Shown, printed: str, servers_written: re.Pattern[str]) -> list[str]:
    """Lines that the page shows and that did not come, in their order."""
    rest = [servers_written.sub("ADDRESS", line) for line in printed.splitlines()]
    left_out: list[str] = []
    for line in one.lines:
        wanted = servers_written.sub("ADDRESS", line).strip()
        if wanted in ("", "…"):
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))))
        at = next((number for number, got in enumerate(rest) if pattern.search(got)), None)
        if at is None:
            left_out.append(line)
        else:
            rest = rest[at + 1 :]
    return left_out


@pytest.mark.slow
@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_the_commands_print_what_the_guide_shows(page: Path, place: Path) -> None:
    if not os.environ.get("CI"):
        pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")
        if any(shutil.which(tool) is None for tool in ("bash", "curl", "openssl", "base64")):
            pytest.skip("needs bash, curl, openssl and base64")
    address = re.compile(r"http://127\.0\.0\.1:[0-9]+")
    wrong = {
        one.command: (left, printed)
        for one, printed in outputs(page, place)
        if (left := missing(one, printed, address))
    }
    assert wrong == {}


@pytest.mark.parametrize("who", ["district", "province"])
def test_both_languages_show_the_same_commands(who: str) -> None:
    zh, en = (
        [one.command.replace(" --lang en", "") for one in shown_in(ROOT / f"docs/guide-{who}.{lang}.md")]
        for lang in ("zh", "en")
    )
    assert zh == en
    assert len(zh) >= 5
