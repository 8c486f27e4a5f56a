from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.exchange.profile.load import profile
from conformance.exchange.profile.openapi import openapi_document, operation_id
from conformance.publish.records.build import DIALECT
from conformance.standard.load import load

DOCUMENT = openapi_document()
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = [(path, method, one) for path, item in DOCUMENT["paths"].items() for method, one in item.items()]
OF_RECORDS = set(DOCUMENT["components"]["schemas"]["RecordData"]["x-items"].values())


def test_it_is_an_openapi_document():
    """But for the schemas of the record types, which take the validator ten seconds: see the slow test."""
    left = {
        name: schema
        for name, schema in SCHEMAS.items()
        if not name.startswith("part-") and f"#/components/schemas/{name}" not in OF_RECORDS
    }
    document = {**DOCUMENT, "components": {**DOCUMENT["components"], "schemas": left}}
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


@pytest.mark.slow
def test_it_is_one_with_the_record_types():
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_its_schemas_are_of_2020_12(name):
    jsonschema_rs.meta.validate({"$schema": DIALECT, **SCHEMAS[name]})


def test_it_has_the_operations_of_the_profile():
    told = {(one["operationId"], method.upper(), path) for path, method, one in OPERATIONS}
    assert told == {(operation_id(one), one.method, one.path) for one in profile().operations}


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_says_how_it_refuses(path, method, operation):
    refusals = {status for status in operation["responses"] if status >= "400"}
    assert {"404", "405", "406", "429", "500", "503"} <= refusals
    assert ("401" in refusals and "403" in refusals) == bool(operation["security"]) or path == "/token"


def test_a_record_and_a_body_refer_only_to_what_is_there():
    for target in set(references(DOCUMENT)):
        part: Any = DOCUMENT
        for step in target.removeprefix("#/").split("/"):
            part = part[step]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (content["schema"], name.removeprefix("#/components/examples/"))
        for _, _, operation in OPERATIONS
        for part in (operation.get("requestBody", {}), *operation["responses"].values())
        for content in part.get("content", {}).values()
        for name in (one["$ref"] for one in content.get("examples", {}).values())
    ],
)
def test_the_examples_are_valid_where_they_are_shown(schema, name):
    whole = {"components": {"schemas": SCHEMAS}, **schema}
    assert jsonschema_rs.is_valid(whole, DOCUMENT["components"]["examples"][name]["value"])


def test_the_schema_of_a_record_is_found_by_its_item():
    assert SCHEMAS["RecordData"]["x-items"].keys() == load().items.keys()
    licence = {"components": {"schemas": SCHEMAS}, "$ref": SCHEMAS["RecordData"]["x-items"]["admin-licence"]}
    good, bad = (record["data"] for record in DOCUMENT["components"]["examples"]["batch"]["value"]["records"])
    assert jsonschema_rs.is_valid(licence, good)
    assert not jsonschema_rs.is_valid(licence, bad)


def test_it_stays_of_a_size_that_can_be_read():
    import json

    assert len(json.dumps(DOCUMENT, ensure_ascii=False).encode()) < 1_000_000
