"""Taking values out of what was answered, for later requests and checks. All of it is redacted, as exchanges are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.exchange.lenient import read
from conformance.exchange.model import Exchange
from conformance.exchange.run.origins import resolved
from conformance.exchange.run.state import flattened
from conformance.exchange.suite.pointers import at

_GOOD = range(200, 300)


def captured(wanted: Mapping[str, Mapping[str, Any]], exchanges: Sequence[Exchange]) -> Iterator[tuple[str, Any]]:
    """Name and value of everything that a step takes and that was there to be taken."""
    for name, where in wanted.items():
        value = _value(where, exchanges)
        if value is not None:
            yield from flattened(name, value)


def _value(where: Mapping[str, Any], exchanges: Sequence[Exchange]) -> Any:
    last = exchanges[-1] if exchanges else None
    if last is None or last.response is None:
        return None
    if "header" in where:
        value = last.response.header(str(where["header"]))
        located = value is not None and str(where["header"]).lower() in ("location", "content-location")
        return resolved(last.request.url, value) if located and value is not None else value
    if where.get("url"):
        return last.request.url
    if where.get("status"):
        return last.response.status
    if "items" in where:
        return _items(where, exchanges)
    return at(read(last.response.body), str(where["pointer"]))


def _items(where: Mapping[str, Any], exchanges: Sequence[Exchange]) -> list[Any] | None:
    """The elements of a list over all pages, or one member of each that has it; None where no page has the list."""
    found: list[Any] = []
    seen = False
    for exchange in exchanges:
        if exchange.response is None or exchange.response.status not in _GOOD:
            continue
        part = at(read(exchange.response.body), str(where["items"]))
        if isinstance(part, list):
            seen = True
            found += part
    if not seen:
        return None
    if "member" in where:
        return [one[where["member"]] for one in found if isinstance(one, dict) and where["member"] in one]
    return found
