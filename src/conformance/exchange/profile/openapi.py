"""The exchange as one OpenAPI 3.1 document, made from operations, envelopes, problem types and the record types.

Rows of a batch are open objects in it, since a wrong row is rejected by the receipt and does not make the batch invalid. What
a record of an item has to be is a component for each record type (``LicenceRecord``); ``x-items`` in the schema of a
record's data says which one holds for which item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from itertools import groupby
from typing import Any

from conformance.exchange.profile.envelopes import body_names, envelope_definitions
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import Answer, Body, Header, Operation, Parameter, ProblemType
from conformance.exchange.profile.words import INTRODUCTION, SCOPES, TAGS
from conformance.publish.names import NameTable, name_table
from conformance.publish.records.build import record_type_schemas
from conformance.publish.shape_schema import placed
from conformance.standard.load import load
from conformance.standard.model import Standard, Text

Object = dict[str, Any]
PROBLEM_TYPE = "application/problem+json"
_SCHEMAS = "#/components/schemas/"
_REQUEST_ID = "X-Request-Id"


@cache
def openapi_document(edition: str = "2016") -> Object:
    """The document for one edition. Not to be changed by whoever gets it. Raises ValueError for an unknown edition."""
    standard = load(edition)
    return document_of(standard, {name: component_of(name_table(edition), name) for name in standard.record_types})


def component_of(names: NameTable, record_type: str, item: str | None = None) -> str:
    """The component of a record type or an item, such as ``ListEntryRecord``: from the locked names, that clients go on compiling.

    Those of XML, which takes any word for a name, as components do.
    """
    return f"{names.record('xsd', record_type, item)}Record"


def document_of(standard: Standard, components: Mapping[str, str]) -> Object:
    """The document for any edition, or for a part of one; ``components`` has the component of each of its record types."""
    found = profile()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "三清单信用信息交换规范 / Exchange of credit information by the three lists",
            "version": found.version,
            "description": both(INTRODUCTION, "\n\n"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "x-standard": {
                "edition": standard.edition.id,
                "version": standard.edition.version,
                "digest": standard.digest,
            },
        },
        "servers": [{"url": "/", "description": "服务自身的地址 / the service itself"}],
        "tags": [{"name": name, "description": both(text)} for name, text in TAGS.items()],
        "paths": _paths(found.operations),
        "components": {
            "schemas": _schemas(standard, components),
            "responses": {status: _refusal(types) for status, types in _by_status(found.problems)},
            "headers": {header.name: _header(header) for header in found.headers},
            "parameters": {_REQUEST_ID: _request_id(found.headers)},
            "examples": {one.id: {"summary": both(one.title), "value": one.value} for one in found.examples},
            "securitySchemes": _security_schemes(),
        },
    }


def both(text: Text, between: str = " / ") -> str:
    """Chinese, then English."""
    return f"{text.zh}{between}{text.en}"


def operation_id(operation: Operation) -> str:
    """The name that generated clients make a function of."""
    return operation.id.replace("-", "_")


def _paths(operations: Iterable[Operation]) -> Object:
    paths: Object = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return paths


def _operation(one: Operation) -> Object:
    body = {"requestBody": {"required": True, "content": dict(map(_content, one.bodies))}} if one.bodies else {}
    return {
        "operationId": operation_id(one),
        "summary": both(one.title),
        "description": both(one.what, "\n\n"),
        "tags": [one.capability or "service"],
        "security": _security(one),
        "parameters": [{"$ref": f"#/components/parameters/{_REQUEST_ID}"}, *map(_parameter, one.parameters)],
        **body,
        "responses": {**{str(answer.status): _answer(answer) for answer in one.answers}, **_refusals(one)},
    }


def _security(one: Operation) -> list[Object]:
    if one.id == "token":
        return [{"client": []}]
    return [] if one.scope is None else [{"token": [one.scope]}]


def _parameter(one: Parameter) -> Object:
    schema: Object = {"type": one.type}
    schema |= {} if one.pattern is None else {"pattern": one.pattern}
    schema |= {} if one.minimum is None else {"minimum": one.minimum}
    example = {} if one.example is None else {"example": int(one.example) if one.type == "integer" else one.example}
    return {
        "name": one.name,
        "in": one.place,
        "required": one.required,
        "description": both(one.what),
        "schema": schema,
        **example,
    }


def _request_id(headers: Iterable[Header]) -> Object:
    one = next(header for header in headers if header.name == _REQUEST_ID)
    # Without its pattern: a value that does not fit is no wrong request, the service answers with one of its own.
    return _parameter(Parameter(one.name, "header", one.what, example=one.example))


def _content(body: Body) -> tuple[str, Object]:
    schema = {"type": "string"} if body.envelope is None else {"$ref": _SCHEMAS + body.envelope}
    return body.media_type, {"schema": {"description": both(body.what), **schema}, **_examples(body.examples)}


def _examples(names: Sequence[str]) -> Object:
    return {"examples": {name: {"$ref": f"#/components/examples/{name}"} for name in names}} if names else {}


def _answer(answer: Answer) -> Object:
    content = {"application/json": {"schema": {"$ref": _SCHEMAS + answer.envelope}, **_examples(answer.examples)}}
    links = {name.replace("-", "_"): _link(name) for name in answer.leads_to}
    return {
        "description": both(answer.what),
        "headers": _headers(answer.headers),
        "content": content,
        **({"links": links} if links else {}),
    }


def _link(name: str) -> Object:
    return {"operationId": name.replace("-", "_"), "parameters": {"id": "$response.body#/id"}}


def _headers(names: Iterable[str]) -> Object:
    everywhere = [header.name for header in profile().headers if header.everywhere]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*everywhere, *names)}


def _header(one: Header) -> Object:
    schema = {"type": "string"} if one.pattern is None else {"type": "string", "pattern": one.pattern}
    source = {} if one.source is None else {"x-source": one.source}
    example = {} if one.example is None else {"example": one.example}
    return {"description": both(one.what), "schema": schema, **example, **source}


def _refusals(one: Operation) -> Object:
    """The problems of an operation by their status: the shared answer, unless it has only some of the types."""
    shared = dict(_by_status(profile().problems))
    found: Object = {}
    for status, types in _by_status([profile().problem(name) for name in one.problems]):
        whole = list(types) == list(shared[status])
        found[status] = {"$ref": f"#/components/responses/{status}"} if whole else _refusal(types)
    return found


def _by_status(problems: Iterable[ProblemType]) -> list[tuple[str, tuple[ProblemType, ...]]]:
    return [(str(status), tuple(types)) for status, types in groupby(problems, key=lambda one: one.status)]


def _refusal(types: Sequence[ProblemType]) -> Object:
    phrase = HTTPStatus(types[0].status).phrase
    lines = [f"- `{one.id}` {both(one.what)}. {both(one.remedy)}" for one in types]
    headers = dict.fromkeys(name for one in types for name in one.headers)
    example = [
        one.id
        for one in profile().examples
        if one.envelope == "Problem" and one.value["type"] in {t.type for t in types}
    ]
    return {
        "description": "\n".join([phrase, "", *lines]),
        "headers": _headers(headers),
        "content": {PROBLEM_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}, **_examples(example)}},
        "x-problem-types": [one.type for one in types],
    }


def _schemas(standard: Standard, components: Mapping[str, str]) -> Object:
    envelopes = {name: _named(name, part) for name, part in sorted(envelope_definitions(body_names()).items())}
    envelopes["RecordData"] |= {"x-items": _items(standard, components)}
    records, shared = record_type_schemas(standard)
    renamed = {f"#/$defs/{name}": f"{_SCHEMAS}{_part(name)}" for name in shared}
    if taken := envelopes.keys() & {components[name] for name in records}:
        raise ValueError(f"components of envelopes and of records are both called {', '.join(sorted(taken))}")
    return {
        **envelopes,
        **{components[name]: _named(components[name], _renamed(records[name], renamed)) for name in sorted(records)},
        **{_part(name): _renamed(part, renamed) for name, part in shared.items()},
    }


def _named(name: str, part: Object) -> Object:
    """With its own name for a title, since generators make that the name of a class; the Chinese title goes before the description."""
    said = [text for text in (part.get("title"), part.get("description")) if text and text != name]
    return {**placed(part, _SCHEMAS), "title": name, **({"description": " / ".join(said)} if said else {})}


def _items(standard: Standard, components: Mapping[str, str]) -> Object:
    """Item → the component of its record type."""
    return {name: _SCHEMAS + components[item.record_type] for name, item in sorted(standard.items.items())}


def _part(name: str) -> str:
    return f"part-{name}"


def _renamed(part: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(part, Mapping):
        return {key: renamed[value] if key == "$ref" else _renamed(value, renamed) for key, value in part.items()}
    return [_renamed(value, renamed) for value in part] if isinstance(part, list) else part


def _security_schemes() -> Object:
    scopes = {name: both(text) for name, text in SCOPES.items()}
    return {
        "token": {
            "type": "oauth2",
            "description": "访问令牌（RFC 6750） / access token (RFC 6750)",
            "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": scopes}},
        },
        "client": {
            "type": "http",
            "scheme": "basic",
            "description": "客户端编号和密钥 / client id and secret",
        },
    }
