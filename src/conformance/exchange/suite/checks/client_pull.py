"""Clients that pull: cursors, ends, going on, and what queries say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.clients import all_right, asked
from conformance.exchange.suite.checks.look import (
    answered,
    at,
    body_of,
    called,
    entries,
    query_of,
    sent,
    shown,
    succeeded,
)


def _walks(scene: Scene) -> list[Exchange]:
    return asked(scene, "GET", "/records")


@kind("client-cursor", across=True)
def check_client_cursor(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A cursor is one that the service gave, unchanged."""
    known: set[str] = set()
    looked = 0
    for one in _walks(scene):
        cursor = query_of(one).get("since")
        if cursor and known:
            looked += 1
            if cursor not in known:
                return departs(
                    "游标应为服务给出的原样，实际不是。",
                    f"A cursor has to be one that the service gave; {called(one)} has {shown(cursor)}.",
                    one,
                )
        given = at(one, "/next")
        if isinstance(given, str):
            known.add(given)
    if not looked:
        return unseen("没有看到按游标续取。", "Nothing was seen to be fetched by a cursor.")
    return holds(f"{looked} 次都用了服务给出的游标。", f"All {looked} cursors are those that the service gave.")


@kind("client-walks-on", across=True)
def check_client_walks_on(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Pages are followed to the empty one at the end."""
    pages = succeeded(_walks(scene))
    if not pages:
        return unseen("没有看到取清单。", "No list was fetched.")
    last = pages[-1]
    if entries(body_of(last), "/records"):
        return departs(
            "应续取到空页为止，实际在有记录的一页停下。",
            "Pages have to be followed to the empty one; the client stopped at one with entries.",
            last,
        )
    return holds(f"{len(pages)} 页取到了末尾。", f"The client followed {len(pages)} pages to the end.")


@kind("client-goes-on", across=True)
def check_client_goes_on(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A later walk goes on where the one before ended, and does not begin anew, unless the cursor had expired."""
    pages = answered(_walks(scene))
    ends = [
        place
        for place, one in enumerate(pages)
        if answer(one).status == 200 and not entries(body_of(one), "/records") and place + 1 < len(pages)
    ]
    if not ends:
        return unseen("没有看到第二次取清单。", "No second walk was seen.")
    wrong = [pages[place + 1] for place in ends if query_of(pages[place + 1]).get("since") != at(pages[place], "/next")]
    return all_right(
        wrong,
        len(ends),
        ("以后都从上次的游标续取", "Later walks go on from the last cursor"),
        ("应从上次的游标续取", "A later walk has to go on from the last cursor"),
    )


@kind("client-starts-anew", across=True)
def check_client_starts_anew(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """After a cursor has expired (410) the list is fetched from the beginning."""
    pages = answered(_walks(scene))
    expired = [place for place, one in enumerate(pages) if answer(one).status == 410]
    if not expired:
        return unseen("没有遇到过期的游标。", "No cursor had expired.")
    last = expired[-1]
    after = pages[last + 1 :]
    if any("since" not in query_of(one) for one in after):
        return holds("游标过期后从头取清单。", "After its cursor had expired the client began anew.")
    return departs(
        "游标过期（410）后应从头取清单，实际没有。",
        "After its cursor had expired (410) the client has to begin anew; it did not.",
        pages[last],
    )


@kind("client-asks-properly", across=True)
def check_client_asks_properly(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every query says what it is for."""
    queries = asked(scene, "POST", "/subject-queries")
    if not queries:
        return unseen("没有看到按主体查询。", "No query was seen.")
    wrong = [one for one in queries if not isinstance(sent(one), dict) or not sent(one).get("purpose")]
    return all_right(
        wrong,
        len(queries),
        ("查询都说明了用途", "Every query says its purpose"),
        ("查询应说明用途", "A query has to say its purpose"),
    )
