"""The example payloads: each gives what its name says, and each is what ``examples/make_payloads.py`` makes."""

from __future__ import annotations

import importlib.util
import json

import jsonschema
import pytest

import conformance
from conformance.standard.load import load
from conformance.standard.shapes import load_shapes
from vectors.load import ROOT

FOLDER = ROOT / "examples" / "payloads"
VALID = sorted((FOLDER / "valid").iterdir())
INVALID = sorted((FOLDER / "invalid").iterdir())
KINDS = {
    "batch-licences": "Batch",
    "batch-penalties": "Batch",
    "record-page": "RecordPage",
    "receipt": "Receipt",
    "batch-status": "BatchStatus",
    "subject-query": "SubjectQuery",
    "correction": "Correction",
    "problem": "Problem",
}


MEMBERS = {"next": "RecordPage", "subject": "SubjectQuery", "reason": "Correction"}
"""Member that tells the class, others being batches."""
BEYOND = {"period", "query-without-authorisation", "amendment-without-data", "encoding", "byte-order-mark"}
"""What no JSON Schema says."""


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_payload_gives_no_finding(path):
    report = conformance.check(path, as_of="2016-12-31")
    assert report.findings == []
    assert report.verdict == "conforming"
    assert all(source.accepted_rows == source.rows for source in report.inputs)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_an_invalid_payload_raises_its_rule_and_no_other(path):
    report = conformance.check(path, as_of="2016-12-31")
    assert [finding.rule for finding in report.findings] == [path.name.split(".")[0]]
    [finding] = report.findings
    assert finding.pointer is not None
    assert (report.verdict == "non-conforming") == (finding.severity == "error")


def test_every_rule_about_envelopes_has_a_payload():
    about = {rule.id for rule in load().rules.values() if rule.scope in ("envelope", "receipt")}
    assert about - {path.name.split(".")[0] for path in INVALID} == set()


@pytest.mark.parametrize("name", KINDS)
def test_a_second_validator_agrees_that_it_is_of_its_class(name):
    value = json.loads((FOLDER / "valid" / f"{name}.json").read_text(encoding="utf-8"))
    schema = {"$defs": load_shapes().definitions, "$ref": f"#/$defs/{KINDS[name]}"}
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(value)) == []
    [report] = [conformance.check(value, as_of="2016-12-31")]
    assert report.inputs[0].format == KINDS[name]


@pytest.mark.parametrize(
    "path", [path for path in INVALID if path.name.startswith("envelope-form")], ids=lambda p: p.name
)
def test_a_second_validator_agrees_that_it_is_none(path):
    """But for what no JSON Schema says: a day that is out of order, members that hang on others, the encoding."""
    value = json.loads(path.read_bytes().decode("gb18030" if ".encoding." in path.name else "utf-8-sig"))
    name = next((name for member, name in MEMBERS.items() if member in value), "Batch")
    schema = {"$defs": load_shapes().definitions, "$ref": f"#/$defs/{name}"}
    beyond = path.name.split(".")[1] in BEYOND
    assert jsonschema.Draft202012Validator(schema).is_valid(value) == beyond


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    folder = tmp_path_factory.mktemp("payloads")
    spec = importlib.util.spec_from_file_location("make_payloads", ROOT / "examples" / "make_payloads.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(folder)
    return folder


def test_the_files_are_what_the_script_makes(remade):
    made = {path.relative_to(remade): path.read_bytes() for path in remade.rglob("*") if path.is_file()}
    assert made == {path.relative_to(FOLDER): path.read_bytes() for path in [*VALID, *INVALID]}
