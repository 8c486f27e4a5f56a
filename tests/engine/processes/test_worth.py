"""How many processes a check is worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.engine.processes import worth
from conformance.engine.processes.worth import LEAST, largest_of, processes_for


def _sparse(path: Path, size: int) -> str:
    with path.open("wb") as file:
        file.truncate(size)
    return str(path)


@pytest.mark.parametrize(("size", "processes"), [(1000, 1), (2 * LEAST - 1, 1), (2 * LEAST, 2), (100 * LEAST, 6)])
def test_every_process_has_its_share_of_the_file(size: int, processes: int, tmp_path: Path) -> None:
    assert processes_for([_sparse(tmp_path / "a.csv", size)], 6) == processes


def test_as_many_as_the_machine_bears_where_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _sparse(tmp_path / "a.csv", 100 * LEAST)
    monkeypatch.setattr(worth, "processors", lambda: 12)
    monkeypatch.setattr(worth, "_free_memory", lambda: 5 << 30)
    assert (processes_for([path], None), processes_for([path], 9)) == (5, 9)


@pytest.mark.parametrize(("quota", "some"), [("250000 100000", 2), ("50000 100000", 1), ("max 100000", 64), ("?", 64)])
def test_a_container_has_what_it_was_given(
    quota: str, some: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(quota, encoding="ascii")
    monkeypatch.setattr(worth, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)))
    assert worth.processors() == some


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.parquet", "a.jsonl"])
def test_what_is_no_delimited_text_is_read_by_one(name: str, tmp_path: Path) -> None:
    assert processes_for([_sparse(tmp_path / name, 9 * LEAST)], 6) == 1


def test_the_largest_file_counts_also_in_a_folder(tmp_path: Path) -> None:
    small = _sparse(tmp_path / "a.csv", 10)
    _sparse(tmp_path / "b.csv", 3 * LEAST)
    assert (largest_of([small]), largest_of([small, str(tmp_path)])) == (10, 3 * LEAST)


@pytest.mark.parametrize("path", ["-", "no such file", "postgresql://db.example/x?table=t", "*.csv", "a\0b"])
def test_what_is_no_file_has_no_size(path: str) -> None:
    assert largest_of([path]) == 0
