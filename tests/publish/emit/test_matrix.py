"""The declared matrix: complete, known to somebody, and refused where it says nonsense."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from conformance.artefacts import emitters
from conformance.publish.matrix import construct_of, constructs, declared, declared_targets
from conformance.standard.problems import Faulty
from recordschema.cases import STANDARD

EVERY_CHECK = [check for owner in (*STANDARD.record_types.values(), *STANDARD.items.values()) for check in owner.checks]


@pytest.mark.parametrize("target", declared_targets())
def test_a_target_says_of_every_construct_what_it_does(target):
    assert list(declared(target)) == [one.id for one in constructs()]


def test_what_declares_something_is_emitted():
    assert set(declared_targets()) <= emitters().keys()


def test_every_check_stands_under_a_construct_and_every_construct_has_checks():
    used = {construct_of(check) for check in EVERY_CHECK}
    assert used == {one.id for one in constructs()} - {"decimals"}


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(str(files("conformance.publish.matrix")), tmp_path / "matrix"))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("enforces: [required", "enforces: [requird", "no construct requird"),
        ("enforces: [required", "enforces: [required, required", "required is declared twice"),
        ("enforces: [required, ", "enforces: [", "nothing is said of required"),
        ("enforces: [required", "enforces: [deadline, required", "nobody can enforce deadline"),
        ("target: json-schema", "target: java", "it declares for java"),
        ("partly:", "party:", "unknown field `party`"),
        ("    but:", "    bit:", "unknown field `bit`"),
        ("    but:", "    fields: [hat]\n    but:", "Invalid enum value 'hat'"),
        ("{zh: 要从证件号码中取出日期, ", "{", "missing required field `zh`"),
    ],
)
def test_nonsense_is_refused(folder, old, new, why):
    path = folder / "targets" / "json-schema.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Faulty, match=why):
        declared("json-schema", folder)


def test_a_target_that_declares_nothing_is_an_error():
    with pytest.raises(KeyError):
        declared("cobol")
