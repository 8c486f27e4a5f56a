"""JSON Schema: sound, taken by three validators, and what the strict ones say of records is what the matrix declares."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from conformance.publish.emit import json_schema
from conformance.publish.modelling import shipped_model
from publish.emit.nasty import LONG, NASTY, nasty_records
from publish.emit.proof import EDITIONS, Judged, artefact, disagreements, judged_records
from recordschema.validators import taken_by_ajv

Schema = dict[str, Any]


def paths(which: str = "shipped", all_of_them: bool = True) -> list[str]:
    """Where the schemas are: of the record types and, unless a few will do, of the items."""
    known = [path for path in artefact("json-schema", which) if path != "index.json"]
    return known if all_of_them or which == "nasty" else [path for path in known if "/items/" not in path]


def schema_at(path: str, which: str = "shipped") -> Schema:
    return json.loads(artefact("json-schema", which)[path])


@cache
def validator(kind: str, record: str, which: str = "shipped"):
    return jsonschema_rs.Draft202012Validator(schema_at(f"{kind}/{record}.json", which))


def accepted(records: Sequence[Judged], kind: str = "strict") -> list[bool]:
    where = (f"items/{one.item}" if one.item else one.record_type for one in records)
    return [validator(kind, place).is_valid(one.record) for one, place in zip(records, where, strict=True)]


@pytest.mark.parametrize("which", EDITIONS)
def test_they_are_schemas(which):
    for path in paths(which, all_of_them=False):
        jsonschema_rs.meta.validate(schema_at(path, which))


@pytest.mark.slow
def test_all_of_them_are_schemas_with_names_of_their_own():
    names = set()
    for path in paths():
        schema = schema_at(path)
        jsonschema_rs.meta.validate(schema)
        names.add(schema["$id"])
    assert len(names) == len(paths())


@pytest.mark.parametrize("which", EDITIONS)
def test_javascript_takes_them_in_its_strict_mode(which):
    taken_by_ajv([schema_at(path, which) for path in paths(which, all_of_them=False)[:8]])


@pytest.mark.slow
def test_javascript_takes_all_of_them():
    """Its strict mode refuses unknown keywords and patterns that are not of ECMAScript."""
    taken_by_ajv([schema_at(path) for path in paths()])


def test_python_takes_them():
    [good, *_] = [one.record for one in judged_records() if one.record_type == "rating" and not one.found]
    jsonschema.Draft202012Validator(schema_at("strict/rating.json")).validate(good)


def test_whole_edition_and_one_item_say_the_same():
    one = artefact("json-schema", item="admin-licence")
    assert one["strict/admin-licence.json"] == artefact("json-schema")["strict/items/admin-licence.json"]
    assert len(one) == 3


def test_the_index_names_every_schema():
    index = json.loads(artefact("json-schema")["index.json"])
    named = {entry[kind] for entry in index["schemas"] for kind in ("strict", "permissive")}
    assert named | {"index.json"} == artefact("json-schema").keys()


@pytest.mark.parametrize("items", [False, True])
def test_verdicts_are_as_declared(items):
    records = judged_records(items)
    assert len(records) > 100
    assert disagreements("json-schema", records, accepted(records)) == []


def test_a_schema_without_its_patterns_is_caught():
    records = judged_records()
    blunt: dict[str, Any] = {}
    for record in {one.record_type for one in records}:
        schema = schema_at(f"strict/{record}.json")
        schema["allOf"] = [part for part in schema["allOf"] if part["x-rule"] not in ("pattern", "masked-value")]
        blunt[record] = jsonschema_rs.Draft202012Validator(schema)
    said = disagreements("json-schema", records, [blunt[one.record_type].is_valid(one.record) for one in records])
    assert any("masked-value" in one for one in said)
    assert "never refused for pattern alone, which it declares" in said


def test_unknown_members_are_for_readers_only():
    record = {"a_member_of_the_next_edition": "x"}
    assert validator("permissive", "licence").is_valid(record)
    assert not validator("strict", "licence").is_valid(record)


def test_a_reader_takes_all_that_a_sender_may_send_and_refuses_what_nobody_can_read():
    records = judged_records()
    by_sender, by_reader = accepted(records), accepted(records, "permissive")
    assert all(reader for sender, reader in zip(by_sender, by_reader, strict=True) if sender)
    for one, taken in zip(records, by_reader, strict=True):
        if not one.constructs & set(json_schema.READ):
            assert taken, one
    refused = {name for one, taken in zip(records, by_reader, strict=True) if not taken for name in one.constructs}
    assert set(json_schema.READ) <= refused


def test_values_as_nasty_as_they_come():
    strict = validator("strict", "object", "nasty")
    for record in nasty_records():
        assert strict.is_valid(record), record
    good = nasty_records()[0]
    for wrong in ({LONG: "abcd"}, {"def": "x01"}, {"class": None}, {"begin": "2015/02/29"}, {"group": "no such label"}):
        assert not strict.is_valid(good | wrong), wrong
    assert schema_at("strict/object.json", "nasty")["title"] == NASTY


def test_every_record_and_item_has_both():
    edition = shipped_model()
    expected = {f"{kind}/{record.id}.json" for record in edition.records for kind in ("strict", "permissive")}
    expected |= {f"{kind}/items/{item.id}.json" for item in edition.items for kind in ("strict", "permissive")}
    assert set(paths()) == expected
