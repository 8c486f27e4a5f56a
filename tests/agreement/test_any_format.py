"""The same rows in any format, any encoding and any order of columns give the same findings."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import openpyxl
import polars as pl
import pytest
from msgspec.structs import replace

import conformance
from conformance.report.model import Report
from conformance.sample import write_sample
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sample.write import write
from conformance.standard.load import load

ITEMS = ("admin-licence", "admin-penalty")
FORMATS = {
    "utf-8.csv": "utf-8",
    "bom.csv": "utf-8-sig",
    "gb18030.csv": "gb18030",
    "utf-8.tsv": "utf-8",
    "gb18030.tsv": "gb18030",
    "any.xlsx": "utf-8",
    "utf-8.json": "utf-8",
    "utf-8.jsonl": "utf-8",
    "any.parquet": "utf-8",
}
ROWS = 400


def spoilt_frame(item: str) -> pl.DataFrame:
    """Rows of which half have a defect."""
    return pl.concat(frames(item, ROWS, 11, load(), 0.5, Log(None)))


def shuffled(frame: pl.DataFrame, seed: str = "a program's own") -> pl.DataFrame:
    """With the columns in another order; in the same one each time, since every order asks for a plan of its own."""
    order = list(frame.columns)
    Random(seed).shuffle(order)
    return frame.select(order)


def findings(report: Report) -> Counter[tuple[int | None, int | None, str, str | None, str | None]]:
    return Counter((f.record, f.row, f.rule, f.field, f.value) for f in report.findings)


def checked(source: Path | pl.DataFrame | list[dict[str, str]] | dict[str, object] | bytes, item: str) -> Report:
    report = conformance.check(source, item=item, as_of="2016-12-31", examples=10**6, show_personal_data=True)
    assert report.findings_shown == report.findings_total
    return report


@pytest.fixture(scope="module", params=ITEMS)
def item(request):
    return request.param


@pytest.fixture(scope="module")
def frame(item):
    return spoilt_frame(item)


@pytest.fixture(scope="module")
def expected(item, frame):
    """What is found in the records themselves, with no file between."""
    found = findings(checked(frame.to_dicts(), item))
    assert len(found) > ROWS / 3
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(tmp_path, item, frame, expected, name):
    path = tmp_path / name
    write([shuffled(frame)], path, path.suffix.removeprefix("."), FORMATS[name])
    assert findings(checked(path, item)) == expected


def test_a_frame_in_memory(item, frame, expected):
    assert findings(checked(shuffled(frame, "another order"), item)) == expected


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(tmp_path, item, frame, expected, delimiter, line_end):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(frame.columns)
    writer.writerows(frame.iter_rows())
    path = tmp_path / "sent.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    assert findings(checked(path, item)) == expected


def test_a_sheet_by_another_writer(tmp_path, item, frame, expected):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(frame.columns)
    for row in frame.iter_rows():
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # ="0012" is a text here, not a formula
    book.save(tmp_path / "sent.xlsx")
    assert findings(checked(tmp_path / "sent.xlsx", item)) == expected


@pytest.mark.parametrize("names", ["code", "name"])
def test_other_headers(tmp_path, item, frame, expected, names):
    """National codes and English names instead of Chinese titles; JSON by an independent writer."""
    fields = load().record_type_of(item).fields
    renamed = {field.title: getattr(field, names) for field in fields if field.title in frame.columns}
    path = tmp_path / "sent.json"
    path.write_text(json.dumps(frame.rename(renamed).to_dicts(), ensure_ascii=True), encoding="ascii")
    assert findings(checked(path, item)) == expected


@pytest.mark.parametrize(("encoding", "case"), [("utf-8", str.upper), ("gb18030", str.lower)])
def test_messages_in_xml(tmp_path, item, frame, expected, encoding, case):
    """National codes as tags, those without one under their English names."""
    tags = {field.title: case(field.code or field.name) for field in load().record_type_of(item).fields}
    rows = frame.rename({title: tags[title] for title in frame.columns}).to_dicts()
    path = tmp_path / "sent.xml"
    # What XML cannot hold at all is written as it comes: a clerk's program knows no better.
    path.write_bytes("".join(_written(rows, encoding)).encode(encoding))
    assert findings(checked(path, item)) == expected


def _written(rows: list[dict[str, str | None]], encoding: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="{encoding}"?><r>'
    for row in rows:
        fields = "".join(f"<{tag}>{escape(text or '', {chr(13): '&#13;'})}</{tag}>" for tag, text in row.items())
        yield f"<ExchangeMessage><Header/><Body><fields>{fields}</fields></Body></ExchangeMessage>\n"
    yield "</r>"


@pytest.mark.parametrize("names", ["title", "name"])
def test_a_batch_of_the_exchange(tmp_path, item, frame, expected, names):
    fields = load().record_type_of(item).fields
    renamed = frame.rename({field.title: getattr(field, names) for field in fields if field.title in frame.columns})
    rows = [{"key": str(number), "data": row} for number, row in enumerate(renamed.to_dicts(), 1)]
    batch = {"edition": "2016", "item": item, "provider": "unit:nobody", "kind": "full", "records": rows}
    for source in (batch, json.dumps(batch, ensure_ascii=False, indent=1).encode()):
        report = checked(source, item)
        named = [finding for finding in report.findings if finding.rule != "envelope-unknown"]
        assert findings(replace(report, findings=named)) == expected
        assert {finding.pointer for finding in named if finding.field and finding.row} == {
            f"/records/{finding.row - 2}/data/{finding.column}" for finding in named if finding.field and finding.row
        }


def test_absent_keys_and_empty_texts_are_empty_cells(item, frame, expected):
    records = [{key: value for key, value in record.items() if value is not None} for record in frame.to_dicts()]
    first = dict.fromkeys(frame.columns, "") | records[0]
    assert findings(checked([first, *records[1:]], item)) == expected


def test_the_same_seed_plants_the_same_in_every_format(tmp_path, item):
    logs, found = set(), []
    for name, encoding in FORMATS.items():
        log = tmp_path / f"{name}.log"
        write_sample(item, 150, 3, tmp_path / name, None, 0.4, log, load(), encoding)
        logs.add(log.read_bytes())
        found.append(findings(checked(tmp_path / name, item)))
    assert len(logs) == 1
    assert all(one == found[0] for one in found)
