"""The exported folder: of its own schema, complete, and the same each time."""

from __future__ import annotations

import json
from hashlib import sha256

import jsonschema
import pytest

from conformance.publish.vectors.cases import vectors
from conformance.publish.vectors.export import files
from conformance.standard.load import load

FILES = files(load(), vectors())
MANIFEST = json.loads(FILES["manifest.json"])
VECTORS = [json.loads(line) for line in FILES["vectors.jsonl"].splitlines()]


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(FILES[f"schema/{name}.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_vector_is_of_its_schema():
    judge = validator("vector")
    assert [one["id"] for one in VECTORS if not judge.is_valid(one)] == []
    assert len(VECTORS) == MANIFEST["vectors"] == len({one["id"] for one in VECTORS}) > 1000


def test_the_manifest_is_of_its_schema():
    validator("manifest").validate(MANIFEST)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"rule": "no-such-rule"},
        {"item": "no-such-item", "record_type": None},
        {"valid": "yes"},
        {"records": []},
        {"more": 1},
    ],
)
def test_the_schema_refuses_what_is_no_vector(spoilt):
    assert not validator("vector").is_valid(VECTORS[0] | spoilt)


def test_the_manifest_has_the_digest_of_every_other_file():
    told = {one["path"]: one["digest"] for one in MANIFEST["files"]}
    assert told == {
        path: f"sha256:{sha256(content).hexdigest()}" for path, content in FILES.items() if path != "manifest.json"
    }


def test_every_rule_about_records_has_vectors_of_both_kinds():
    wanted = {rule.id for rule in load().rules.values() if rule.scope in ("record", "dataset")}
    assert wanted == {name for name, rule in MANIFEST["rules"].items() if rule["valid"] and rule["invalid"]}


def test_a_vector_is_valid_where_nothing_is_to_be_found():
    for one in VECTORS:
        assert one["valid"] == (not one["findings"])
        assert one["rules"] == sorted({finding["rule"] for finding in one["findings"]})


def test_exported_again_it_has_the_same_bytes():
    vectors.cache_clear()
    assert files(load(), vectors()) == FILES
