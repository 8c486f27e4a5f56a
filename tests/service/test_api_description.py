"""The OpenAPI document says what there is, all of it and nothing else; and requests are held to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
import pytest
from openapi_spec_validator import validate
from starlette.routing import Route

from conformance.service import api
from conformance.service.api.openapi import openapi_document
from conformance.service.api.operations import OPERATIONS, Operation
from service.live import API, GOOD, Live, live_at, problem, waiting

READING = [one for one in OPERATIONS if one.method == "get" and one.tag in ("reference", "history", "health")]


def test_it_is_a_valid_document():
    validate(openapi_document())  # type: ignore[arg-type]


def test_it_has_every_route_and_no_other():
    routes = [route for router in api.ROUTERS for route in router.routes if isinstance(route, Route)]
    there = {
        (method.lower(), route.path.replace("id_", "id"), route.name)
        for route in routes
        for method in route.methods or ()
    }
    assert there == {(one.method, API + one.path, one.id) for one in OPERATIONS}


def address(one: Operation) -> str:
    """The operation with the examples of all its parameters, as the document has them."""
    path = one.path
    for param in one.params:
        if param.place == "path":
            path = path.replace(f"{{{param.name}}}", quote(str(param.example), safe=":"))
    return path.removeprefix("/")


@pytest.mark.parametrize("operation", READING, ids=lambda one: one.id)
def test_what_is_read_is_of_its_schema_and_has_its_types(live: Live, operation: Operation):
    answer = live.get(address(operation))
    assert answer.status_code == 200, answer.text
    said = operation.answers[0]
    assert answer.headers["Content-Type"].partition(";")[0] in said.types
    assert all(name in answer.headers for name in said.headers)
    if said.schema not in (None, "Any"):
        assert list(errors(answer.json(), said.schema or "")) == []


def errors(value: Any, schema: str) -> Any:
    document = openapi_document()
    root = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"#/components/schemas/{schema}",
        "components": document["components"],
    }
    return jsonschema_rs.validator_for(root).iter_errors(value)


def test_a_check_and_a_report_are_of_their_schemas(live: Live):
    queued = live.post("checks", files={"file": ("a.csv", GOOD.read_bytes())}).json()
    done = live.get(f"checks/{queued['id']}", headers=waiting(30)).json()
    report = live.post("payload-checks?item=admin-licence", json=[{"行政许可决定书文号": "1"}]).json()
    assert done["state"] == "done"
    for value, schema in (
        (queued, "Check"),
        (done, "Check"),
        (report, "Report"),
        (live.get("checks").json(), "Checks"),
    ):
        assert list(errors(value, schema)) == []
    assert list(errors(live.get("nowhere").json(), "Problem")) == []
    assert list(errors({**done, "more": 1}, "Check")) != []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "get"], ids=lambda one: one.id)
def test_a_parameter_that_there_is_not_is_refused(live: Live, operation: Operation):
    answer = live.get(f"{address(operation)}?colour=red")
    assert (answer.status_code, problem(answer)) == (400, "invalid-request")
    assert "colour" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("checks?limit=0", 400), ("checks?limit=201", 400), ("checks?limit=x", 400), ("checks?limit=", 400),
        ("checks?limit=1&limit=2", 400), ("runs?kind=other", 400), ("runs?after=1", 400), ("runs?item=nothing", 400),
        ("runs?party=nobody", 400), ("rules/nothing", 404), ("items/nothing", 404), ("items/nothing/schema", 404),
        ("items/nothing/template", 404), ("items/admin-licence/template?format=doc", 400), ("items/admin-licence?party=nobody", 400),
        ("code-lists/nothing", 404), ("catalogue?list=nothing", 400), ("catalogue?unit=nobody", 400), ("catalogue?clause=x", 400),
        ("catalogue?lang=fr", 400), ("catalogue/nothing:x", 404), ("checks/1", 404), (f"checks/{'0' * 32}/results/html", 404),
        (f"checks/{'0' * 32}/upload", 404),
    ],
)  # fmt: skip
def test_what_does_not_exist_or_cannot_be_meant_is_refused_with_a_sentence(live: Live, path: str, status: int):
    answer = live.get(path)
    assert (answer.status_code, problem(answer)) == (status, "not-found" if status == 404 else "invalid-request")


@pytest.mark.parametrize(
    "path", ["rules", "items", "items/admin-licence/schema", "code-lists/usage_scope", "catalogue", "openapi.json"]
)
def test_reference_data_has_a_tag_and_is_not_sent_twice(live: Live, path: str):
    first = live.get(path)
    tag = first.headers["ETag"]
    assert live.get(path).headers["ETag"] == tag
    for known in (tag, f'"other", W/{tag}', "*"):
        again = live.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert live.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert problem(live.get(path, headers={"Accept": "image/png"})) == "not-acceptable"


def test_the_catalogue_is_searched_as_the_command_does(live: Live):
    found = live.get("catalogue?" + urlencode({"unit": "市环保局", "list": "data"})).json()["entries"]
    assert found
    assert all(one["list"] == "data" for one in found)
    english = live.get("catalogue/data:admin-licence?lang=en").json()
    assert english["title"] == english["title_en"]


def test_readiness_says_what_is_missing(tmp_path):
    with live_at(tmp_path / "kept", workers=0, payload_workers=0) as up:
        answer = up.get("health/ready")
        assert (answer.status_code, problem(answer)) == (503, "unavailable")
        assert answer.headers["Retry-After"] == "2"
        assert "payloads" in answer.json()["detail"]
