"""A file judged by several processes: the result of one process, whatever the file is like and whatever becomes of them."""

from __future__ import annotations

import csv
import io
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from conformance.engine.model import Request, TableResult
from conformance.engine.processes import runner
from conformance.engine.processes.crew import Crew
from conformance.engine.processes.runner import runner_with
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
def crew() -> Iterator[Crew]:
    """Two processes that help, for all tests that leave them alone."""
    with Crew(2) as members:
        yield members


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


def _shared(path: Path, crew: Crew) -> TableResult:
    turn = _turn(path)
    assert len(runner._spans(turn, 3)) == 3, "the file is too small to be shared"
    return runner_with(crew)(turn)


@pytest.mark.parametrize(("encoding", "line_end"), [("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("gb18030", "\r\n")])
def test_what_is_found_is_what_one_process_finds(
    encoding: str, line_end: str, sampled: Rows, crew: Crew, tmp_path: Path
) -> None:
    path = _written(tmp_path / "许可.csv", sampled, encoding, line_end)
    assert _shared(path, crew) == run_here(_turn(path))


def test_line_ends_within_cells_part_no_record(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    rows = [
        sampled[0],
        *([f'{cell}\n第二行\r\n“{cell}”,"完"' if cell else cell for cell in row] for row in sampled[1:2000]),
    ]
    path = _written(tmp_path / "多行.csv", rows)
    assert _shared(path, crew) == run_here(_turn(path))


def test_records_that_repeat_are_found_across_the_cuts(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    path = _written(tmp_path / "重复.csv", [*sampled, *reversed(sampled[1:])])
    result = _shared(path, crew)
    assert result == run_here(_turn(path))
    assert sum(tally.failed for tally in result.tallies if tally.check.kind == "unique") > 3_000


def test_footers_empty_rows_short_rows_and_bad_bytes_keep_their_places(
    sampled: Rows, crew: Crew, tmp_path: Path
) -> None:
    rows = [
        row for number, row in enumerate(sampled) for row in ([row, [None] * len(row)] if number % 97 == 0 else [row])
    ]
    path = _written(tmp_path / "杂.csv", rows)
    lines = path.read_bytes().split(b"\r\n")
    for at in range(150, len(lines) - 1, 151):
        lines[at] = lines[at][:-1].replace(b",", b"", 1) if at % 2 else lines[at] + b"\xff\xfe"
    path.write_bytes(b"\r\n".join(lines))
    assert _shared(path, crew) == run_here(_turn(path))


def test_a_cut_within_a_cell_that_looks_like_records_is_found_out(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    look_alike = "\n".join(",".join(str(number) for number in range(18)) for _ in range(9_000))
    rows = [*sampled[:2000], [look_alike, *sampled[2000][1:]], *sampled[2001:]]
    path = _written(tmp_path / "像.csv", rows)
    assert _shared(path, crew) == run_here(_turn(path))


def test_an_open_quote_is_told_as_one_process_tells_it(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    path = _written(tmp_path / "引号.csv", sampled)
    lines = path.read_bytes().split(b"\r\n")
    lines[3_500] = b'"' + lines[3_500].replace(b'"', b"")
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(Unusable) as alone:
        run_here(_turn(path))
    with pytest.raises(Unusable) as shared:
        _shared(path, crew)
    assert shared.value.text == alone.value.text
    assert "line 3" in alone.value.text.en


def test_a_process_that_is_killed_costs_time_and_nothing_else(sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    with Crew(2) as members:
        turn = _turn(path)
        members.members[0].begin = lambda task: os.kill(members.members[0]._process.pid, signal.SIGKILL)  # type: ignore[method-assign]
        assert runner_with(members)(turn) == run_here(_turn(path))


def test_processes_that_are_gone_are_not_asked(sampled: Rows, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    with Crew(1) as members:
        members.members[0].end()
        assert runner_with(members)(_turn(path)) == run_here(_turn(path))


def test_a_file_that_was_written_to_is_refused(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    path = _written(tmp_path / "许可.csv", sampled)
    turn = _turn(path)
    _written(path, sampled[:3_900])
    with pytest.raises(Unusable, match="改写"):
        runner_with(crew)(turn)


def test_the_rows_of_all_processes_are_told_on_the_way(sampled: Rows, crew: Crew, tmp_path: Path) -> None:
    told: list[tuple[str, int, float | None]] = []
    path = _written(tmp_path / "许可.csv", sampled)
    runner_with(crew)(_turn(path, lambda *said: told.append(said)))
    assert told[-1][:2] == (str(path), 4_000)
    assert [rows for _, rows, _ in told] == sorted(rows for _, rows, _ in told)


def test_nothing_is_left_behind(sampled: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr("tempfile.tempdir", None)
    path = _written(tmp_path / "许可.csv", sampled)
    with Crew(2) as members:
        runner_with(members)(_turn(path))
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
