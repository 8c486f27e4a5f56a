from __future__ import annotations

import csv
import io
import json

import numpy as np
import openpyxl
import polars as pl
import pytest
from msgspec.structs import replace

from conformance.report.errors import UsageError
from conformance.report.split import Split
from conformance.report.splitwriters import SURPLUS
from conformance.sources.model import Batch, Column, Notice, Table

CITIZEN = "310101199001011237"
COLUMNS = (
    Column(0, "序号", None, "ignored"),
    Column(1, "文号", "document_number", "title"),
    Column(2, "备注", "remarks", "title"),
)
ROWS = [("1", "甲,1", CITIZEN), ("2", "乙", 'q"q'), ("3", "丙\n丙", None), ("合计", None, None)]


def a_table(**more):
    values = {
        "path": "in.csv",
        "format": "csv",
        "columns": COLUMNS,
        "item": "x",
        "confidence": 1.0,
        "batches": iter(()),
    }
    return Table(**(values | {"encoding": "gb18030", "delimiter": ";"} | more))


def a_batch(rows=ROWS, notices=()):
    frame = pl.DataFrame(rows, schema={column.key: pl.String for column in COLUMNS}, orient="row")
    numbers = np.arange(len(rows), dtype=np.int64)
    return Batch(frame, numbers + 2, numbers, notices=tuple(notices))


RECORDS = np.array([True, True, True, False])
REJECTED = np.array([False, True, False, False])


def split(tmp_path, accepted="a.csv", rejected=None, tables=None, batch=None):
    with Split(accepted and tmp_path / accepted, rejected and tmp_path / rejected) as files:
        for table in tables or [a_table()]:
            sink = files.rows_sink(table)
            sink(batch or a_batch(), RECORDS, REJECTED)
    return files


def test_records_go_to_one_side_or_the_other_and_footers_to_none(tmp_path):
    files = split(tmp_path, "a.csv", "r.csv")
    assert [(file.path.name, file.rows, file.rejected) for file in files.written] == [
        ("a.csv", 2, False),
        ("r.csv", 1, True),
    ]
    assert "合计".encode("gb18030") not in (tmp_path / "a.csv").read_bytes() + (tmp_path / "r.csv").read_bytes()


def test_values_that_a_mapping_replaced_stay_as_the_user_wrote_them(tmp_path):
    mapped = a_batch([("1", "0", CITIZEN), *ROWS[1:]])
    split(tmp_path, "a.csv", "r.csv", batch=replace(mapped, as_written=a_batch().frame))
    assert '"甲,1"'.encode("gb18030") not in (tmp_path / "r.csv").read_bytes()
    assert "1;甲,1;".encode("gb18030") in (tmp_path / "a.csv").read_bytes()


def test_csv_keeps_encoding_delimiter_header_and_every_character(tmp_path):
    split(tmp_path)
    text = (tmp_path / "a.csv").read_bytes().decode("gb18030")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == [
        ["序号", "文号", "备注"],
        ["1", "甲,1", CITIZEN],
        ["3", "丙\n丙", ""],
    ]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8", "序".encode())]
)
def test_other_encodings(tmp_path, encoding, mark):
    split(tmp_path, tables=[a_table(path="-", encoding=encoding)])
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(mark)
    assert "甲" in content.decode(encoding)


def test_a_byte_order_mark_is_kept(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(b"\xef\xbb\xbf")
    split(tmp_path, tables=[a_table(path=str(source), encoding="utf-8")])
    assert (tmp_path / "a.csv").read_bytes().startswith("\ufeff序".encode())


def test_a_workbook_goes_to_csv_as_spreadsheets_read_it(tmp_path):
    split(tmp_path, tables=[a_table(format="xlsx", encoding=None, delimiter=None)])
    assert (tmp_path / "a.csv").read_bytes().startswith("\ufeff序号,文号".encode())


def test_tsv_by_suffix(tmp_path):
    split(tmp_path, "a.tsv")
    assert (tmp_path / "a.tsv").read_bytes().startswith("序号\t文号".encode("gb18030"))


def test_surplus_and_missing_cells_stay_as_they_were(tmp_path):
    notices = [
        Notice("ragged-row", 0, details={"cells": 5, "expected": 3, "surplus": ["多1", "多2"]}),
        Notice("ragged-row", 2, details={"cells": 2, "expected": 3}),
    ]
    split(tmp_path, batch=a_batch(notices=notices))
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("gb18030"), newline=""), delimiter=";"))
    assert rows[1:] == [["1", "甲,1", CITIZEN, "多1", "多2"], ["3", "丙\n丙"]]


def test_surplus_cells_in_json_lines_and_parquet(tmp_path):
    notices = [Notice("ragged-row", 0, details={"cells": 4, "expected": 3, "surplus": ["多"]})]
    split(tmp_path, "a.jsonl", batch=a_batch(notices=notices))
    split(tmp_path, "a.parquet", batch=a_batch(notices=notices))
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])[SURPLUS] == ["多"]
    assert pl.read_parquet(tmp_path / "a.parquet")[SURPLUS].to_list() == ['["多"]', None]


def test_json_lines_have_headers_as_keys_and_null_for_nothing(tmp_path):
    split(tmp_path, "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [{"序号": "1", "文号": "甲,1", "备注": CITIZEN}, {"序号": "3", "文号": "丙\n丙", "备注": None}]


def test_parquet(tmp_path):
    split(tmp_path, "a.parquet", tables=[a_table(format="parquet", encoding=None)])
    assert pl.read_parquet(tmp_path / "a.parquet").rows() == [("1", "甲,1", CITIZEN), ("3", "丙\n丙", None)]


def test_workbook_cells_are_text(tmp_path):
    split(tmp_path, "a.xlsx", batch=a_batch([("=1+1", "0012", "http://x"), *ROWS[1:]]))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=1+1", "s"), ("0012", "s"), ("http://x", "s")]


def test_a_cell_too_long_for_a_workbook_is_refused(tmp_path):
    with pytest.raises(UsageError, match="工作簿放不下"):
        split(tmp_path, "a.xlsx", batch=a_batch([("x" * 40_000, "", ""), *ROWS[1:]]))
    assert not list(tmp_path.iterdir())


def test_a_full_sheet_goes_on_in_another(tmp_path, monkeypatch):
    monkeypatch.setattr("conformance.report.sheets.ROWS", 2)
    split(tmp_path, "a.xlsx", tables=[a_table(sheet="许可")])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [(sheet.title, sheet.max_row, sheet["A1"].value) for sheet in book] == [
        ("许可", 2, "序号"),
        ("许可 2", 2, "序号"),
    ]


def test_tables_with_the_same_columns_share_a_file(tmp_path):
    files = split(tmp_path, tables=[a_table(), a_table(path="two.csv")])
    assert [(file.path.name, file.rows) for file in files.written] == [("a.csv", 4)]


def test_a_table_with_other_columns_gets_a_file_of_its_own(tmp_path):
    other = (replace(COLUMNS[0], header="号"), *COLUMNS[1:])
    files = split(tmp_path, tables=[a_table(), a_table(sheet="处/罚", columns=other)])
    assert [file.path.name for file in files.written] == ["a.csv", "a-处_罚.csv"]


def test_a_table_with_other_columns_gets_a_sheet_in_a_workbook(tmp_path):
    other = (replace(COLUMNS[0], header="号"), *COLUMNS[1:])
    files = split(tmp_path, "a.xlsx", tables=[a_table(sheet="许可"), a_table(sheet="处/罚", columns=other)])
    assert [(file.path.name, file.rows) for file in files.written] == [("a.xlsx", 4)]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["许可", "处 罚"]


def test_repeated_headers_are_numbered_where_they_are_keys(tmp_path):
    columns = (COLUMNS[0], replace(COLUMNS[1], header="号"), replace(COLUMNS[2], header="号"))
    split(tmp_path, "a.jsonl", tables=[a_table(columns=columns)])
    assert list(json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])) == [
        "序号",
        "号",
        "号_2",
    ]


def test_a_failed_run_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), Split(tmp_path / "a.csv", tmp_path / "r.xlsx") as files:  # noqa: PT012
        files.rows_sink(a_table())(a_batch(), RECORDS, REJECTED)
        raise RuntimeError
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "xlsx"])
def test_neither_file_is_there_where_one_cannot_be_finished(tmp_path, monkeypatch, suffix):
    def fail(self):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("conformance.report.splitwriters.JsonLinesWriter.close", fail)
    with pytest.raises(OSError, match="No space"):
        split(tmp_path, f"a.{suffix}", "r.jsonl")
    assert not list(tmp_path.iterdir())


def test_half_an_input_is_not_written(tmp_path):
    with Split(tmp_path / "a.csv") as files:
        files.rows_sink(a_table())(a_batch(), RECORDS, REJECTED)
        files.spoil()
    assert not list(tmp_path.iterdir())


def test_nothing_asked_for_is_no_sink():
    assert Split().rows_sink(a_table()) is None


def test_an_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"\.xlsx"):
        Split(tmp_path / "a.doc")


def test_sheet_names_are_made_lawful(tmp_path):
    split(tmp_path, "a.xlsx", tables=[a_table(sheet="[x]:*?/\\" + "长" * 40)])
    (name,) = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert name.startswith("x 长")
    assert len(name) <= 31


def test_a_cell_that_looks_like_markup_is_text_in_a_workbook(tmp_path):
    split(tmp_path, "a.xlsx", batch=a_batch([("1", "<r><t>甲</t></r>", "<r>&</r>"), *ROWS[1:]]))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [sheet["B2"].value, sheet["C2"].value] == ["<r><t>甲</t></r>", "<r>&</r>"]
