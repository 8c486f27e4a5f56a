"""An exchange as one line of JSON, its bodies beside it under their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from conformance.exchange.model import Exchange, Headers, Request, Response, Trouble
from conformance.standard.model import Text

FIRST = "0" * 64
"""What the first line says is before it."""


def digest(octets: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(octets).hexdigest()


def encoded(exchange: Exchange, before: str) -> tuple[bytes, tuple[bytes, ...]]:
    """The line, with its line end, and the bodies that it names. ``before``: digest of the line before, which chains them."""
    request, response = exchange.request, exchange.response
    value: dict[str, Any] = {
        "sequence": exchange.sequence,
        "participant": exchange.participant,
        "test": exchange.test,
        "step": exchange.step,
        "attempt": exchange.attempt,
        "started": exchange.started,
        "seconds": exchange.seconds,
        "tls": exchange.tls,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "body": _named(request.body),
        },
        "response": None,
        "trouble": None,
        "before": before,
    }
    if response is not None:
        value["response"] = {
            "status": response.status,
            "headers": response.headers,
            "body": _named(response.body),
            "redacted": response.redacted,
            "content_digest": response.content_digest,
        }
    if exchange.trouble is not None:
        trouble = exchange.trouble
        value["trouble"] = {"kind": trouble.kind, "text": {"zh": trouble.text.zh, "en": trouble.text.en}}
    line = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
    bodies = (request.body, b"" if response is None else response.body)
    return line, tuple(body for body in bodies if body)


def decoded(line: Mapping[str, Any], bodies: Mapping[str, bytes]) -> Exchange:
    """The exchange of a line. Raises KeyError, TypeError or ValueError for what :func:`encoded` did not write."""
    request, response, trouble = line["request"], line["response"], line["trouble"]
    return Exchange(
        sequence=int(line["sequence"]),
        participant=str(line["participant"]),
        test=str(line["test"]),
        step=str(line["step"]),
        attempt=int(line["attempt"]),
        request=Request(
            str(request["method"]), str(request["url"]), _headers(request["headers"]), _body(request["body"], bodies)
        ),
        response=None
        if response is None
        else Response(
            int(response["status"]),
            _headers(response["headers"]),
            _body(response["body"], bodies),
            bool(response["redacted"]),
            response["content_digest"],
        ),
        trouble=None
        if trouble is None
        else Trouble(trouble["kind"], Text(str(trouble["text"]["zh"]), str(trouble["text"]["en"]))),
        started=str(line["started"]),
        seconds=float(line["seconds"]),
        tls=line["tls"],
    )


def _named(body: bytes) -> dict[str, Any] | None:
    return {"sha256": digest(body), "bytes": len(body)} if body else None


def _body(named: Mapping[str, Any] | None, bodies: Mapping[str, bytes]) -> bytes:
    return b"" if named is None else bodies[named["sha256"]]


def _headers(written: Any) -> Headers:
    return tuple((str(name), str(value)) for name, value in written)
