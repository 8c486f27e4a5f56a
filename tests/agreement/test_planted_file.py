"""A department's export as they come: GB18030, columns in another order, a footer, words for empty, dates of all shapes.

Every planted defect is found on its row under its id, and no clean row has an error.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

import conformance
from conformance.report.model import Report
from conformance.sample.api import frames
from conformance.sample.defects import defects_for
from conformance.sample.plant import Log, open_log
from conformance.sample.scars import DATE_SHAPES, FOOTERS, PLACEHOLDERS
from conformance.standard.load import load

ITEMS = ("admin-licence", "admin-penalty")
ROWS = 1500


def write_export(frame: pl.DataFrame, path: Path, seed: int) -> None:
    """GB18030, a running number, the columns shuffled, a blank row and footers below the data."""
    order = list(frame.columns)
    Random(seed).shuffle(order)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["序号", *order])
        for number, row in enumerate(frame.select(order).iter_rows(), 1):
            writer.writerow([number, *row])
        writer.writerow([""] * (len(order) + 1))
        for footer in FOOTERS:
            writer.writerow([footer, *[""] * len(order)])


def checked(path: Path) -> Report:
    return conformance.check(path, as_of="2016-12-31", examples=10**6, show_personal_data=True)


def by_row(report: Report) -> dict[int, list[tuple[str, str | None, str]]]:
    rows = defaultdict(list)
    for finding in report.findings:
        rows[finding.row].append((finding.rule, finding.field, finding.severity))
    return rows


@pytest.fixture(scope="module", params=ITEMS)
def planted(request, tmp_path_factory):
    """(item, report, log) of a file in which a third of the rows has a defect."""
    folder = tmp_path_factory.mktemp("planted")
    with open_log(folder / "log.csv") as log:
        frame = pl.concat(frames(request.param, ROWS, 21, load(), 0.33, log))
    write_export(frame, folder / "export.csv", 21)
    with (folder / "log.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    return request.param, checked(folder / "export.csv"), entries


def test_the_export_is_recognised(planted):
    item, report, _ = planted
    [source] = report.inputs
    assert (source.item, source.encoding, source.rows) == (item, "gb18030", ROWS)
    assert {column.how for column in source.columns} == {"title", "ignored"}


def test_every_planted_defect_is_found_on_its_row_and_nothing_else(planted):
    _, report, entries = planted
    rows = by_row(report)
    assert len(entries) > ROWS / 4
    for entry in entries:
        found = rows.pop(int(entry["row"]))
        assert [(rule, field) for rule, field, _ in found] == [(entry["rule"], entry["field"])], entry
    last = ROWS + 1
    assert {row: [rule for rule, _, _ in found] for row, found in rows.items()} == {
        last + 1: ["empty-row"],
        **{last + 2 + n: ["footer-row"] for n in range(len(FOOTERS))},
    }


def test_records_are_counted_as_the_log_says(planted):
    _, report, entries = planted
    severities = load().rules
    rejected = {entry["row"] for entry in entries if severities[entry["rule"]].severity == "error"}
    # Where a division has just changed the finding is only info; the log names the rule.
    mild = {str(f.row) for f in report.findings if f.rule == "division-in-force" and f.severity == "info"}
    [source] = report.inputs
    assert source.rejected_rows == len(rejected - mild)
    assert source.accepted_rows == ROWS - source.rejected_rows
    assert source.late_rows == sum(entry["rule"] == "publish-within-7-working-days" for entry in entries)


def test_nearly_every_rule_is_planted(planted):
    item, _, entries = planted
    record_type = load().record_type_of(item).name
    plantable = {d.rule for d in defects_for(record_type) if d.plantable}
    assert {entry["rule"] for entry in entries} == plantable


@pytest.mark.parametrize("item", ITEMS)
def test_words_for_empty_and_shapes_of_dates_are_no_errors(tmp_path, item):
    """Every optional cell that is blank gets a word for empty, every date another shape: warnings, but no error."""
    record_type = load().record_type_of(item)
    optional = [field.title for field in record_type.fields if field.requirement != "required"]
    dates = [field.title for field in record_type.fields if field.type == "date"]
    shapes = list(DATE_SHAPES.values())
    rows = pl.concat(frames(item, 400, 22, load(), 0.0, Log(None))).to_dicts()
    expected = defaultdict(set)
    for number, row in enumerate(rows):
        for place, title in enumerate(row):
            if title in optional and row[title] is None and title != "备注":
                row[title] = PLACEHOLDERS[(number + place) % len(PLACEHOLDERS)]
                expected[number + 2].add(("placeholder-value", record_type_field(record_type, title)))
            elif title in dates and row[title] and row[title] != "2099/12/31":
                day = date(*map(int, row[title].split("/")))
                written = shapes[(number + place) % len(shapes)](day)
                if written != row[title]:
                    row[title] = written
                    expected[number + 2].add(("date-form", record_type_field(record_type, title)))
    write_export(pl.DataFrame(rows, infer_schema_length=None), tmp_path / "export.csv", 22)
    report = checked(tmp_path / "export.csv")
    assert report.counts["error"] == 0
    assert report.inputs[0].accepted_rows == len(rows)
    found = {row: {(rule, field) for rule, field, _ in found} for row, found in by_row(report).items()}
    assert {row: rules for row, rules in found.items() if row < len(rows) + 2} == expected


def record_type_field(record_type, title):
    return next(field.name for field in record_type.fields if field.title == title)
