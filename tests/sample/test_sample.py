"""Samples: repeatable to the byte, varied, bounded, and what the log says of them is true."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pytest

from conformance.sample import write_sample
from conformance.sample.api import frames
from conformance.sample.plant import LOG_HEADER, Log
from conformance.sample.write import FORMATS, format_of
from conformance.standard.load import load

STANDARD = load()
ITEMS = ("admin-licence", "admin-penalty")


def make(path, item="admin-licence", rows=120, seed=7, fmt=None, defects=0.0, log=None, encoding="utf-8"):
    write_sample(item, rows, seed, path, fmt, defects, log, STANDARD, encoding)
    return path


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def records(item, rows, seed, first=None):
    record_type = STANDARD.record_type_of(item)
    titles = {field.title: field.name for field in record_type.fields}
    frame = pl.concat(frames(item, rows, seed, STANDARD, 0.0, Log(None)))
    return frame.rename(titles, strict=False).head(first or rows)


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_call_writes_the_same_bytes(tmp_path, item, fmt):
    one = make(tmp_path / f"one.{fmt}", item, defects=0.3, log=tmp_path / "one.log")
    other = make(tmp_path / f"other.{fmt}", item, defects=0.3, log=tmp_path / "other.log")
    assert digest(one) == digest(other)
    assert digest(tmp_path / "one.log") == digest(tmp_path / "other.log")


def test_a_workbook_does_not_tell_when_it_was_made(tmp_path):
    with zipfile.ZipFile(make(tmp_path / "s.xlsx")) as book:
        properties = book.read("docProps/core.xml").decode()
        assert {entry.date_time[:3] for entry in book.infolist()} == {(1980, 1, 31)}
    assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", properties)) == {"2016-05-09T"}


def test_another_seed_writes_other_records(tmp_path):
    assert digest(make(tmp_path / "a.csv", seed=1)) != digest(make(tmp_path / "b.csv", seed=2))


@pytest.mark.parametrize("item", ITEMS)
def test_a_shorter_sample_is_the_beginning_of_a_longer_one(item):
    assert records(item, 5, 3).equals(records(item, 60_010, 3, first=5))


def test_a_row_does_not_depend_on_the_batch_it_stands_in():
    whole = records("admin-licence", 50_003, 3)
    assert whole.height == 50_003
    assert whole["document_number"].n_unique() > 49_000
    assert whole.tail(3)["document_number"].str.contains("5000[123]").all() or "空" in whole.tail(3)["document_number"]


@pytest.mark.parametrize("item", ITEMS)
def test_records_are_varied(item):
    frame = records(item, 4000, 9)
    uscc = frame["subject_uscc"].drop_nulls()
    assert set(uscc.str.slice(0, 2)) == {"91", "92", "51", "52", "12"}
    assert frame["subject_organisation_code"].drop_nulls().str.contains("-").mean() == pytest.approx(0.5, abs=0.1)
    assert frame["subject_registration_number"].drop_nulls().str.len_chars().unique().to_list() == [15]
    assert frame["remarks"].drop_nulls().str.contains("护照").any()
    assert frame["current_status"].null_count() > 0
    assert set(frame["current_status"].drop_nulls()) == {"0", "1", "2", "3"}
    people = frame.filter(pl.col("legal_representative").is_null())
    codes = ["subject_uscc", "subject_organisation_code", "subject_registration_number", "subject_tax_number"]
    assert people.height > 100
    assert people.select(pl.all_horizontal(pl.col(codes).is_null())).to_series().all()
    text = frame["licence_content" if item == "admin-licence" else "penalty_facts"]
    for mark in (",", '"', "\n", "，"):
        assert text.str.contains(mark, literal=True).any()
    if item == "admin-licence":
        assert (frame["valid_until"] == "2099/12/31").any()
        assert (frame["document_number"] == "空").any()
        assert set(frame["approval_category"]) == {"普通", "特许", "认可", "核准", "登记", "其他（专项审批）"}


@pytest.mark.parametrize("item", ITEMS)
def test_decisions_are_made_on_working_days_of_the_time(item):
    frame = records(item, 4000, 9)
    days = {date(*map(int, day.split("/"))) for day in frame["decision_date"]}
    off, on = set(STANDARD.calendar.off), set(STANDARD.calendar.on)
    assert all(d.isoformat() in on or (d.weekday() < 5 and d.isoformat() not in off) for d in days)
    assert date(2015, 10, 1) <= min(days)
    assert max(days) < date(2016, 11, 1)
    assert frame["data_timestamp"].max() < "2017"
    assert len(days) > 200


@pytest.mark.parametrize("item", ITEMS)
def test_the_columns_are_those_of_the_national_form(tmp_path, item):
    path = make(tmp_path / "sample.csv", item)
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == [f.title for f in STANDARD.record_type_of(item).fields if f.origin == "national"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_text_in_any_encoding(tmp_path, encoding, suffix):
    path = make(tmp_path / f"sample.{suffix}", encoding=encoding)
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter="\t" if suffix == "tsv" else ","))
    assert len(rows) == 121
    assert {len(row) for row in rows} == {18}


def test_the_formats_hold_the_same(tmp_path):
    wanted = records("admin-licence", 120, 7).rows()
    with make(tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        assert [tuple(cell or None for cell in row) for row in csv.reader(file)][1:] == wanted
    document = json.loads(make(tmp_path / "s.json").read_text(encoding="utf-8"))
    assert [tuple(record.values()) for record in document] == wanted
    lines = make(tmp_path / "s.jsonl").read_text(encoding="utf-8").splitlines()
    assert [tuple(json.loads(line).values()) for line in lines] == wanted
    assert pl.read_parquet(make(tmp_path / "s.parquet")).rows() == wanted
    sheet = openpyxl.load_workbook(make(tmp_path / "s.xlsx")).active
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == wanted


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows_at_all(tmp_path, fmt):
    path = make(tmp_path / f"s.{fmt}", rows=0)
    assert path.exists()
    if fmt == "json":
        assert json.loads(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("item", ITEMS)
def test_the_log_says_what_was_planted(tmp_path, item):
    clean = records(item, 600, 13)
    path = make(tmp_path / "s.csv", item, rows=600, seed=13, defects=0.25, log=tmp_path / "s.log")
    with path.open(encoding="utf-8", newline="") as file:
        spoilt = [[cell or None for cell in row] for row in csv.reader(file)][1:]
    with (tmp_path / "s.log").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    assert tuple(entries[0]) == LOG_HEADER
    assert 600 * 0.2 < len(entries) < 600 * 0.3
    changed = {n for n, row in enumerate(clean.rows()) if list(row) != spoilt[n]}
    assert changed == {int(entry["record"]) - 1 for entry in entries}
    for entry in entries:
        number = int(entry["record"])
        assert int(entry["row"]) == number + 1
        place = clean.columns.index(entry["field"])
        assert (clean.row(number - 1)[place] or "") == entry["before"]
        assert (spoilt[number - 1][place] or "") == entry["after"]


def test_every_row_can_have_a_defect(tmp_path):
    make(tmp_path / "s.csv", rows=300, defects=1.0, log=tmp_path / "s.log")
    with (tmp_path / "s.log").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 300


def test_what_cannot_be(tmp_path):
    with pytest.raises(KeyError):
        make(tmp_path / "s.csv", item="admin-nothing")
    with pytest.raises(ValueError, match="share of defects"):
        make(tmp_path / "s.csv", defects=1.5)
    with pytest.raises(ValueError, match="share of defects"):
        make(tmp_path / "s.csv", rows=-1)
    with pytest.raises(ValueError, match="known formats"):
        make(tmp_path / "s.docx")
    with pytest.raises(ValueError, match="no more than"):
        make(tmp_path / "s.xlsx", rows=1_048_576)
    with pytest.raises(UnicodeEncodeError):
        make(tmp_path / "s.csv", encoding="ascii")


def test_the_format_follows_from_the_name_unless_it_is_said(tmp_path):
    assert format_of(tmp_path / "a.JSONL", None) == "jsonl"
    assert format_of(tmp_path / "a.csv", "json") == "json"


@pytest.mark.slow
def test_a_million_rows(tmp_path):
    path = make(tmp_path / "s.csv", rows=1_000_000)
    assert path.stat().st_size > 250_000_000
