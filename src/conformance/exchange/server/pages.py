"""Pages of records as one client may see them."""

from __future__ import annotations

from typing import Any

from conformance.exchange.server.auth import Grant
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.records import Found, document, restricted_fields

END = "end"
"""``next`` of an answer that has no more pages and is no part of the list."""
_ALL = "query-restricted"


def page(found: Found, next_: str, grant: Grant, moment: Moment) -> dict[str, Any]:
    """``RecordPage``."""
    world = moment.world
    entries = []
    for entry in found.entries:
        hidden = frozenset[str]()
        if _ALL not in grant.scopes:
            hidden = restricted_fields(world.standard.record_type_of(entry.item))
        hidden = through(lambda hooks: hooks.restricted, hidden, moment)
        entries.append(document(entry, hidden))
    return {"edition": world.standard.edition.id, "records": entries, "next": next_}
