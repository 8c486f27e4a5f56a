"""Reading vectors: every fault of a file is one sentence that says where."""

from __future__ import annotations

import pytest

from conformance.publish.vectors.cases import BadVector, shipped_folder, vectors
from vectors.load import FOLDER

BASE = """
company:
  item: admin-licence
  record: {document_number: "1", subject_name: "甲"}
"""
FILE = """
rule: required
clause: "profile#required"
as_of: "2016-12-31"
cases:
  - name: one
    item: admin-licence
    base: company
    record: {subject_name: null}
    expect:
      - {rule: required, field: subject_name}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "_base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "required.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def rewrite(folder, old: str, new: str) -> None:
    assert old in FILE
    (folder / "required.yaml").write_text(FILE.replace(old, new), encoding="utf-8")


def test_a_case_changes_its_base(folder):
    [one] = vectors(folder)
    assert (one.id, one.records) == ("required: one", ({"document_number": "1", "subject_name": None},))
    assert (one.rules, one.expect[0].record, one.expect[0].row) == ({"required"}, 1, 2)


def test_those_that_are_shipped_are_those_of_the_checkout():
    assert shipped_folder().resolve() == FOLDER


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("rule: required\n", "rule: pattern\n", "required.yaml is about pattern"),
        ("as_of:", "asof: 1\nas_of:", "required.yaml: unknown asof"),
        ("    expect:", "    expects: 1\n    expect:", "required: one: unknown expects"),
        ("field: subject_name}", "field: subject_name, line: 1}", "required: one: unknown line"),
        ("subject_name: null", "subject_name: 3", "required: one: every value is a quoted text or null"),
        ("subject_name: null", "subject_name: on", "required: one: every value is a quoted text or null"),
        ("item: admin-licence", "item: admin-penalty", "required: one: company belongs to"),
        ("    item: admin-licence\n", "", "required: one: either item or record_type"),
        ("    record: {subject_name: null}\n", "", "required: one: either record or records"),
        ("cases:", "cases: [", "required.yaml cannot be read"),
    ],
)
def test_what_is_not_as_described_is_refused(folder, old, new, why):
    rewrite(folder, old, new)
    with pytest.raises(BadVector, match=why):
        vectors(folder)
