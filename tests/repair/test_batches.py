"""Files of several batches of many rows: what is found in one is mended in it, and no other cell is touched."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from msgspec.structs import replace

from conformance.repair import api
from conformance.repair.api import fix
from repair.messy import AS_OF, Messy, valid, write_csv
from repair.test_safe import conforming

ROWS = 1_200
"""Above what is judged value by value (``checks.few``), in each of the batches."""
BATCH_ROWS = 400


@pytest.fixture(scope="module")
def clean() -> Messy:
    """Records that pass, each with a name of its own so that no cell can be taken for another's."""
    few = conforming()
    number, project = few.titles.index("行政许可决定书文号"), few.titles.index("项目名称")
    rows = []
    for place in range(ROWS):
        row = list(few.rows[place % len(few.rows)])
        row[number], row[project] = f"沪许〔2016〕{place + 1}号", f"第{place + 1}号项目"
        rows.append(row)
    return replace(few, rows=rows)


def _spoilt(clean: Messy, every: int) -> Messy:
    """Blanks behind the name of the project in each so manieth row."""
    project = clean.titles.index("项目名称")
    rows = [
        [*row[:project], f"{row[project]} ", *row[project + 1 :]] if place % every == 0 else row
        for place, row in enumerate(clean.rows)
    ]
    return replace(clean, rows=rows)


@pytest.mark.parametrize("every", [1, 2, 7, ROWS - 1])
def test_of_a_delimited_text(clean: Messy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int) -> None:
    monkeypatch.setattr(api, "_BATCH_ROWS", BATCH_ROWS)
    source = write_csv(tmp_path / "in.csv", _spoilt(clean, every))
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF)
    assert repair.cells == len(range(0, ROWS, every))
    assert (tmp_path / "out.csv").read_bytes() == write_csv(tmp_path / "clean.csv", clean).read_bytes()


@pytest.mark.parametrize("every", [2, 7])
def test_of_a_column_store(clean: Messy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int) -> None:
    monkeypatch.setattr(api, "_BATCH_ROWS", BATCH_ROWS)
    schema = dict.fromkeys(clean.titles, pl.String)
    expected = pl.DataFrame(clean.rows, schema=schema, orient="row")
    pl.DataFrame(_spoilt(clean, every).rows, schema=schema, orient="row").write_parquet(tmp_path / "in.parquet")
    repair = fix(tmp_path / "in.parquet", tmp_path / "out.parquet", as_of=AS_OF)
    assert repair.cells == len(range(0, ROWS, every))
    assert pl.read_parquet(tmp_path / "out.parquet").equals(expected)


def test_of_one_batch_with_one_fault(tmp_path: Path) -> None:
    many = valid(rows=300)
    source = write_csv(tmp_path / "in.csv", many)
    before = fix(source, as_of=AS_OF).cells
    day = many.titles.index("许可决定日期")
    rows = [list(row) for row in many.rows]
    rows[5][day] = (rows[5][day] or "").replace("/", "-")
    assert fix(write_csv(tmp_path / "odd.csv", replace(many, rows=rows)), as_of=AS_OF).cells == before + 1
