"""What routes share: what was given, what can be answered, how long to wait, whether somebody has it already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import Request, Response

from conformance.exchange.server.bodies import JSON, accepts
from conformance.exchange.server.messages import Call
from conformance.report.errors import unknown
from conformance.service.api.operations import BY_ID
from conformance.service.asking import once
from conformance.service.problems import bad_request, error_at, refuse
from conformance.standard.model import Text

_NUMBER = re.compile(r"[0-9]{1,9}")
_WAIT = re.compile(r"\bwait\s*=\s*([0-9]{1,6})\b", re.IGNORECASE)


def call_of_request(request: Request) -> Call:
    """The request as a value."""
    from conformance.exchange.server.frame import call_of

    return call_of(request.scope, 0)


def expect_acceptable(request: Request, offered: str = JSON) -> None:
    """Raise Refusal (406) where the client accepts nothing that can be given."""
    kind = offered.partition(";")[0]
    if not accepts(call_of_request(request), kind):
        raise refuse("not-acceptable", Text(f"这里只以 {kind} 应答。", f"The answer can only be {kind}."))


def answer(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(document), status, headers, JSON)


def waits(request: Request) -> int:
    """Seconds that the client is ready to wait (``Prefer: wait=N``, RFC 7240), at the most as many as the service allows."""
    found = _WAIT.search(request.headers.get("prefer", ""))
    most: int = request.app.state.settings.limits.wait_seconds
    return min(most, int(found[1])) if found else 0


def published(request: Request, content: bytes, media_type: str = JSON) -> Response:
    """What is the same for everybody as long as the edition is: with its tag, and 304 to who has it already."""
    expect_acceptable(request, media_type)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, media_type)


def rightly(request: Request) -> None:
    """Dependency of every route: its parameters are those that it is said to have, each once and as it is said to be.

    Raises Refusal: 400, and 404 where a part of the path cannot be anything that there is.
    """
    operation = BY_ID[request.scope["route"].name]
    given = once(request.query_params.multi_items())
    known = {one.name: one for one in operation.params if one.place == "query"}
    unheard = sorted(set(given) - set(known))
    if unheard:
        raise bad_request(unknown("参数", "parameter", unheard[0], known))
    for name, value in given.items():
        why = _wrong(known[name].schema, value)
        if why is not None:
            text = Text(f"参数 {name} 不合要求：{why.zh}。", f"The parameter {name} is not as it should be: {why.en}.")
            raise refuse("invalid-request", text, [error_at(f"/query/{name}", why.en)])


def _wrong(schema: Mapping[str, Any], value: str) -> Text | None:
    """What is wrong with a parameter's value; an empty one is as good as none where any text may stand."""
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        fine = _NUMBER.fullmatch(value) is not None and least <= int(value) <= most
        return None if fine else Text(f"须是 {least} 至 {most} 的整数", f"it is no number from {least} to {most}")
    if "enum" in schema and value not in schema["enum"]:
        return Text(f"须是 {'、'.join(schema['enum'])} 之一", f"it is none of {', '.join(schema['enum'])}")
    if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        return Text(f"须符合 {schema['pattern']}", f"it does not match {schema['pattern']}")
    most = schema.get("maxLength")
    if most is not None and len(value) > most:
        return Text(f"最多 {most} 个字符", f"it has more than {most} characters")
    return None
