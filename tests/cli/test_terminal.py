"""What is seen in a terminal: in GBK, in 40 columns, with and without colour."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from submissions import licence, write_csv

from conformance.cli.terminal import columns, wants_colour
from conformance.standard.terminal import width

pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")

COMMAND = (sys.executable, "-m", "conformance")
DAY = ("--as-of", "2016-05-09")
RARE = "㛃𠮷ö😀"
"""Characters that GBK does not have."""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "screen", "pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"CLICOLOR": "0"}, False, False),
        ({"CLICOLOR": "1"}, True, False),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True, True),
        ({"TERM": "dumb"}, False, False),
    ],
    ids=str,
)
def test_colour_is_as_the_environment_has_it(monkeypatch, environment, screen, pipe):
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (wants_colour(Screen()), wants_colour(io.StringIO())) == (screen, pipe)


def test_only_a_terminal_has_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert (columns(Screen()), columns(io.StringIO())) == (39, None)


def shown(arguments: list[str], places: int, **environment: str) -> str:
    """What a command writes on a terminal of so many columns."""
    import fcntl
    import termios

    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, places, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"}}
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdin=inner, stdout=inner, stderr=inner, env=kept | {"TERM": "xterm"} | environment
    )
    os.close(inner)
    written = b""
    while True:
        try:
            block = os.read(outer, 1 << 16)
        except OSError:
            break
        if not block:
            break
        written += block
    os.close(outer)
    process.wait()
    return written.decode("utf-8").replace("\r\n", "\n")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_in_forty_columns_nothing_hangs_over_and_nothing_is_cut(bad):
    narrow = shown(["check", str(bad), *DAY], 40, NO_COLOR="1")
    whole = subprocess.run([*COMMAND, "check", str(bad), *DAY], capture_output=True, check=False).stdout.decode()
    assert max(width(line, ambiguous=2) for line in narrow.splitlines()) <= 40
    assert squeezed(narrow) == squeezed(whole)


def test_an_explanation_is_wrapped_as_well():
    text = shown(["explain", "uscc-check-digit"], 40)
    assert max(width(line, ambiguous=2) for line in text.splitlines()) <= 40


def test_a_mapping_to_be_copied_is_not_broken(tmp_path):
    path = write_csv(tmp_path / "x.csv", [["1", "2"]], titles=("更新", "本系统自己的一列，列名比一行还要长"))
    narrow = shown(["check", str(path), "--item", "admin-licence"], 40, NO_COLOR="1").splitlines()
    assert '      "本系统自己的一列，列名比一行还要长": # 请填写' in narrow


def test_colour_only_where_it_is_seen_and_wanted(bad):
    # A bar of progress, which a busy machine shows, moves the cursor all the same.
    coloured = re.compile(r"\x1b\[[0-9;]+m")
    assert coloured.search(shown(["check", str(bad), *DAY], 80))
    assert not coloured.search(shown(["check", str(bad), *DAY], 80, NO_COLOR="1"))


def gbk_locale() -> str | None:
    """A locale in GBK, where the system has one."""
    try:
        listed = subprocess.run(["locale", "-a"], capture_output=True, check=False).stdout.decode("utf-8", "replace")
    except OSError:
        return None
    return next((name for name in listed.split() if re.fullmatch(r"zh_CN\.(gbk|gb18030|gb2312)", name, re.I)), None)


@pytest.fixture(params=["PYTHONIOENCODING", "locale"])
def console(request) -> dict[str, str]:
    """The environment of a console in GBK."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONIO", "PYTHONUTF8"))}
    if request.param != "locale":
        return kept | {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    name = gbk_locale()
    if name is None and os.environ.get("CI") == "true":
        pytest.fail("there is no locale in GBK (localedef -i zh_CN -f GBK zh_CN.GBK)")
    if name is None:
        pytest.skip("there is no locale in GBK (localedef -i zh_CN -f GBK zh_CN.GBK)")
    return kept | {"LC_ALL": name, "PYTHONUTF8": "0"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_gbk_console_shows_what_it_can_spell_and_names_the_rest(tmp_path, console, lang):
    path = write_csv(tmp_path / "x.csv", [licence(1, 居民身份证号=RARE)], "utf-8")
    done = subprocess.run(
        [*COMMAND, "check", str(path), *DAY, "--lang", lang], capture_output=True, check=False, env=console
    )
    said = done.stdout.decode("gbk")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "\\u36c3\\U00020bb7\\xf6\\U0001f600" in said


def test_errors_and_help_in_a_gbk_console(console):
    for arguments, code in (["check", f"{RARE}.csv"], 2), (["check", "--help"], 0), (["explain", RARE], 2):
        done = subprocess.run([*COMMAND, *arguments], capture_output=True, check=False, env=console)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
        assert (done.stdout + done.stderr).decode("gbk")


def test_nobody_writes_emoji():
    emoji = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2705\u2714\u2716]")
    sources = Path(__file__).parents[2] / "src"
    found = {path.name for path in sources.rglob("*.py") if emoji.search(path.read_text(encoding="utf-8"))}
    assert found == {"idscan.py"}  # which looks for digits in circles
