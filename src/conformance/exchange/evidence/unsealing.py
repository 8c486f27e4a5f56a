"""Putting back what pseudonyms stand for, escaped as the place wants it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from conformance.exchange.evidence.escapes import Span, view
from conformance.exchange.evidence.memory import Memory, TooMuchWork
from conformance.exchange.evidence.scan import Form

Place: TypeAlias = Form | Literal["address", "plain"]

_ESCAPES: Mapping[Place, Callable[[str], str]] = {
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "xml": lambda text: escape(text, {'"': "&quot;"}),
    "form": lambda text: quote_plus(text, errors="surrogatepass"),
    "address": lambda text: quote(text, safe="", errors="surrogatepass"),
}


def unsealed(text: str, memory: Memory, place: Place) -> str:
    """The text with what its pseudonyms stand for; as it is where looking for them would take for ever."""
    read = view(text)
    put = _ESCAPES.get(place, str)
    try:
        places = [*memory.pseudonyms.found(read.text)]
    except TooMuchWork:
        return text
    spans = [Span(start, end, memory.raw[read.text[start:end]]) for start, end in places]
    return read.replaced(spans, put) if spans else text
