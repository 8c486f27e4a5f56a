"""Every entry of the data list can be checked, and its sample conforms."""

from __future__ import annotations

import csv

import pytest

import conformance
from conformance.catalog.store import open_catalogue
from conformance.sample import write_sample
from conformance.standard.load import load
from items.mutants import judged
from items.samples import AS_OF, ITEMS, STANDARD, TYPES, first_items, own_checks, sample


def listed():
    return {entry.id: entry.data for entry in open_catalogue(only=["items"]).entries.of("items")}


def test_every_entry_of_the_data_list_is_an_item():
    assert set(ITEMS) == set(listed())
    assert len(ITEMS) == 154
    assert {STANDARD.items[item].record_type for item in ITEMS} == set(TYPES)


@pytest.mark.parametrize("item", ITEMS)
def test_the_sample_of_an_item_conforms(item):
    report, _, _ = judged(item)
    assert [(finding.rule, finding.field, finding.value) for finding in report.findings] == []
    assert report.verdict == "conforming"
    [source] = report.inputs
    assert (source.item, source.rows, source.accepted_rows) == (item, 30, 30)
    required = {check.field for check in load().items[item].checks if check.rule == "required"}
    assert required <= {column.field for column in source.columns}


@pytest.mark.parametrize(
    ("item", "name"),
    [
        *((item, "csv") for item in first_items()),
        *(("traffic-repeat", name) for name in ("tsv", "xlsx", "json", "jsonl", "parquet")),
    ],
)
def test_samples_in_files(tmp_path, item, name):
    path = tmp_path / f"sample.{name}"
    write_sample(item, 12, 3, path, None, 0.0, None, load(), "gb18030" if name == "csv" else "utf-8")
    report = conformance.check(path, item=item, as_of=AS_OF)
    assert (report.verdict, report.findings) == ("conforming", [])
    assert [column.how for column in report.inputs[0].columns] == ["title"] * sample(item).width


@pytest.mark.parametrize("item", [*first_items(), "tax-credit-rating", "traffic-repeat", "tourism-removal", "uscc"])
def test_planted_defects_are_found_and_nothing_else(tmp_path, item):
    path, log = tmp_path / "sample.csv", tmp_path / "log.csv"
    write_sample(item, 60, 5, path, None, 0.7, log, load())
    with log.open(encoding="utf-8", newline="") as file:
        planted = {(int(row["row"]), row["rule"], row["field"]) for row in csv.DictReader(file)}
    report = conformance.check(path, item=item, as_of=AS_OF)
    assert {(finding.row, finding.rule, finding.field) for finding in report.findings} == planted
    assert len(planted) > 30


@pytest.mark.parametrize("item", ["tax-credit-rating", "pudong-blacklist", "student-loan"])
def test_a_shorter_sample_is_the_beginning_of_a_longer_one(item):
    assert sample(item, 5).equals(sample(item, 50_020).head(5))


def test_items_without_narrowing_say_why():
    reasons = {item: data["not_narrowed"] for item, data in listed().items() if "not_narrowed" in data}
    # An item may have no demand of its own and still be about one kind of subject.
    assert {rule for item in reasons for rule, _ in own_checks(item)} <= {"subject-identifier-kind"}
    assert set(reasons) >= {item for item in ITEMS if not own_checks(item)}
    assert set(reasons) == {
        *("admin-licence", "admin-penalty", "commerce-public", "construction-market", "gov-credit-internal"),
        "market-credit",
    }
    assert all(len(reason["zh"]) > 15 and len(reason["en"]) > 30 for reason in reasons.values())
