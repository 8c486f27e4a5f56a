"""A small submission in files, and the command line as a function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from submissions import CITIZEN, licence, write_csv

from conformance.cli.main import run

Result = tuple[int, str, str]
Command = Callable[..., Result]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Three records that keep to the standard."""
    return write_csv(tmp_path / "good.csv", [licence(number) for number in range(1, 4)])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Of three records one has no project name and a date that is none; another a citizen id in its remarks."""
    rows = [licence(1), licence(2, 项目名称="", 许可决定日期="2016/13/45"), licence(3, 备注=f"{CITIZEN} ")]
    return write_csv(tmp_path / "bad.csv", rows)


@pytest.fixture
def conformance(capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line in this process: exit code, standard output, standard error."""

    def call(*arguments: object) -> Result:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return call
