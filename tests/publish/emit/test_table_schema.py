"""Table Schema and CSVW: two readers of CSV files that are not ours find what the matrix declares."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import csvw
import frictionless
import pytest
from msgspec.structs import replace

from conformance.publish.matrix import Cell, declared
from publish.emit.nasty import LONG, nasty_records
from publish.emit.proof import EDITIONS, Record, artefact, disagreements, edition_of, judged_records

Rows = list[Record]


def metadata(kind: str, record: str, which: str = "shipped"):
    return json.loads(artefact("table-schema", which)[f"{record}.{kind}.json"])


def write_csv(path: Path, rows: Sequence[Record], names: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([row.get(name) or "" for name in names] for row in rows)


def by_frictionless(folder: Path, record: str, rows: Sequence[Record], which: str) -> set[int]:
    """The rows in which it finds something, from 0."""
    schema = frictionless.Schema.from_descriptor(metadata("schema", record, which))
    write_csv(folder / "table.csv", rows, schema.field_names)
    resource = frictionless.Resource(path="table.csv", basepath=str(folder), schema=schema)
    report = frictionless.validate(resource, limit_errors=10**6)
    assert not report.errors, report.errors
    return {number - 2 for number, *_ in report.flatten(["rowNumber"]) if number}


def by_csvw(folder: Path, record: str, rows: Sequence[Record], which: str) -> set[int]:
    """The rows in which it finds something, from 0, cell by cell: over a file it stops at the first."""
    described = metadata("csv-metadata", record, which)
    table = csvw.Table.fromvalue({key: value for key, value in described.items() if key != "@context"})
    return {place for place, row in enumerate(rows) if any(unread(one, row) for one in table.tableSchema.columns)}


def unread(column, row: Record) -> bool:
    try:
        column.read(row.get(column.name) or "")
    except ValueError:
        return True
    return False


READERS = {"frictionless": by_frictionless, "csvw": by_csvw}


@cache
def accepted_by(reader: str) -> list[bool]:
    groups, records = defaultdict(list), judged_records()
    for place, one in enumerate(records):
        groups[one.record_type].append((place, one.record))
    accepted = [True] * len(records)
    with TemporaryDirectory() as folder:
        for record, entries in groups.items():
            wrong = READERS[reader](Path(folder), record, [row for _, row in entries], "shipped")
            for number in wrong:
                accepted[entries[number][0]] = False
    return accepted


def declared_of(reader: str) -> Mapping[str, Cell]:
    """What is declared holds for csvw. frictionless departs from it where a text is damaged: it strips ideographic spaces from values
    that are enumerated, reads numbers with an exponent, and takes 2015.0 for no whole number."""
    cells = declared("table-schema")
    if reader == "csvw":
        return cells
    listed = ("current", "report", "repayment")
    kinds = ("commitment_kind", "inspection_kind", "inspection_result", "registration_kind")
    stripped = {f"surrounding-blanks of {name}" for name in (*(f"{one}_status" for one in listed), *kinds)}
    read = stripped | {"excel-mangled-value: an amount that lost its digits"}
    return {**cells, "text": replace(cells["text"], but=frozenset(read))}


@pytest.mark.parametrize("reader", READERS)
def test_verdicts_are_as_declared(reader):
    assert disagreements("table-schema", judged_records(), accepted_by(reader), declared_of(reader)) == []


@pytest.mark.parametrize("which", EDITIONS)
def test_both_readers_take_what_is_said_of_every_table(which, tmp_path):
    for record in edition_of(which).records:
        frictionless.Schema.from_descriptor(metadata("schema", record.id, which))
        described = metadata("csv-metadata", record.id, which)
        columns = [column["name"] for column in described["tableSchema"]["columns"]]
        write_csv(tmp_path / described["url"], [], columns)
        (tmp_path / "metadata.json").write_text(json.dumps(described), encoding="utf-8")
        assert csvw.CSVW(str(tmp_path / "metadata.json"), validate=True).is_valid
        assert columns == [field.name for field in record.fields]


def test_values_keep_their_types_on_the_way():
    [good, *_] = [one.record for one in judged_records() if one.record_type == "arrears" and not one.found]
    with TemporaryDirectory() as folder:
        write_csv(Path(folder) / "table.csv", [good], list(good))
        schema = frictionless.Schema.from_descriptor(metadata("schema", "arrears"))
        wanted = [field for field in schema.fields if field.name in good]
        schema.fields = [schema.get_field(name) for name in good]
        [row] = frictionless.Resource(path="table.csv", basepath=folder, schema=schema).read_rows()
    assert len(wanted) == len(good)
    assert row["decision_date"] == date.fromisoformat(str(good["decision_date"]).replace("/", "-"))
    assert row["amount_owed"] == Decimal("8000.50")
    assert str(row["amount_owed"]) == good["amount_owed"]
    assert row["remarks"] is None


def test_a_header_in_chinese_or_english_names_a_column():
    described = metadata("csv-metadata", "licence")
    column = described["tableSchema"]["columns"][0]
    assert column["titles"]["zh"] == ["行政许可决定书文号", "document_number"]


CHANGES = ({LONG: "abcd"}, {"def": "x01"}, {"class": None}, {"group": "no such"})
"""Each makes a nasty record wrong."""


@pytest.mark.parametrize("reader", READERS)
def test_values_as_nasty_as_they_come(reader, tmp_path):
    assert found_among_nasty(reader, tmp_path) == {0, 1, 2, 3}


def found_among_nasty(reader: str, folder: Path) -> set[int]:
    """What a reader finds: the changes come first, then the records that are right."""
    good = list(nasty_records())
    return READERS[reader](folder, "object", [*(good[0] | change for change in CHANGES), *good], "nasty")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("forgotten", [{"required"}, {"maxLength"}, {"pattern", "format", "enum"}])
def test_a_wrong_emitter_is_caught(reader, forgotten, tmp_path, monkeypatch):
    """One that says nothing of a constraint: the readers let through what it would have refused."""
    right = metadata

    def without(value):
        if isinstance(value, dict):
            return {key: without(one) for key, one in value.items() if key not in forgotten}
        return [without(one) for one in value] if isinstance(value, list) else value

    monkeypatch.setattr(sys.modules[__name__], "metadata", lambda *which: without(right(*which)))
    assert found_among_nasty(reader, tmp_path) != {0, 1, 2, 3}
