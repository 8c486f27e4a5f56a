"""The example files: each gives what its name says, and each is what ``examples/make.py`` makes."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import conformance
from conformance.standard.load import load
from vectors.load import ROOT

FOLDER = ROOT / "examples" / "submissions"
VALID = sorted((FOLDER / "valid").iterdir())
INVALID = sorted((FOLDER / "invalid").iterdir())
MIXED = "admin-penalty-mixed.xlsx"


def name_of(path: Path) -> str:
    return path.name


def item_of(path: Path) -> str | None:
    """Files of record types that several items have are named after their item."""
    return path.stem if path.stem in load().items else None


@pytest.mark.parametrize("path", VALID, ids=name_of)
@pytest.mark.parametrize("as_of", ["2016-12-31", "2026-01-01"])
def test_a_valid_submission_gives_no_finding(path, as_of):
    report = conformance.check(path, item=item_of(path), as_of=as_of)
    assert report.findings == []
    assert report.verdict == "conforming"
    assert all(source.accepted_rows == source.rows > 0 for source in report.inputs)


@pytest.mark.parametrize("path", [path for path in INVALID if path.name != MIXED], ids=name_of)
def test_an_invalid_submission_raises_its_rule_and_no_other(path):
    report = conformance.check(path, as_of="2016-12-31")
    assert [finding.rule for finding in report.findings] == [path.stem]


def test_every_rule_about_files_has_a_submission():
    about_files = {rule.id for rule in load().rules.values() if rule.scope == "file"}
    assert about_files == {path.stem for path in INVALID if path.name != MIXED}


def test_the_mixed_submission_has_ten_defects():
    report = conformance.check(FOLDER / "invalid" / MIXED, as_of="2016-12-31")
    assert Counter(finding.rule for finding in report.findings) == Counter(
        [
            "uscc-check-digit",
            "publish-within-7-working-days",
            "masked-value",
            "date",
            "date-form",
            "required",
            "code-scheme-doubtful",
            "subject-identifier-kind",
            "division-in-force",
            "lost-character",
            "footer-row",
        ]
    )
    [source] = report.inputs
    assert (source.rows, source.late_rows, report.verdict) == (15, 1, "non-conforming")


def test_every_record_type_has_a_valid_submission():
    items = load().items
    named = {items[item].record_type for item in map(item_of, VALID) if item is not None}
    assert named == set(load().record_types)


def test_the_demonstration_files_keep_their_names():
    assert (FOLDER / "valid" / "admin-licence.csv").is_file()
    assert (FOLDER / "invalid" / MIXED).is_file()


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submissions")
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "examples" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(folder)
    return folder


def content(path: Path) -> object:
    """What a file holds; bytes of workbooks and Parquet depend on the version of the library that wrote them."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [
            (sheet.title, sheet.sheet_state, sorted(map(str, sheet.merged_cells.ranges)), list(sheet.values))
            for sheet in book
        ]
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    return path.read_bytes()


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=name_of)
def test_the_file_is_what_the_script_makes(remade, path):
    again = remade / path.relative_to(FOLDER)
    assert content(again) == content(path), "run: python examples/make.py"


def test_the_script_makes_no_other_files(remade):
    made = {path.relative_to(remade) for path in remade.rglob("*") if path.is_file()}
    assert made == {path.relative_to(FOLDER) for path in [*VALID, *INVALID]}
