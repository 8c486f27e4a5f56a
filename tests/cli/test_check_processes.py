"""``check --processes``: a large file is shared among processes, and nobody can tell from what is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.engine.processes.worth import LEAST
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that two processes are worth: records with planted defects, again and again."""
    path = tmp_path_factory.mktemp("large") / "许可.csv"
    made = next(iter(frames("admin-licence", 4_000, 7, load(), 0.5, Log(None)))).write_csv(line_terminator="\r\n")
    header, _, body = made.partition("\r\n")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\r\n")
        while file.tell() < 2 * LEAST + 1:
            file.write(body)
    return path


@pytest.mark.slow
def test_the_report_is_the_same_to_the_byte(conformance: Command, large: Path, tmp_path: Path) -> None:
    written = []
    for processes in ("1", "2"):
        output = tmp_path / f"{processes}.json"
        asked = ["check", str(large), "--as-of", "2016-12-31", "--format", "json", "--output", str(output)]
        assert conformance(*asked, "--processes", processes)[0] == 1
        written.append(output.read_bytes())
    assert written[0] == written[1]


def test_none_is_no_number_of_processes(conformance: Command, tmp_path: Path) -> None:
    code, _, said = conformance("check", str(tmp_path), "--processes", "0")
    assert (code, "--processes" in said) == (2, True)
