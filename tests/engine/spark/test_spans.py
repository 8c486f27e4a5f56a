"""A large delimited text in spans, each judged as executors judge it: the report of the local engine."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from conformance.engine.running import Again, Coming, Delimited
from conformance.engine.spark import splits
from conformance.engine.spark.splits import splits_of
from conformance.engine.spark.task import Beyond, Message, brief, do
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources import delimited
from conformance.sources.model import Column
from conformance.sources.raw import ReadOptions, Span
from conformance.standard.load import load
from engine.spark.plainly import REQUEST, both_ways

SIZE = 150_000
Rows = list[list[str | None]]


@pytest.fixture(autouse=True)
def _small_files_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splits, "LEAST", 1)


@pytest.fixture(scope="module")
def records() -> Rows:
    """A header and 3,000 licences, most of them with a planted defect; some come again."""
    made = next(iter(frames("admin-licence", 3_000, 7, load(), 0.5, Log(None))))
    rows = [list(row) for row in made.rows()]
    return [list(made.columns), *rows, *rows[:40]]


def _written(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name in one if one[name] != other[name]]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("gb18030", "\t")])
def test_spans_of_a_file_have_its_report(tmp_path: Path, records: Rows, encoding: str, delimiter: str) -> None:
    path = _written(tmp_path / "许可.csv", records, encoding, delimiter)
    here, there, number = both_ways([path], SIZE)
    assert number > 3
    assert _differences(to_builtins(here), to_builtins(there)) == []
    assert any(one.rule == "unique-key" and (one.line or 0) > 3_000 for one in there.findings)


def test_every_finding_is_handed_on_with_its_row_and_line(tmp_path: Path, records: Rows) -> None:
    many = [
        records[0],
        *([f"{cell}\n“续”" if at == 4 and cell else cell for at, cell in enumerate(row)] for row in records[1:]),
    ]
    both_ways([_written(tmp_path / "a.csv", many)], SIZE, tmp_path / "there.jsonl")
    here, there = (
        (tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("local.jsonl", "there.jsonl")
    )
    assert sorted(here) == sorted(there)
    assert len(here) > 1_000


def test_repeats_are_found_in_a_file_after_one_in_spans(tmp_path: Path, records: Rows) -> None:
    paths = [_written(tmp_path / "a.csv", records), _written(tmp_path / "b.csv", [records[0], *records[2_900:]])]
    here, there, _ = both_ways(paths, SIZE)
    assert _differences(to_builtins(here), to_builtins(there)) == []
    later = [one for one in there.findings if one.rule == "unique-key" and one.path == str(paths[1])]
    assert len(later) > 50


def test_a_cut_within_a_record_is_noticed_and_what_was_judged_behind_it_is_left_out(
    tmp_path: Path, records: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path / "a.csv", [records[0], *([f"{cell}\n{cell}" for cell in row] for row in records[1:])])
    content = path.read_bytes()
    wrong, right = content.index(b"\n", content.index(b'\n"', len(content) // 3) - 200) + 1, 2 * len(content) // 3
    spans = [Span(0, wrong), Span(wrong, right), Span(right, None)]
    monkeypatch.setattr(splits, "cut_into_spans", lambda *given: spans)
    here, there, number = both_ways([path], SIZE)
    assert (number, sum(isinstance(one, Beyond) for one in _messages(path, spans[0]))) == (3, 1)
    assert _differences(to_builtins(here), to_builtins(there)) == []


def _messages(path: Path, span: Span) -> list[Message]:
    table = Coming(Again(path, ReadOptions(span=span), 0), "admin-licence", ())
    return [one for split in splits_of([table]) for one in do(split, brief(REQUEST, everything=False))]


def test_what_breaks_off_in_a_span_is_unread(tmp_path: Path, records: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_HEAD_BLOCK", "BLOCK"):  # so that neither opening it nor its first batch reads so far
        monkeypatch.setattr(delimited, name, 1 << 17)
    path = _written(tmp_path / "a.csv", records)
    content = path.read_bytes()
    middle = content.index(b"\n", len(content) // 2) + 1
    path.write_bytes(content[:middle] + b'"' + content[middle:])
    here, there, number = both_ways([path], SIZE)
    assert (number > 3, here.inputs[0].verdict) == (True, "not-checked")
    assert _differences(to_builtins(here), to_builtins(there)) == []


def _splits(path: Path, encoding: str, header: str = "许可") -> int:
    column = Column(0, header, None, "none")
    table = Coming(Again(path, ReadOptions(), 0), "admin-licence", (column,), written=Delimited("|", encoding))
    return len(list(splits_of([table], SIZE)))


def test_what_bytes_do_not_tell_is_one_task(tmp_path: Path, records: Rows) -> None:
    path = _written(tmp_path / "a.csv", records, delimiter="|")
    assert (_splits(path, "utf-8") > 3, _splits(path, "gb18030"), _splits(path, "utf-8", "")) == (True, 1, 1)
