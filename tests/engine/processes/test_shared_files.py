"""A file judged by several processes: the result of one process, whatever the file is like and whatever becomes of them."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from conformance.engine.model import Request, TableResult
from conformance.engine.processes import runner
from conformance.engine.processes.helpers import Helpers
from conformance.engine.processes.runner import runner_with
from conformance.engine.processes.tasks import PROGRESS
from conformance.engine.running import Again, Turn, run_here
from conformance.engine.uniqueness import Uniqueness
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.model import Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load

REQUEST = Request(standard=load(), as_of=date(2016, 12, 31), examples=5)
Rows = list[list[str | None]]


@pytest.fixture(scope="module")
def helpers() -> Iterator[Helpers]:
    """Two processes that help, for all tests that leave them alone."""
    with Helpers(2) as helpers:
        yield helpers


@pytest.fixture(autouse=True)
def _small_files_are_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LEAST", 1 << 18)


@pytest.fixture(scope="module")
def sampled() -> Rows:
    """A header and 4,000 records, most of them with a planted defect."""
    made = next(iter(frames("admin-licence", 4_000, 7, load(), 0.7, Log(None))))
    return [list(made.columns), *(list(row) for row in made.rows())]


def _written(path: Path, rows: Rows, encoding: str = "utf-8", line_end: str = "\r\n") -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _turn(path: Path, told: Callable[[str, int, float | None], None] | None = None) -> Turn:
    reading = ReadOptions(item="admin-licence")
    return Turn(
        open_tables(path, REQUEST.standard, reading)[0],
        REQUEST,
        Uniqueness(),
        again=Again(path, reading, 0),
        on_progress=told,
    )


def _shared(path: Path, helpers: Helpers, judged: int = 2) -> TableResult:
    """Judged with two helpers, of which so many have to have judged their span."""
    turn = _turn(path)
    assert len(runner._spans(turn, 3)) == 3, "the file is too small to be shared"
    before = sum(helper.judged for helper in helpers.started)
    result = runner_with(helpers)(turn)
    assert sum(helper.judged for helper in helpers.started) - before == judged, [one.failed for one in helpers.started]
    return result


@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("gb18030", "\r\n")])
def test_what_is_found_is_what_one_process_finds(
    encoding: str, line_end: str, sampled: Rows, helpers: Helpers, tmp_path: Path
) -> None:
    path = _written(tmp_path / "许可.csv", sampled, encoding, line_end)
    assert _shared(path, helpers) == run_here(_turn(path))


def test_line_ends_within_cells_part_no_record(sampled: Rows, helpers: Helpers, tmp_path: Path) -> None:
    rows = [
        sampled[0],
        *([f'{cell}\n第二行\r\n“{cell}”,"完"' if cell else cell for cell in row] for row in sampled[1:2000]),
    ]
    path = _written(tmp_path / "多行.csv", rows)
    assert _shared(path, helpers) == run_here(_turn(path))


def test_records_that_repeat_are_found_across_the_cuts(sampled: Rows, helpers: Helpers, tmp_path: Path) -> None:
    path = _written(tmp_path / "重复.csv", [*sampled, *reversed(sampled[1:])])
    result = _shared(path, helpers)
    assert result == run_here(_turn(path))
    assert sum(tally.failed for tally in result.tallies if tally.check.kind == "unique") > 3_000


def test_footers_empty_rows_short_rows_and_bad_bytes_keep_their_places(
    sampled: Rows, helpers: Helpers, tmp_path: Path
) -> None:
    rows = [
        row for number, row in enumerate(sampled) for row in ([row, [None] * len(row)] if number % 97 == 0 else [row])
    ]
    path = _written(tmp_path / "杂.csv", rows)
    lines = path.read_bytes().split(b"\r\n")
    for at in range(150, len(lines) - 1, 151):
        lines[at] = lines[at][:-1].replace(b",", b"", 1) if at % 2 else lines[at] + b"\xff\xfe"
    path.write_bytes(b"\r\n".join(lines))
    assert _shared(path, helpers) == run_here(_turn(path))


def test_a_cut_within_a_cell_that_looks_like_records_is_found_out(sampled: Rows, tmp_path: Path) -> None:
    look_alike = "\n".join(",".join(str(number) for number in range(18)) for _ in range(9_000))
    rows = [*sampled[:1500], [look_alike, *sampled[1500][1:]], *sampled[1501:]]
    path = _written(tmp_path / "像.csv", rows)
    cell = path.read_bytes().index(look_alike.encode())
    starts = [span.start for span in runner._spans(_turn(path), 3)]
    assert any(cell < start < cell + len(look_alike) for start in starts)
    with Helpers(2) as helpers:
        assert runner_with(helpers)(_turn(path)) == run_here(_turn(path))


def test_an_open_quote_is_told_as_one_process_tells_it(sampled: Rows, helpers: Helpers, tmp_path: Path) -> None:
    path = _written(tmp_path / "引号.csv", sampled)
    lines = path.read_bytes().split(b"\r\n")
    lines[3_500] = b'"' + lines[3_500].replace(b'"', b"")
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(Unusable) as alone:
        run_here(_turn(path))
    with pytest.raises(Unusable) as shared:
        runner_with(helpers)(_turn(path))
    assert shared.value.text == alone.value.text
    assert "line 3" in alone.value.text.en


@pytest.mark.parametrize("late", [False, True])
def test_a_process_that_is_killed_costs_time_and_nothing_else(late: bool, sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    with Helpers(2) as helpers:
        first = helpers.started[0]
        wait_for, scratch = first.answer, first.scratch

        def killed() -> object:
            while late and not any(scratch.glob(f"*/{PROGRESS}")):
                time.sleep(0.001)
            os.kill(first._process.pid, signal.SIGKILL)
            return wait_for()

        first.answer = killed  # type: ignore[method-assign, assignment]
        assert runner_with(helpers)(_turn(path)) == run_here(_turn(path))
        assert first.failed or late, "it had answered before it was killed"


def test_half_an_answer_is_none(sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    with Helpers(1) as helpers:
        first = helpers.started[0]
        first.end()
        first.scratch.mkdir()
        first._process = subprocess.Popen(
            [sys.executable, "-c", "import os; os.write(1, b'\\x80\\x05\\x95\\x10'); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert runner_with(helpers)(_turn(path)) == run_here(_turn(path))


def test_what_lies_in_the_users_folder_is_no_program(
    sampled: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    for name in ("queue", "polars", "conformance"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    with Helpers(2) as helpers:
        _shared(path, helpers)
    assert not (tmp_path / "ran").exists()


def test_processes_that_are_gone_are_not_asked(sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    with Helpers(1) as helpers:
        helpers.started[0].end()
        assert runner_with(helpers)(_turn(path)) == run_here(_turn(path))


def test_a_file_that_was_written_to_is_refused(sampled: Rows, helpers: Helpers, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    turn = _turn(path)
    _written(path, sampled[:3_900])
    with pytest.raises(Unusable, match="改写"):
        runner_with(helpers)(turn)


def test_the_rows_of_all_processes_are_told_on_the_way(sampled: Rows, helpers: Helpers, tmp_path: Path) -> None:
    told: list[tuple[str, int, float | None]] = []
    path = _written(tmp_path / "许可.csv", sampled)
    runner_with(helpers)(_turn(path, lambda *said: told.append(said)))
    assert told[-1][:2] == (str(path), 4_000)
    assert [rows for _, rows, _ in told] == sorted(rows for _, rows, _ in told)


def test_nothing_is_left_behind(sampled: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr("tempfile.tempdir", None)
    path = _written(tmp_path / "许可.csv", sampled)
    with Helpers(2) as helpers:
        runner_with(helpers)(_turn(path))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("again", [True, False])
def test_a_file_that_has_to_be_read_in_one_go_is(again: bool, sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    turn = _turn(path)
    everything: list[Sequence[object]] = []
    asked = Turn(
        turn.table,
        REQUEST,
        turn.uniqueness,
        sink=everything.append if again else None,
        again=turn.again if again else None,
    )
    assert len(runner._spans(asked, 3)) == 1
