"""What routes share: what was given, what can be answered, how long to wait, whether somebody has it already."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec
from fastapi import Request, Response

from conformance.exchange.server.bodies import JSON, accepts
from conformance.exchange.server.messages import Call
from conformance.service.problems import refuse
from conformance.standard.model import Text

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
