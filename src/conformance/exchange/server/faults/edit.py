"""What hooks do to answers, in a word each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Reply


def edited(reply: Reply, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Reply:
    """The answer with another JSON object."""
    return with_body(reply, json.dumps(change(json.loads(reply.body)), ensure_ascii=False).encode())


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    """The object but for some members."""
    return {name: value for name, value in document.items() if name not in names}


def with_body(reply: Reply, body: bytes) -> Reply:
    """The answer with other bytes."""
    return replace(reply, body=body)


def other_status(reply: Reply, moment: Moment, operation: str, right: int, wrong: int) -> Reply:
    """The answer of an operation with another status than the right one; any other answer as it is."""
    meant = moment.call.operation == operation and reply.status == right
    return replace(reply, status=wrong) if meant else reply
