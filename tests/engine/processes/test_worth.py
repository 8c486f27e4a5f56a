"""How many processes a check is worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.engine.processes.worth import LEAST, largest_of, processes_for


def _sparse(path: Path, size: int) -> str:
    with path.open("wb") as file:
        file.truncate(size)
    return str(path)


@pytest.mark.parametrize(("size", "processes"), [(1000, 1), (2 * LEAST - 1, 1), (2 * LEAST, 2), (100 * LEAST, 6)])
def test_every_process_has_its_share_of_the_file(size: int, processes: int) -> None:
    assert processes_for(size, 6) == processes


def test_the_largest_file_counts_also_in_a_folder(tmp_path: Path) -> None:
    small = _sparse(tmp_path / "a.csv", 10)
    _sparse(tmp_path / "b.csv", 3 * LEAST)
    assert (largest_of([small]), largest_of([small, str(tmp_path)])) == (10, 3 * LEAST)


@pytest.mark.parametrize("path", ["-", "no such file", "postgresql://db.example/x?table=t", "*.csv", "a\0b"])
def test_what_is_no_file_has_no_size(path: str) -> None:
    assert largest_of([path]) == 0
