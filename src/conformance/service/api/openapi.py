"""``/openapi.json``: the API as one OpenAPI 3.1 document, made from :mod:`conformance.service.api.operations`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.profile.openapi import PROBLEM_TYPE, both
from conformance.service.api.components import EXAMPLES, SCHEMAS
from conformance.service.api.operations import OPERATIONS, PREFIX, Answer, Operation
from conformance.service.api.shared import published, rightly
from conformance.service.params import Param
from conformance.service.problems import REGISTER
from conformance.standard.load import load
from conformance.standard.model import Text
from conformance.version import __version__

Object = dict[str, Any]
router = APIRouter(prefix=PREFIX, dependencies=[Depends(rightly)])
_ALWAYS = (
    "unauthenticated",
    "forbidden",
    "method-not-allowed",
    "misdirected",
    "rate-limited",
    "internal-error",
    "unavailable",
)
"""Problems that any operation may have."""
_TAGS = {
    "checks": Text("校验文件：上传、进展、结果", "Files: sent, checked, and what came out"),
    "payloads": Text("校验接口数据", "Payloads of an interface"),
    "reference": Text("规则、数据事项、代码表、三清单", "Rules, data items, code lists and the three lists"),
    "history": Text("历史记录", "The history of checks"),
    "health": Text("服务自身", "The service itself"),
}
_HEADERS: dict[str, tuple[Text, Object]] = {
    "Location": (Text("这次校验的地址", "address of the check"), {"type": "string"}),
    "Retry-After": (Text("几秒后再来", "seconds after which to come again"), {"type": "integer", "minimum": 0}),
    "ETag": (Text("内容的标记", "tag of the content"), {"type": "string"}),
    "Allow": (Text("可用的方法", "methods that it takes"), {"type": "string"}),
    "WWW-Authenticate": (Text("如何确认身份", "how to say who asks"), {"type": "string"}),
}


@router.get("/openapi.json", name="openapi")
def document(request: Request) -> Response:
    """The document."""
    return published(request, _encoded())


@cache
def _encoded() -> bytes:
    return msgspec.json.encode(openapi_document())


@cache
def openapi_document() -> Object:
    """The document. Not to be changed by whoever gets it."""
    edition = load().edition
    paths: Object = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "三清单校验服务 / Checks by the three-list standard",
            "version": __version__,
            "description": both(
                Text("conformance serve 的接口；本机使用不要令牌，其他机器使用要令牌。",
                     "The API of conformance serve; on the machine itself it needs no token, from elsewhere it does.")
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "x-standard": {"edition": edition.id, "version": edition.version, "digest": load().digest},
        },
        "servers": [{"url": PREFIX, "description": "服务自身的地址 / the service itself"}],
        "tags": [{"name": name, "description": both(text)} for name, text in _TAGS.items()],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS(),
            "examples": EXAMPLES,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "启动时给定的令牌 / the token of the start"}},
            "headers": {
                name: {"description": both(text), "schema": schema} for name, (text, schema) in _HEADERS.items()
            },
        },
    }  # fmt: skip


def _operation(one: Operation) -> Object:
    found: Object = {
        "operationId": one.id.replace("-", "_"),
        "summary": both(one.title),
        "tags": [one.tag],
        "parameters": [_parameter(param) for param in one.params],
        "responses": {**{str(answer.status): _answer(answer) for answer in one.answers}, **_refusals(one)},
    }
    if one.bodies:
        content = {kind: {"schema": schema, **_example(one.id, kind)} for kind, schema in one.bodies}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _example(operation: str, kind: str) -> Object:
    names = [name for name, where in _BODY_EXAMPLES.items() if where == (operation, kind)]
    return {"examples": {name: {"$ref": f"#/components/examples/{name}"} for name in names}} if names else {}


_BODY_EXAMPLES = {"licence": ("check-payload", "application/json")}
"""Example → the operation and the type of body that it is for."""


def _parameter(one: Param) -> Object:
    example = {} if one.example is None else {"example": one.example}
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path",
        "description": both(one.what),
        "schema": one.schema,
        **example,
    }


def _answer(one: Answer) -> Object:
    schema: Object = {} if one.schema in (None, "Any") else {"schema": {"$ref": f"#/components/schemas/{one.schema}"}}
    return {
        "description": both(one.what),
        **({"headers": _headers(one.headers)} if one.headers else {}),
        **({"content": dict.fromkeys(one.types, schema)} if one.types else {}),
    }


def _headers(names: Iterable[str]) -> Object:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusals(one: Operation) -> Object:
    """What an operation may be refused for, by status."""
    names = dict.fromkeys((*_ALWAYS, *one.refusals))
    if one.params or one.bodies:
        names["invalid-request"] = None
    if any(param.place == "path" for param in one.params):
        names["not-found"] = None
    if any(answer.types for answer in one.answers):
        names["not-acceptable"] = None
    found: dict[int, list[str]] = {}
    for name in names:
        found.setdefault(REGISTER[name].status, []).append(name)
    return {str(status): _refusal(status, types) for status, types in sorted(found.items())}


def _refusal(status: int, names: list[str]) -> Object:
    types = [REGISTER[name] for name in names]
    lines = [f"- `{one.id}` {both(one.what)}. {both(one.remedy)}" for one in types]
    headers = dict.fromkeys(name for one in types for name in one.headers)
    return {
        "description": "\n".join([HTTPStatus(status).phrase, "", *lines]),
        **({"headers": _headers(headers)} if headers else {}),
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
