"""Requests and answers as people are shown them."""

from __future__ import annotations

import contextlib

import msgspec

from conformance.exchange.evidence.views.words import say
from conformance.exchange.model import Exchange, Headers
from conformance.report.view import visible
from conformance.standard.model import Lang
from conformance.standard.words import pick


def request_lines(exchange: Exchange, lang: Lang, most: int) -> list[str]:
    """Request line, headers and the first ``most`` characters of the body."""
    request = exchange.request
    return [f"{visible(request.method)} {visible(request.url)}", *_message(request.headers, request.body, lang, most)]


def answer_lines(exchange: Exchange, lang: Lang, most: int) -> list[str]:
    """Status, headers and the first ``most`` characters of the body, or why there is no answer."""
    if exchange.response is None:
        why = "" if exchange.trouble is None else pick(exchange.trouble.text, lang)
        return [f"{say('no-answer', lang)}: {why}" if why else say("no-answer", lang)]
    response = exchange.response
    lines = [f"HTTP {response.status}", *_message(response.headers, response.body, lang, most)]
    return [*lines, say("redacted", lang)] if response.redacted else lines


def _message(headers: Headers, body: bytes, lang: Lang, most: int) -> list[str]:
    lines = [f"{visible(name)}: {visible(value)}" for name, value in headers]
    return [*lines, "", *shown(body, lang, most)] if body else lines


def shown(body: bytes, lang: Lang, most: int) -> list[str]:
    """A body as lines of text: JSON indented, line ends kept, what has no shape escaped."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" in body:
            return [say("binary", lang, bytes=len(body))]
        text = body.decode("utf-8", "backslashreplace")
    with contextlib.suppress(msgspec.DecodeError, RecursionError):
        # Token by token: what is there twice, or written oddly, stays so.
        text = msgspec.json.format(text, indent=2)
    cut = len(text) > most
    lines = [visible(line) for line in text[:most].split("\n")]
    return [*lines, say("cut", lang, bytes=len(body))] if cut else lines
