"""OpenAPI as an artefact. That the reference server is what it says is tested in ``tests/exchange``."""

from __future__ import annotations

import json
from functools import cache

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.exchange.profile.openapi import component_of, document_of, openapi_document
from conformance.publish.names import name_table
from conformance.publish.records.build import DIALECT
from publish.emit.nasty import nasty_records, nasty_standard
from publish.emit.proof import artefact, disagreements, judged_records


def document(which: str = "shipped", item: str | None = None):
    return json.loads(artefact("openapi", which, item)["openapi.json"])


@cache
def validator(name: str, which: str = "shipped"):
    return component(name, document(which)["components"]["schemas"])


def component(name: str, schemas):
    # As clients have it: the component within the whole document.
    whole = {"$schema": DIALECT, "$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    return jsonschema_rs.Draft202012Validator(whole)


def test_it_is_the_document_that_services_have():
    assert document() == openapi_document()


def test_an_item_has_its_own_record_and_no_other():
    schemas = document(item="admin-licence")["components"]["schemas"]
    assert {name for name in schemas if name.endswith("Record")} & {"LicenceRecord", "PenaltyRecord"} == set()
    assert schemas["RecordData"]["x-items"] == {"admin-licence": "#/components/schemas/AdminLicenceRecord"}


@pytest.mark.parametrize(("which", "item"), [("shipped", "admin-licence"), ("nasty", None)])
def test_it_is_an_openapi_document(which, item):
    assert list(OpenAPIV31SpecValidator(document(which, item)).iter_errors()) == []


def test_components_have_the_names_that_are_locked():
    """The record type and the item are both words that mean something elsewhere."""
    assert "ObjectRecord" in document("nasty")["components"]["schemas"]
    assert "MarketCreditItemRecord" in document(item="market-credit")["components"]["schemas"]


def test_a_record_type_that_is_called_as_an_envelope_is_refused():
    standard = nasty_standard()
    with pytest.raises(ValueError, match="both called BatchRecord"):
        document_of(standard, dict.fromkeys(standard.record_types, "BatchRecord"))


def test_verdicts_are_as_declared():
    records = judged_records()
    names = [component_of(name_table(), one.record_type) for one in records]
    accepted = [validator(name).is_valid(one.record) for one, name in zip(records, names, strict=True)]
    assert disagreements("openapi", records, accepted) == []


@pytest.mark.parametrize(
    ("keyword", "wrong"),
    [
        ("required", {key: value for key, value in nasty_records()[0].items() if key != "class"}),
        ("allOf", nasty_records()[0] | {"def": "x01"}),
    ],
    ids=["required", "rules"],
)
def test_a_document_that_forgets_something_is_caught(keyword, wrong):
    """What is required, or the rules: it takes what the right one refuses."""
    assert not validator("ObjectRecord", "nasty").is_valid(wrong)
    assert component("ObjectRecord", without(document("nasty")["components"]["schemas"], keyword)).is_valid(wrong)


def without(value, keyword: str):
    if isinstance(value, dict):
        return {key: without(one, keyword) for key, one in value.items() if key != keyword}
    return [without(one, keyword) for one in value] if isinstance(value, list) else value


def test_values_as_nasty_as_they_come():
    judge = validator("ObjectRecord", "nasty")
    assert all(judge.is_valid(record) for record in nasty_records())
    assert not judge.is_valid(nasty_records()[0] | {"class": None})
