"""Faults of what a service says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Document


def _told(document: Document, moment: Moment, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Document:
    """The discovery document changed; any other as it is."""
    return change(dict(document)) if moment.call.operation == "discovery" else document


@plant("declares-what-it-lacks", "request")
def declares_what_it_lacks(call: Call, moment: Moment) -> Call:
    """Reference data are declared and are not there."""
    return replace(call, path="/nothing") if call.operation in {"catalogue", "code-list"} else call


@plant("hides-what-it-has", "answer")
def hides_what_it_has(document: Document, moment: Moment) -> Document:
    """Queries are answered and not declared."""
    return _told(
        document, moment, lambda told: {**told, "operations": [one for one in told["operations"] if one != "query"]}
    )


@plant("declares-type-it-refuses", "declared_type")
def declares_type_it_refuses(declared: bool, moment: Moment) -> bool:
    """CSV is declared and refused."""
    return declared and "text/csv" not in (moment.call.header("Content-Type") or "")


@plant("edition-not-declared", "answer")
def edition_not_declared(document: Document, moment: Moment) -> Document:
    """The edition that is served is not among those declared."""
    return _told(document, moment, lambda told: {**told, "editions": ["2013"]})


@plant("limits-not-declared", "answer")
def limits_not_declared(document: Document, moment: Moment) -> Document:
    """Not every limit is declared."""
    unsaid = "token_failures_per_minute"
    return _told(document, moment, lambda told: {**told, "limits": without(told["limits"], unsaid)})


@plant("page-limit-understated", "answer")
def page_limit_understated(document: Document, moment: Moment) -> Document:
    """Pages may be longer than is declared."""
    return _told(document, moment, lambda told: {**told, "limits": {**told["limits"], "max_page_size": 7}})


@plant("unknown-item-declared", "answer")
def unknown_item_declared(document: Document, moment: Moment) -> Document:
    """A data item is declared that the standard has not."""
    return _told(document, moment, lambda told: {**told, "items": [*told["items"], "credit-score"]})


@plant("other-profile", "answer")
def other_profile(document: Document, moment: Moment) -> Document:
    """The profile that the service keeps to is another."""
    return _told(document, moment, lambda told: {**told, "profile": "1.0"})


@plant("items-not-declared", "answer")
def items_not_declared(document: Document, moment: Moment) -> Document:
    """Of the items that are given one only is declared."""
    return _told(document, moment, lambda told: {**told, "items": ["admin-penalty"]})
