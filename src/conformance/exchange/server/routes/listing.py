"""``GET /records``: the list of everything that changes, page by page."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.server import batches, pages, pull, records
from conformance.exchange.server.answers import answer, scope
from conformance.exchange.server.auth import Grant
from conformance.exchange.server.bodies import acceptable, moment_of
from conformance.exchange.server.cursors import Place
from conformance.exchange.server.envelopes import held
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.problems import error_at, refuse

router = APIRouter()
_USUAL = 50
"""Records of a page where no limit is given."""
_KNOWN = ("item", "since", "limit")


@router.get("/records", name="list")
def listing(
    request: Request, grant: Annotated[Grant, Depends(scope("list"))], _: Annotated[None, Depends(acceptable)]
) -> Response:
    """One page, and where to go on."""
    moment = moment_of(request)
    world = moment.world
    asked = _asked(moment)
    item, since = asked.get("item"), asked.get("since")
    window = records.Window(item, _place(since, item, moment), _limit(asked.get("limit"), moment))
    batches.settle(world, moment)
    pull.refresh(world)
    window = through(lambda hooks: hooks.window, window, moment)
    with world.store.transaction() as db:
        found = records.listed(db, window)
    found = through(lambda hooks: hooks.found, found, moment)
    # At the end the client keeps the cursor that it has: nothing came behind it.
    next_ = since if since is not None and not found.entries else world.cursors.text(found.end, item, world.now())
    return answer(moment, pages.page(found, next_, grant, moment))


def _asked(moment: Moment) -> dict[str, str]:
    """Parameters by name. Raises Refusal (400) for one that is unknown, empty or comes twice, and for an unknown item (422)."""
    pairs = parse_qsl(moment.call.query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    wrong = [
        error_at("", f"没有参数“{name}”。 / There is no parameter {name}.") for name in names if name not in _KNOWN
    ]
    wrong += [error_at("", f"参数“{one}”重复。 / {one} comes twice.") for one in _KNOWN if names.count(one) > 1]
    held(wrong, moment)
    asked = dict(pairs)
    if "item" in asked and asked["item"] not in moment.world.standard.items:
        raise refuse("unknown-item", "数据清单里没有这个数据事项。 / The data list has no such item.")
    return asked


def _limit(text: str | None, moment: Moment) -> int:
    most = moment.world.settings.limits.max_page_size
    if text is None:
        return min(_USUAL, most)
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise refuse("invalid-request", "limit 须是 1 以上的整数。 / limit has to be a number of 1 or more.")
    return min(int(text), most)


def _place(since: str | None, item: str | None, moment: Moment) -> Place:
    if since is None:
        return Place()
    world = moment.world
    with world.store.transaction() as db:
        retired = db.execute("SELECT 1 FROM retired_cursors WHERE cursor = ?", (since,)).fetchone()
    place = "expired" if retired else world.cursors.read(since, item, world.now())
    if isinstance(place, Place):
        return place
    if place == "expired":
        detail = (
            "游标已过期，请不带 since 重新取一遍清单。 / The cursor has expired; walk the list anew, without since."
        )
        raise refuse("cursor-expired", detail)
    if place == "other-item":
        raise refuse("invalid-request", "这个游标属于另一数据事项的清单。 / The cursor is of the list of another item.")
    raise refuse("invalid-request", "没有这个游标。 / There is no such cursor.")
