"""The exchanges as HAR 1.2, which browsers' tools and proxies open. What HAR has no place for stands in keys that begin with ``_``."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.model import Exchange, Headers
from conformance.standard.words import pick

FILE = "exchanges.har"
_HTTP = "HTTP/1.1"
_UNKNOWN = -1


def render(raw: Raw) -> str:
    """The whole log."""
    log = {
        "version": "1.2",
        "creator": {"name": "three-list-conformance", "version": raw.run.tool},
        "entries": [_entry(one, raw) for one in raw.exchanges],
    }
    return json.dumps({"log": log}, ensure_ascii=True, indent=1) + "\n"


def _entry(exchange: Exchange, raw: Raw) -> dict[str, Any]:
    milliseconds = round(exchange.seconds * 1000, 3)
    entry: dict[str, Any] = {
        "startedDateTime": exchange.started,
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_sequence": exchange.sequence,
        "_participant": exchange.participant,
        "_test": exchange.test,
        "_step": exchange.step,
        "_attempt": exchange.attempt,
    }
    if exchange.tls is not None:
        entry["_tls"] = exchange.tls
    if exchange.trouble is not None:
        entry["comment"] = pick(exchange.trouble.text, raw.lang)
        entry["_trouble"] = exchange.trouble.kind
    return entry


def _request(exchange: Exchange) -> dict[str, Any]:
    request = exchange.request
    made: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _headers(request.headers),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        ],
        "headersSize": _UNKNOWN,
        "bodySize": len(request.body),
    }
    if request.body:
        text, encoding = _text(request.body)
        made["postData"] = {"mimeType": _media(request.headers), "params": [], "text": text}
        if encoding is not None:
            made["postData"]["_encoding"] = encoding
    return made


def _response(exchange: Exchange) -> dict[str, Any]:
    response = exchange.response
    if response is None:
        # As browsers' tools have it: no answer is status 0.
        content: dict[str, Any] = {"size": 0, "mimeType": "x-unknown"}
        status, location = 0, None
        headers: Headers = ()
    else:
        text, encoding = _text(response.body)
        content = {"size": len(response.body), "mimeType": _media(response.headers), "text": text}
        if encoding is not None:
            content["encoding"] = encoding
        status, headers, location = response.status, response.headers, response.header("Location")
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _headers(headers),
        "content": content,
        "redirectURL": location or "",
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN if response is None else len(response.body),
    }


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _media(headers: Headers) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "x-unknown")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _text(body: bytes) -> tuple[str, str | None]:
    """The body as text, and the encoding by which it became one."""
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError:
        return base64.b64encode(body).decode("ascii"), "base64"
