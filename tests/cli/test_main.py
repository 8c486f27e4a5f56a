from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from conformance.cli import main as module
from conformance.cli.main import COMMANDS, cli, run

HEAVY = ("polars", "pyarrow", "numpy", "rich", "lxml", "linkml", "python_calamine", "xlsxwriter")


def process(*arguments: str, **more) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": "", "PYTHONUTF8": "1"} | more.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "conformance.cli.main", *arguments],
        capture_output=True,
        check=False,
        env=environment,
        **more,
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["check", "--help"], ["rules"], ["explain", "required"]]
)
def test_nothing_heavy_is_imported(arguments):
    code = (
        "import sys\nfrom conformance.cli.main import run\n"
        f"code = run({arguments!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[] 0"


def test_version_names_tool_edition_and_standard(capfd):
    assert run(["--version"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("conformance 0.")
    assert "standard 2016, version 2016." in out


def test_help_lists_every_command_without_importing_it():
    out = CliRunner().invoke(cli, ["--help"]).output
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_no_command_is_wrong_use(capfd):
    assert run([]) == 2


def _failing(error: BaseException) -> click.Command:
    @click.command("fail")
    def command() -> None:
        raise error

    return command


@pytest.fixture
def failing(monkeypatch):
    def make(error):
        monkeypatch.setattr(module.LazyGroup, "get_command", lambda *_: _failing(error))

    return make


def test_an_internal_error_is_one_line(failing, capfd):
    failing(RuntimeError("two\nlines"))
    assert run(["fail"]) == 3
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert "CONFORMANCE_DEBUG=1" in err


def test_an_internal_error_shows_its_traceback_on_demand(failing, capfd, monkeypatch):
    monkeypatch.setenv("CONFORMANCE_DEBUG", "1")
    failing(RuntimeError("x"))
    assert run(["fail"]) == 3
    assert "Traceback" in capfd.readouterr().err


def test_an_interrupted_run_ends_with_130(failing, capfd):
    failing(KeyboardInterrupt())
    assert run(["fail"]) == 130


def test_a_console_in_gbk_shows_what_it_cannot_spell(tmp_path):
    source = tmp_path / "\U0001f600.csv"
    done = process("check", str(source), env={"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"})
    assert done.returncode == 2
    assert "未校验".encode("gbk") in done.stdout
    assert b"\\U0001f600" in done.stdout


def test_a_reader_that_goes_away_is_no_error():
    child = subprocess.Popen(
        [sys.executable, "-m", "conformance.cli.main", "rules", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.close()
    _, err = child.communicate(timeout=30)
    assert err == b""


def test_no_colour_when_piped():
    assert b"\x1b[" not in process("rules").stdout
