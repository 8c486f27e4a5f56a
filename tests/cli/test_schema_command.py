from __future__ import annotations

import json

import jsonschema_rs

from conformance.cli.schema import EXCHANGE, OPENAPI, REPORT
from conformance.standard.load import load


def test_the_schema_of_an_item(conformance):
    code, out, err = conformance("schema", "data:admin-licence")
    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert schema["$id"] == "urn:three-list-conformance:2016:record:admin-licence:submission:error"
    assert {part["x-severity"] for part in schema["allOf"]} == {"error"}


def test_what_only_warns_is_in_it_on_request(conformance):
    _, out, _ = conformance("schema", "admin-licence", "--fail-on", "warning", "--purpose", "publication")
    assert {part["x-severity"] for part in json.loads(out)["allOf"]} == {"error", "warning"}


def test_it_goes_into_a_file(conformance, tmp_path):
    target = tmp_path / "licence.schema.json"
    code, out, err = conformance("schema", "admin-licence", "--output", target, "--lang", "en")
    assert (code, out, err) == (0, "", f"wrote {target}\n")
    assert json.loads(target.read_text(encoding="utf-8"))["type"] == "object"


def test_unknown_items_and_parties_are_refused(conformance):
    assert conformance("schema", "admin-licences")[0] == 2
    code, _, err = conformance("schema", "admin-licence", "--party", "province:999999", "--lang", "en")
    assert code == 2
    assert "province:999999" in err


def test_the_schema_of_the_report(conformance, bad):
    code, out, err = conformance("schema", "report")
    assert (code, err) == (0, "")
    _, report, _ = conformance("check", bad, "--format", "json")
    assert jsonschema_rs.is_valid(json.loads(out), json.loads(report))


def test_the_report_has_no_party_or_purpose(conformance):
    code, _, err = conformance("schema", "report", "--purpose", "submission", "--fail-on", "error")
    assert code == 2
    assert "--purpose, --fail-on" in err


def test_no_item_is_called_as_these_are():
    assert not {REPORT, EXCHANGE, OPENAPI} & load().items.keys()


def test_the_schema_of_an_envelope(conformance):
    code, out, err = conformance("schema", "exchange:SubjectQuery")
    assert (code, err) == (0, "")
    question = {"subject": {"scheme": "uscc", "id": "91310000TTTTEHDD84"}, "purpose": "资格审查"}
    assert jsonschema_rs.is_valid(json.loads(out), question)
    assert not jsonschema_rs.is_valid(json.loads(out), question | {"purpos": "资格审查"})


def test_the_schema_of_all_envelopes(conformance):
    _, out, _ = conformance("schema", "exchange")
    assert jsonschema_rs.is_valid(json.loads(out), {"error": "invalid_client"})
    assert not jsonschema_rs.is_valid(json.loads(out), {"error": "no such error"})


def test_an_unknown_envelope_is_refused_with_what_may_be_meant(conformance):
    code, _, err = conformance("schema", "exchange:Batches", "--lang", "en")
    assert code == 2
    assert "Batch" in err


def test_the_openapi_document(conformance):
    code, out, err = conformance("schema", "openapi")
    assert (code, err) == (0, "")
    assert json.loads(out)["openapi"].startswith("3.1.")


def test_the_exchange_has_no_party(conformance):
    code, _, err = conformance("schema", "openapi", "--party", "province:320000")
    assert code == 2
    assert "--party" in err
