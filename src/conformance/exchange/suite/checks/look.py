"""Looking into exchanges: what several check kinds have to read in the same way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from conformance.exchange import lenient
from conformance.exchange.model import Exchange, Request
from conformance.exchange.suite import pointers

ABSENT: Final = object()
"""Where a pointer leads nowhere."""
_SHOWN = 60
DISCOVERY = "/.well-known/credit-exchange"


def body_of(exchange: Exchange) -> Any:
    """The JSON value of an answer, read leniently; UNREADABLE where there is none, or no answer."""
    return lenient.UNREADABLE if exchange.response is None else lenient.read(exchange.response.body)


def sent(exchange: Exchange) -> Any:
    """The JSON value that was sent; UNREADABLE where it was none."""
    return lenient.read(exchange.request.body)


def at(exchange: Exchange, pointer: str) -> Any:
    """What stands at a pointer of the answer; ABSENT where nothing does."""
    return pointers.at(body_of(exchange), pointer, ABSENT)


def entries(value: Any, pointer: str) -> list[Mapping[str, Any]]:
    """The objects of a list at a pointer; none where there is no list. What is no object is left to the envelope's check."""
    found = pointers.at(value, pointer)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def answered(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Those that have an answer."""
    return [one for one in exchanges if one.response is not None]


def succeeded(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Those whose answer is a success (2xx)."""
    return [one for one in exchanges if one.response is not None and 200 <= one.response.status < 300]


def refused(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Those whose answer is a refusal or an error (4xx and 5xx)."""
    return [one for one in exchanges if one.response is not None and one.response.status >= 400]


def header_of(request: Request, name: str) -> str | None:
    """The first value of a header of a request, its name in any case."""
    wanted = name.lower()
    return next((value for key, value in request.headers if key.lower() == wanted), None)


def query_of(exchange: Exchange) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(exchange.request.url).query, keep_blank_values=True))


def path_of(exchange: Exchange, base: str) -> str:
    """The path below the base address of the participant."""
    path = urlsplit(exchange.request.url).path
    prefix = urlsplit(base).path.rstrip("/")
    return path[len(prefix) :] if prefix and path.startswith(prefix) else path


def media_type(value: str | None) -> str:
    """A media type without its parameters, in lower case; empty where there is none."""
    return "" if value is None else value.partition(";")[0].strip().lower()


def shown(value: object) -> str:
    """A value in a sentence, cut where it is long."""
    if value is ABSENT:
        return "∅"
    if value is lenient.UNREADABLE:
        return "(no JSON)"
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = str(value)[:_SHOWN]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def listed(values: Iterable[object], most: int = 3) -> str:
    """Some values in a sentence, and how many more there are."""
    every = [shown(value) for value in values]
    more = len(every) - most
    return "、".join(every[:most]) + (f" (+{more})" if more > 0 else "")


def called(exchange: Exchange) -> str:
    """An exchange in a sentence: its number, method and path. Identifiers never stand in addresses, and parameters are left out."""
    return f"#{exchange.sequence} {exchange.request.method} {urlsplit(exchange.request.url).path}"


def doubled(values: Sequence[str]) -> list[str]:
    """Values that came before, as often as they come again."""
    seen: set[str] = set()
    again: list[str] = []
    for value in values:
        if value in seen:
            again.append(value)
        seen.add(value)
    return again
