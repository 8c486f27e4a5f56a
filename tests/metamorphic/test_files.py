"""The kind of file: format, encoding, delimiter, quoting, line ends, order of columns; findings and tallies are the same.

Each format by itself is in ``agreement/test_any_format.py``; here they are put together at random.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conformance
from conformance.sample.write import write
from metamorphic.outcomes import ITEMS, submission

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom")
BOMS = {"utf-16-le-bom": ("utf-16-le", b"\xff\xfe"), "utf-16-be-bom": ("utf-16-be", b"\xfe\xff")}
DELIMITERS = (",", "\t", ";", "|")
QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "texts": csv.QUOTE_NONNUMERIC}
LINE_ENDS = ("\n", "\r\n", "\r")
OTHERS = ("xlsx", "json", "jsonl", "parquet")


@dataclass(frozen=True)
class Written:
    """How one file is written."""

    encoding: str
    delimiter: str
    quoting: str
    line_end: str
    seed: int


def content(frame: pl.DataFrame, written: Written) -> bytes:
    """The file, by an independent writer."""
    text = io.StringIO()
    # The writer does not quote a line feed inside a cell where lines end with a carriage return alone.
    quoting = csv.QUOTE_ALL if written.line_end == "\r" else QUOTING[written.quoting]
    writer = csv.writer(text, delimiter=written.delimiter, quoting=quoting, lineterminator=written.line_end)
    writer.writerow(frame.columns)
    writer.writerows([value or "" for value in row] for row in frame.iter_rows())
    encoding, bom = BOMS.get(written.encoding, (written.encoding, b""))
    return bom + text.getvalue().encode(encoding)


def shuffled(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    names = list(frame.columns)
    Random(seed).shuffle(names)
    return frame.select(names)


@dataclass(frozen=True, repr=False)
class Judged:
    """Findings, tallies and totals; shown in full only where they differ."""

    found: Counter[Any]
    tallies: Counter[Any]
    totals: tuple[Any, ...]


def differences(one: Judged, other: Judged) -> list[Any]:
    """What only one of the two has."""
    said = [one.found - other.found, other.found - one.found]
    told = [sorted(set(a.tallies.items()) - set(b.tallies.items()), key=str) for a, b in ((one, other), (other, one))]
    return [part for part in (*said, *told) if part] + (
        [one.totals, other.totals] if one.totals != other.totals else []
    )


def judged(path: Path, item: str) -> Judged:
    """Findings, tallies and totals, but for the places that a format has and another has not."""
    report = conformance.check(path, item=item, as_of="2016-12-31", examples=10**6, show_personal_data=True)
    [source] = report.inputs
    found = Counter(
        (f.record, f.rule, f.severity, f.field, f.value, f.expected, f.key, f.message)
        for f in report.findings
        if f.rule not in ("empty-row", "footer-row")
    )
    tallies = Counter({(r.id, r.field, r.status, r.reason): (r.checked, r.failed, r.unjudged) for r in report.rules})
    totals = source.rows, source.accepted_rows, source.rejected_rows, source.late_rows, source.problem
    return Judged(found, tallies, totals)


def spoilt(item: str) -> pl.DataFrame:
    """Records without rows that are none (not every format can hold them), with texts that a format has to quote."""
    frame = submission(item, 120).filter(pl.sum_horizontal(pl.all().is_not_null()) > 1)
    texts = pl.Series(["甲,乙", '说"明"', "第一行；\t第二行", "a|b;c", "“引号”", "’16"] * (frame.height // 6 + 1))
    return frame.with_columns(remarks=pl.coalesce(frame["remarks"], texts.head(frame.height)))


@pytest.fixture(scope="module", params=ITEMS)
def item(request):
    return request.param


@pytest.fixture(scope="module")
def expected(item, tmp_path_factory):
    path = tmp_path_factory.mktemp("expected") / "sent.csv"
    path.write_bytes(content(spoilt(item), Written("utf-8", ",", "minimal", "\n", 0)))
    found = judged(path, item)
    assert found.found.total() > 40
    return found


WAYS = st.builds(
    Written,
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from(sorted(QUOTING)),
    line_end=st.sampled_from(LINE_ENDS),
    seed=st.integers(0, 1000),
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(written=WAYS)
def test_texts(tmp_path_factory, item, expected, written):
    path = tmp_path_factory.mktemp("texts") / "sent.csv"
    path.write_bytes(content(shuffled(spoilt(item), written.seed), written))
    assert differences(judged(path, item), expected) == []


@pytest.mark.parametrize("suffix", OTHERS)
def test_other_formats(tmp_path, item, expected, suffix):
    path = tmp_path / f"sent.{suffix}"
    write([shuffled(spoilt(item), 4)], path, suffix, "utf-8")
    assert differences(judged(path, item), expected) == []


@pytest.mark.slow
@pytest.mark.parametrize("quoting", sorted(QUOTING))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_large_files(tmp_path, quoting, encoding):
    """What is read and judged in the fast way, against the same rows in a format without delimiters."""
    frame = submission("admin-licence", 40_000).filter(pl.any_horizontal(pl.all().is_not_null()))
    text, table = tmp_path / "sent.csv", tmp_path / "sent.parquet"
    text.write_bytes(content(frame, Written(encoding, ",", quoting, "\n", 0)))
    frame.write_parquet(table)
    assert differences(judged(text, "admin-licence"), judged(table, "admin-licence")) == []
