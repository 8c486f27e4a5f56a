"""A disk that is full: while the report, the lists of findings or the records are written, and while keys are spilled."""

from __future__ import annotations

import resource
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.cli.main import run

from .bounded import digest
from .disks import small_disk_at
from .processes import COMMAND, Done, finish, start
from .seeds import csv_bytes, rows

LIMIT = 64 << 10
"""Bytes that a file may grow to: each of the files below becomes larger."""


def no_larger() -> None:
    """Let the system refuse what a full disk refuses, without filling one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Records enough to fill small disks, half of them wrong."""
    header, good = rows()[:2]
    bad = [cell and f"x{cell}" for cell in good]
    path = tmp_path / "large.csv"
    path.write_bytes(csv_bytes([header, *[good, bad] * 10_000]))
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def told(done: Done, reason: str) -> None:
    """One line, the right code, no traceback."""
    assert done.code == 2, (done.code, done.err)
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert reason in done.err


SUFFIXES = {
    "--findings": (".csv", ".jsonl", ".parquet"),
    "--accepted": (".csv", ".jsonl", ".xlsx"),
    "--rejected": (".csv", ".xlsx"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("option", "suffix"), [(o, s) for o, suffixes in SUFFIXES.items() for s in suffixes])
def test_a_file_that_cannot_grow(large: Path, output: Path, temporary: Path, option: str, suffix: str) -> None:
    """What was there before stays; nothing half-written takes its place."""
    target = output / f"written{suffix}"
    target.write_bytes(b"what was there before")
    before = digest(large)
    done = finish(start("check", large, option, target, temporary=temporary, prepare=no_larger))
    told(done, "大小")
    assert [(path.name, path.read_bytes()) for path in output.iterdir()] == [(target.name, b"what was there before")]
    assert list(temporary.iterdir()) == []
    assert digest(large) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    with small_disk_at(tmp_path / "disk", "512k") as place:
        yield place


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_full_disk_while_findings_are_written(large: Path, small_disk: Path, temporary: Path, suffix: str) -> None:
    done = finish(start("check", large, "--findings", small_disk / f"all{suffix}", temporary=temporary))
    told(done, "磁盘空间不足")
    assert list(small_disk.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_a_full_disk_while_keys_are_spilled(
    large: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys of a table of many records wait on the disk; the folder goes away even where it was full."""
    content = large.read_bytes()
    with large.open("ab") as stream:
        for _ in range(4):
            stream.write(content.split(b"\n", 1)[1])
    # Few records instead of millions.
    monkeypatch.setattr("conformance.engine.keys._SHARE", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    code = run(["check", str(large)])
    told(Done(code, "", capsys.readouterr().err), "磁盘空间不足")
    assert list(small_disk.iterdir()) == []


@pytest.mark.slow
def test_a_full_disk_while_standard_input_is_copied(large: Path, small_disk: Path) -> None:
    process = subprocess.run(
        ["/bin/sh", "-c", f"cat {large} | TMPDIR={small_disk} {' '.join(COMMAND)} check -"],
        capture_output=True,
        timeout=120,
        check=False,
    )
    told(Done(process.returncode, process.stdout.decode(), process.stderr.decode()), "磁盘空间不足")
    assert list(small_disk.iterdir()) == []
