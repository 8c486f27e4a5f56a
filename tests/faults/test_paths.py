"""Paths that are no ordinary files, files that nobody may read, and files that change while they are read."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
import openpyxl
import polars as pl
import pytest

from conformance.api import Options, check, check_many
from conformance.report.files import write_whole
from conformance.report.model import Report
from conformance.report.registry import FORMATS, renderer
from conformance.report.stream import WRITERS
from conformance.report.view import View
from conformance.sources.source import Source
from conformance.standard.load import load

from .bounded import Worker, is_sentence
from .processes import finish, start
from .seeds import csv_bytes, html, json_text, objects, rows, seeds

NOBODY = 65534


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_bytes(csv_bytes())
    return path


def refused(report: Report) -> str:
    """Why the one input was not checked."""
    (entry,) = report.inputs
    assert report.verdict == entry.verdict == "not-checked"
    assert entry.problem is not None
    assert is_sentence(entry.problem)
    return entry.problem


def test_a_folder_without_files(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / "empty").mkdir()
    ended = worker.call("check", tmp_path / "empty")
    assert (ended.code, ended.err) == (2, f"conformance: 文件夹“{tmp_path / 'empty'}”里没有文件。\n")


def test_a_link_that_leads_to_itself(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert "无法打开" in worker.check(tmp_path / "a.csv").problem


def test_a_link_that_leads_nowhere(tmp_path: Path, worker: Worker) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "gone.csv")
    assert "找不到文件" in worker.check(tmp_path / "a.csv").problem


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a\0b.csv", "no/such/folder/a.csv", "good.csv/b.csv", " "])
def test_names_that_no_file_has(good: Path, name: str) -> None:
    assert "文件" in refused(check(str(good.parent / name)))


def test_a_name_that_is_no_text(tmp_path: Path, worker: Worker) -> None:
    """Linux allows any bytes in a name; the report is shown all the same."""
    path = Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.csv"))
    path.write_bytes(csv_bytes())
    assert worker.check(path).code == 0


@pytest.fixture
def named_by_bytes(tmp_path: Path) -> Path:
    """A file with errors, in whose name and folder are bytes that are no text."""
    folder = Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xce\xc4\xbc\xfe"))
    folder.mkdir()
    path = folder / os.fsdecode(b"\xff\xfe.csv")
    header, record, *_ = rows()
    path.write_bytes(csv_bytes([header, ["" for _ in record], record[:3]]))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_of_a_name_that_is_no_text(named_by_bytes: Path, tmp_path: Path, name: str) -> None:
    report = check(named_by_bytes, item="admin-licence")
    assert report.findings
    target = tmp_path / "report"
    write_whole(target, renderer(name).render(report, View(load())))
    assert target.stat().st_size > 0
    if name not in {"xlsx", "sarif"}:  # a package; addresses are written byte by byte
        assert "\\udcff" in target.read_text(encoding="utf-8")
    if name in {"json", "sarif"}:
        msgspec.json.decode(target.read_bytes())  # which takes no half of a surrogate pair, as most readers


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_list_of_findings_is_written_of_a_name_that_is_no_text(
    named_by_bytes: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"findings{suffix}"
    report = check(named_by_bytes, item="admin-licence", findings=target)
    read = {".csv": pl.read_csv, ".jsonl": pl.read_ndjson, ".parquet": pl.read_parquet}[suffix]
    found = pl.DataFrame(read(target))
    assert found.height == report.findings_total > 0
    assert found["path"].str.ends_with("\\udcff\\udcfe.csv").all()


def test_the_workbook_of_a_run_names_a_file_whose_name_is_no_text(named_by_bytes: Path, tmp_path: Path) -> None:
    both = [named_by_bytes, named_by_bytes.with_suffix(".CSV")]
    both[1].write_bytes(named_by_bytes.read_bytes())
    check_many(both, Options(item="admin-licence", workbook=tmp_path / "a.xlsx", group_by="许可机关"))
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet for cell in row]
    assert any(cell.endswith("\\udcff\\udcfe.csv") for cell in cells)


def test_a_pipe_is_read_to_its_end(tmp_path: Path, worker: Worker) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(csv_bytes(),))
    writer.start()
    assert worker.check(path).code == 0
    writer.join()


def test_an_endless_text_is_refused_before_it_fills_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What comes through a pipe has no size; it may take so much of the disk and no more."""
    monkeypatch.setattr("conformance.sources.source.MOST_SPOOLED", 1 << 20)

    class Endless:
        def read(self, size: int = -1) -> bytes:
            return b"x,y\n" * 1000

    assert "标准输入" in refused(check(Endless()))


@pytest.mark.skipif(os.name != "posix", reason="needs the users of a POSIX system")
def test_a_file_that_one_may_not_read(good: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        good.chmod(0)
        assert "没有" in refused(check(good)) or "Permission denied" in refused(check(good))
        return
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.stat().st_uid == os.geteuid() and "pytest" in folder.name:
            folder.chmod(0o755)
    good.chmod(0)
    temporary = tmp_path / "temporary"
    temporary.mkdir(mode=0o777)
    try:
        done = finish(start("check", good, temporary=temporary, user=NOBODY))
    except PermissionError:
        pytest.skip("another user may not run this interpreter")
    if "conformance" not in done.out and "文件" not in done.out:
        pytest.skip("another user may not run this interpreter")
    assert done.code == 2
    assert "读取权限" in done.out


class Trap:
    """Does something to the file between two readings of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, change: Callable[[Path], object]) -> None:
        self.openings = 0
        original = Source.open

        def opened(source: Source) -> IO[bytes]:
            self.openings += 1
            if self.openings == at:
                change(source.path)
            return original(source)

        monkeypatch.setattr(Source, "open", opened)


def _halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _grown(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(path.read_bytes())


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _replaced(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


CHANGES = {"gone": Path.unlink, "halved": _halved, "grown": _grown, "emptied": _emptied, "replaced": _replaced}


@pytest.mark.parametrize("kind", seeds())
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_between_two_readings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, change: str
) -> None:
    """Whatever was seen before, no verdict is given about a file that is another by the end."""
    content = seeds()[kind]
    for at in range(1, 12):
        path = tmp_path / f"{at}.{kind}"
        path.write_bytes(content)
        with monkeypatch.context() as patch:
            trap = Trap(patch, at, CHANGES[change])
            report = check(path, as_of="2016-12-31")
        if trap.openings < at:
            break
        assert report.verdict == "not-checked", (at, report.verdict)
        assert is_sentence(refused(report))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "html.xls"])
def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path, kind: str) -> None:
    """Somebody writes the export anew while it is being checked."""
    header, record = rows()[0], rows()[1]
    content = {
        "csv": csv_bytes([header, *[record] * 40_000]),
        "jsonl": b"\n".join([json_text(objects()[0])] * 40_000),
        "json": json_text([objects()[0]] * 40_000),
        "html.xls": html([header, *[record] * 10_000]),
    }[kind]
    path = tmp_path / f"a.{kind}"
    path.write_bytes(content)
    rows_read = threading.Event()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = start("check", path, temporary=temporary)
    while process.poll() is None and not _is_open(process, path):
        time.sleep(0.005)
    os.truncate(path, len(content) // 3)
    rows_read.set()
    done = finish(process)
    assert done.code == 2, done.out[:500]
    assert "Traceback" not in done.err
    assert "未校验" in done.out


def _is_open(process: subprocess.Popen[bytes], path: Path) -> bool:
    try:
        return any(entry.readlink() == path for entry in Path(f"/proc/{process.pid}/fd").iterdir())
    except OSError:
        return False
