"""What a schema looks like, and that it agrees with what LinkML itself makes of the record types."""

from __future__ import annotations

import json

import jsonschema
import pytest

import conformance
from conformance.publish.records.build import ANNOTATIONS, DIALECT, record_schema
from conformance.standard.compile.build import SCHEMA
from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.schema import Schema as LinkML
from recordschema.cases import STANDARD, sample_batch
from recordschema.validators import ROOT, by_jsonschema_rs

_checked: set[str] = set()


def _not_checked_yet(schema):
    """The schema less the parts that were checked in another: a part is sound or not whatever stands beside it."""

    def new(part) -> bool:
        text = json.dumps(part)
        seen = text in _checked
        _checked.add(text)
        return not seen

    assert isinstance(schema["allOf"], list)
    parts = [part for part in schema["allOf"] if new(part)] or schema["allOf"][:1]
    shared = {
        key: {name: part for name, part in schema[key].items() if new(part)}
        for key in ("$defs", "properties")
        if key in schema
    }
    return schema | shared | {"allOf": parts}


def test_an_unsound_part_is_found_wherever_it_stands():
    schema = record_schema("admin-licence", STANDARD)
    _not_checked_yet(schema)
    for key, part in [("allOf", [*schema["allOf"], {"type": 7}]), ("$defs", schema["$defs"] | {"x": {"type": 7}})]:
        with pytest.raises(jsonschema.SchemaError):
            jsonschema.Draft202012Validator.check_schema(_not_checked_yet(schema | {key: part}))
        _checked.discard(json.dumps({"type": 7}))


@pytest.mark.parametrize("item", STANDARD.items)
def test_it_is_a_sound_schema_with_a_name_of_its_own(item):
    schema = record_schema(item, STANDARD)
    jsonschema.Draft202012Validator.check_schema(_not_checked_yet(schema))
    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"urn:three-list-conformance:2016:record:{item}:submission:error"
    assert {part["x-severity"] for part in schema["allOf"]} == {"error"}
    assert all(part["x-rule"] in STANDARD.rules for part in schema["allOf"])
    assert {key for part in (schema, *schema["allOf"]) for key in part if key.startswith("x-")} <= set(ANNOTATIONS)


def test_who_sends_and_what_for_are_part_of_the_name():
    jiangsu = STANDARD.parties["province:320000"]
    schema = record_schema("admin-licence", STANDARD, jiangsu, "publication", "warning")
    assert schema["$id"].endswith(":admin-licence:publication:warning:party:province:320000")
    ours = {(c.rule, c.field) for c in jiangsu.checks["licence"]}
    assert ours <= {(part["x-rule"], part.get("x-field")) for part in schema["allOf"]}


def test_every_definition_is_referred_to():
    text = json.dumps(record_schema("admin-penalty", STANDARD, fail_on="warning"))
    for name in json.loads(text)["$defs"]:
        assert f'"#/$defs/{name}"' in text, name


def test_nested_values_break_the_type_as_they_break_the_rule():
    record = dict(sample_batch("admin-licence", 4).records[0])
    schema = record_schema("admin-licence", STANDARD)
    for value, nested in [({"a": 1}, True), (["x"], True), ("x", False), (1, False), (None, False), (True, False)]:
        broken = by_jsonschema_rs(schema, [record | {"remarks": value}])[0]
        assert ("nested-value" in {schema["allOf"][place]["x-rule"] for place in broken}) == nested
        report = conformance.check([record | {"remarks": value}], item="admin-licence", as_of="2016-12-31")
        assert ("nested-value" in {finding.rule for finding in report.findings}) == nested


def test_a_missing_key_is_an_empty_cell():
    schema = record_schema("admin-licence", STANDARD)
    record = {name: text for name, text in sample_batch("admin-licence", 4).records[0].items() if text is not None}
    whole, absent = by_jsonschema_rs(schema, [record, {n: t for n, t in record.items() if n != "project_name"}])
    assert {schema["allOf"][place]["x-field"] for place in absent - whole} == {"project_name"}


@pytest.fixture(scope="module")
def generated():
    """JSON Schema of every class by LinkML's own generator."""
    return Definitions(ROOT / SCHEMA).schemas


def test_fields_titles_and_patterns_are_those_of_linkml(generated):
    linkml = LinkML(ROOT / SCHEMA)
    for name, cls in linkml.record_classes():
        theirs = generated[str(cls.name)]
        ours = record_schema(f"any-{name}", STANDARD)
        assert set(ours["properties"]) == set(theirs["properties"])
        required = {part["x-field"] for part in ours["allOf"] if part["x-rule"] == "required"}
        assert required == set(theirs.get("required", ()))
        for field in STANDARD.record_types[name].fields:
            shapes = [
                c.params["pattern"]
                for c in STANDARD.record_types[name].checks
                if c.kind == "pattern" and c.field == field.name
            ]
            declared = theirs["properties"][field.name].get("pattern")
            assert shapes == ([declared] if declared and field.type != "citizen_id" else [])
