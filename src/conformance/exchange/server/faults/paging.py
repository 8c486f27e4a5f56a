"""Faults of the list: pages, their order, where they end, what is no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from msgspec.structs import replace

from conformance.exchange.server.cursors import Place
from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Document
from conformance.exchange.server.records import Found, Window, listed
from conformance.exchange.server.times import text_of


def _page(found: Found, moment: Moment) -> bool:
    return moment.call.operation == "list" and len(found.entries) > 1


@plant("limit-ignored", "window")
def limit_ignored(window: Window, moment: Moment) -> Window:
    """Pages are as long as the service likes."""
    return replace(window, limit=moment.world.settings.limits.max_page_size)


@plant("page-repeats-entry", "found")
def page_repeats_entry(found: Found, moment: Moment) -> Found:
    """The last entry of a page is the first of the next."""
    if not _page(found, moment):
        return found
    before = found.entries[-2]
    return replace(found, end=Place(before.modified, before.id))


@plant("page-skips-entry", "found")
def page_skips_entry(found: Found, moment: Moment) -> Found:
    """An entry is lost between two pages."""
    return replace(found, entries=found.entries[:-1]) if _page(found, moment) else found


@plant("order-unstable", "found")
def order_unstable(found: Found, moment: Moment) -> Found:
    """The newest entry of a page comes first."""
    return replace(found, entries=found.entries[::-1]) if _page(found, moment) else found


@plant("walk-begins-again", "found")
def walk_begins_again(found: Found, moment: Moment) -> Found:
    """Behind the last page comes the first one."""
    if moment.call.operation != "list" or found.entries:
        return found
    with moment.world.store.transaction() as db:
        return listed(db, Window(None, Place(), 5))


@plant("end-not-self-pointing", "answer")
def end_not_self_pointing(document: Document, moment: Moment) -> Document:
    """The empty page at the end points to another empty page."""
    asked, cursors, now = dict(parse_qsl(moment.call.query)), moment.world.cursors, moment.world.now()
    place = cursors.read(asked.get("since", ""), asked.get("item"), now)
    if moment.call.operation != "list" or document["records"] or not isinstance(place, Place):
        return document
    return {**document, "next": cursors.text(replace(place, id=f"{place.id}~"), asked.get("item"), now)}


@plant("end-without-next", "answer")
def end_without_next(document: Document, moment: Moment) -> Document:
    """The empty page at the end has no cursor, so that nobody can go on from it tomorrow."""
    ends = moment.call.operation == "list" and not document["records"]
    return without(dict(document), "next") if ends else document


@plant("next-is-address", "answer")
def next_is_address(document: Document, moment: Moment) -> Document:
    """The cursor is an address on another host."""
    if moment.call.operation != "list":
        return document
    return {**document, "next": f"http://exchange.example.org/records?since={document['next']}"}


@plant("since-ignored", "window")
def since_ignored(window: Window, moment: Moment) -> Window:
    """Whatever was seen already, the list begins at its beginning."""
    return replace(window, after=Place())


@plant("cursor-by-time-only", "window")
def cursor_by_time_only(window: Window, moment: Moment) -> Window:
    """A page goes on behind the time of the last entry, and entries of the same time are lost."""
    return replace(window, after=replace(window.after, id="~")) if window.after.modified else window


@plant("cursor-a-second-early", "window")
def cursor_a_second_early(window: Window, moment: Moment) -> Window:
    """A page begins a second before the last one ended."""
    if not window.after.modified:
        return window
    early = datetime.fromisoformat(window.after.modified) - timedelta(seconds=1)
    return replace(window, after=Place(text_of(early), ""))


@plant("pages-vary", "found")
def pages_vary(found: Found, moment: Moment) -> Found:
    """The same page asked for again ends elsewhere."""
    if not _page(found, moment) or moment.call.number % 2:
        return found
    last = found.entries[-2]
    return Found(found.entries[:-1], Place(last.modified, last.id))


@plant("list-ignores-item", "window")
def list_ignores_item(window: Window, moment: Moment) -> Window:
    """A list of one item holds all items."""
    return replace(window, item=None)


@plant("bad-limit-accepted", "request")
def bad_limit_accepted(call: Call, moment: Moment) -> Call:
    """A limit that is no number is not looked at."""
    kept = [part for part in call.query.split("&") if not part.startswith("limit=") or part[6:].isdecimal()]
    return replace(call, query="&".join(kept)) if call.operation == "list" else call


@plant("unknown-cursor-accepted", "request")
def unknown_cursor_accepted(call: Call, moment: Moment) -> Call:
    """A cursor that was never given begins the list anew."""
    return _without_cursor(call, moment, retired=False)


@plant("expired-cursor-accepted", "request")
def expired_cursor_accepted(call: Call, moment: Moment) -> Call:
    """A cursor that has expired begins the list anew, and nobody is told that tombstones may be missing."""
    return _without_cursor(call, moment, retired=True)


def _without_cursor(call: Call, moment: Moment, *, retired: bool) -> Call:
    """The call without a cursor that has expired, or that was never given."""
    values = dict(parse_qsl(call.query))
    cursor = values.get("since", "")
    if call.operation != "list" or not cursor:
        return call
    with moment.world.store.transaction() as db:
        known = db.execute("SELECT 1 FROM retired_cursors WHERE cursor = ?", (cursor,)).fetchone() is not None
    foreign = moment.world.cursors.read(cursor, values.get("item"), moment.world.now()) == "unknown"
    if known is not retired or not foreign:
        return call
    return replace(call, query=urlencode({name: value for name, value in values.items() if name != "since"}))


@plant("tombstones-missing", "found")
def tombstones_missing(found: Found, moment: Moment) -> Found:
    """What was withdrawn is gone without a word."""
    return replace(found, entries=tuple(one for one in found.entries if one.state == "current"))


@plant("tombstone-with-data", "answer")
def tombstone_with_data(document: Document, moment: Moment) -> Document:
    """A tombstone still says what the record said."""
    return _each_tombstone(document, moment, lambda one: {**one, "data": {"subject_name": "某某公司"}})


@plant("tombstone-without-reason", "answer")
def tombstone_without_reason(document: Document, moment: Moment) -> Document:
    """A tombstone does not say why."""
    return _each_tombstone(document, moment, lambda one: without(one, "reason"))


def _each_tombstone(document: Document, moment: Moment, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Document:
    entries: Any = document.get("records")
    if moment.call.operation != "list" or entries is None:
        return document
    return {**document, "records": [change(one) if one["state"] == "withdrawn" else one for one in entries]}
