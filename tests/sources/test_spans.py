"""Large delimited texts are cut where a record begins, as far as can be told from what stands behind the cut."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from conformance.sources.open import open_tables
from conformance.sources.raw import Ended, ReadOptions, Span
from conformance.sources.source import source_of
from conformance.sources.spans import cut_into_spans
from conformance.standard.load import load

HEADER = "行政许可决定书文号,项目名称,许可内容\r\n"
LONG = "x" * 20


def _file(path: Path, records: int, cell: str = LONG) -> Path:
    rows = "".join(f'{number}号,许可{number},"{cell}，{number}"\r\n' for number in range(records))
    path.write_text(HEADER + rows, encoding="utf-8", newline="")
    return path


def _read(path: Path, span: Span | None) -> tuple[list[str | None], list[int]]:
    """Numbers of documents and physical lines."""
    (table,) = open_tables(path, load(), ReadOptions(item="admin-licence", span=span))
    batches = list(table.batches)
    if not batches:
        return [], []
    lines = [line for batch in batches if batch.lines is not None for line in batch.lines.tolist()]
    return pl.concat([batch.frame for batch in batches])["document_number"].to_list(), lines


@pytest.mark.parametrize("cell", [LONG, "两行\r\n的“单元格”", '""引号""'])
def test_spans_hold_every_record_once_and_in_order(cell: str, tmp_path: Path) -> None:
    path = _file(tmp_path / "a.csv", 20_000, cell)
    spans = cut_into_spans(source_of(path), ",", 4)
    assert len(spans) == 4
    read = [number for span in spans for number in _read(path, span)[0]]
    assert read == _read(path, None)[0]


def test_whoever_reads_a_span_is_told_how_far_it_came(tmp_path: Path) -> None:
    path = _file(tmp_path / "a.csv", 20_000)
    ended: list[Ended] = []
    whole, lines = _read(path, None)
    for span in cut_into_spans(source_of(path), ",", 3):
        before = ended[-1] if ended else Ended(0, 1, True)
        told = Span(span.start, span.end, before.ordinal, before.line, span.stamp, ended.append)
        read = _read(path, told)
        assert read == (whole[before.ordinal : ended[-1].ordinal], lines[before.ordinal : ended[-1].ordinal])
    assert ended[-1].ordinal == 20_000


def test_a_span_that_ends_within_a_record_is_read_on_to_the_end(tmp_path: Path) -> None:
    path = _file(tmp_path / "a.csv", 3_000, "两行\r\n的单元格")
    ended: list[Ended] = []
    middle = path.read_bytes().index("的单元格，1500".encode())
    read, _ = _read(path, Span(0, middle, stamp=source_of(path).stamp, ended=ended.append))
    assert (read, ended[0].as_cut) == (_read(path, None)[0], False)


@pytest.mark.parametrize("text", ["一行\r" * 200_000, "没有行尾" * 100_000, f'"{LONG * 60_000}"\r\n'])
def test_what_has_no_place_to_cut_stays_whole(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + text, encoding="utf-8", newline="")
    assert [(span.start, span.end) for span in cut_into_spans(source_of(path), ",", 3)] == [(0, None)]
