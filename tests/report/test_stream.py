from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from handmade import STANDARD, a_result, a_violation

from conformance.engine.model import Neighbour
from conformance.report.errors import UsageError
from conformance.report.stream import COLUMNS, FindingsFile
from conformance.report.wording import Wording

CITIZEN = "310101199001011237"


def write(target, batches):
    with FindingsFile(target, Wording(STANDARD)) as file:
        sink = file.sink(a_result())
        for batch in batches:
            sink(batch)
    return file


def test_csv_has_every_finding(tmp_path):
    target = tmp_path / "f.csv"
    file = write(
        target, [[a_violation("pattern", "remarks", row=row) for row in range(start, start + 3)] for start in (2, 5)]
    )
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    assert file.written == 6
    assert [row["cell"] for row in rows] == ["G2", "G3", "G4", "G5", "G6", "G7"]
    assert tuple(rows[0]) == COLUMNS


def test_csv_runs_no_formula_in_a_spreadsheet(tmp_path):
    target = tmp_path / "f.csv"
    values = ["=1+1", "@x", "+cmd(1)", "-", "+86"]
    write(target, [[a_violation("pattern", "remarks", value=value) for value in values]])
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["value"] for row in rows] == ["'=1+1", "'@x", "'+cmd(1)", "-", "+86"]


def test_json_lines(tmp_path):
    target = tmp_path / "f.jsonl"
    write(target, [[a_violation("pattern", "remarks", value="甲")]])
    assert json.loads(target.read_text(encoding="utf-8"))["value"] == "甲"


def test_parquet_in_groups(tmp_path):
    target = tmp_path / "f.parquet"
    write(target, [[a_violation("pattern", "remarks", row=2)] * 15_000] * 3)
    frame = pl.read_parquet(target)
    assert frame.height == 45_000
    assert frame.schema["row"] == pl.Int64


def test_no_finding_makes_an_empty_table(tmp_path):
    for name in ("f.csv", "f.jsonl", "f.parquet"):
        write(tmp_path / name, [])
        assert (tmp_path / name).exists()
    assert pl.read_parquet(tmp_path / "f.parquet").columns == list(COLUMNS)


def test_values_are_masked(tmp_path):
    target = tmp_path / "f.jsonl"
    write(target, [[a_violation("pattern", "subject_citizen_id", value=CITIZEN, key=CITIZEN)]])
    assert CITIZEN not in target.read_text(encoding="utf-8")


def test_a_failed_run_leaves_what_was_there(tmp_path):
    target = tmp_path / "f.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), FindingsFile(target, Wording(STANDARD)) as file:  # noqa: PT012
        file.sink(a_result())([a_violation("pattern", "remarks")])
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["f.csv"]


def test_an_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"\.csv"):
        FindingsFile(tmp_path / "f.doc", Wording(STANDARD))


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="无法写入"):
        FindingsFile(tmp_path / "none" / "f.csv", Wording(STANDARD))


def test_cells_around_a_finding_are_in_json_lines_only(tmp_path):
    found = [[a_violation("pattern", "remarks", around=(Neighbour(0, "沪许〔2016〕1号"),))]]
    for suffix in ("jsonl", "csv", "parquet"):
        write(tmp_path / f"f.{suffix}", found)
    line = json.loads((tmp_path / "f.jsonl").read_text("utf-8"))
    assert line["around"] == [{"column": "文号", "field": "document_number", "cell": "A2", "value": "沪许〔2016〕1号"}]
    assert "around" not in pl.read_csv(tmp_path / "f.csv").columns
    assert "around" not in pl.read_parquet(tmp_path / "f.parquet").columns
