"""The example submissions of several files: each gives what its name says, and each is what the script makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import conformance
from conformance.standard.load import load
from vectors.load import ROOT
from vectors.test_submissions import content

FOLDER = ROOT / "examples" / "batches"
INVALID = sorted(path for path in (FOLDER / "invalid").iterdir())
OTHERWISE_DECIDED = {rule.id for rule in load().rules.values() if rule.scope == "submission"}


def name_of(path: Path) -> str:
    return path.name


def checked(folder: Path, **options):
    """The submission in a folder, with the one before it where there is one."""
    if (folder / "previous").is_dir():
        options["previous"] = folder / "previous"
    return conformance.check(manifest=folder / "manifest.yaml", as_of="2016-12-31", **options)


def test_a_month_that_conforms_gives_no_finding():
    report = checked(FOLDER / "valid" / "2016-05")
    assert (report.findings, report.verdict) == ([], "conforming")
    assert all(source.accepted_rows == source.rows > 0 for source in report.inputs)


def test_the_next_month_conforms_beside_it():
    report = checked(FOLDER / "valid" / "2016-06", previous=FOLDER / "valid" / "2016-05")
    assert (report.findings, report.verdict) == ([], "conforming")
    run = {rule.id for rule in report.rules if rule.status == "run" and rule.checked}
    assert {"reference-exists", "changed-history", "late-record", "outside-period", "manifest-count"} <= run


def checked_as_meant(folder: Path):
    """An invalid submission, with the sender and the files with which it is invalid."""
    options = {"party": "district:310115"} if folder.name == "manifest-party" else {}
    if folder.name == "manifest-file-unlisted":
        options["source"] = [path for path in sorted(folder.iterdir()) if path.name != "manifest.yaml"]
    return checked(folder, **options)


@pytest.mark.parametrize("folder", INVALID, ids=name_of)
def test_a_submission_raises_its_rule_and_no_other(folder):
    report = checked_as_meant(folder)
    assert [finding.rule for finding in report.findings] == [folder.name]
    assert report.counts[load().rules[folder.name].severity] == 1


def test_every_rule_about_submissions_has_one():
    assert {folder.name for folder in INVALID} == OTHERWISE_DECIDED


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    folder = tmp_path_factory.mktemp("batches")
    spec = importlib.util.spec_from_file_location("make_batches", ROOT / "examples" / "make_batches.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(folder)
    return folder


def test_the_script_makes_these_files_and_no_others(remade):
    made = {path.relative_to(remade) for path in remade.rglob("*") if path.is_file()}
    assert made == {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    stale = [path for path in sorted(made) if content(remade / path) != content(FOLDER / path)]
    assert stale == [], "run: python examples/make_batches.py"
