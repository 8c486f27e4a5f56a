"""Clearing up: every record that the run pushed is withdrawn, and what could not be is said.

What was pushed is read off the exchanges: receipts name the records, batches without a receipt are asked for theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from conformance.exchange.lenient import read
from conformance.exchange.model import Exchange
from conformance.exchange.run.model import CLEANUP, RUN
from conformance.exchange.run.origins import resolved
from conformance.exchange.run.outgoing import outgoing
from conformance.exchange.run.results import Cleanup
from conformance.exchange.run.sending import Sender
from conformance.exchange.run.state import Context, State
from conformance.exchange.run.steps.base import Doing
from conformance.exchange.suite.pointers import at
from conformance.standard.model import Text

_ENDING = ("withdrawal", "repair")
_GONE = (201, 404, 409, 410)
"""Answers to a withdrawal after which there is nothing left to withdraw."""


def clear(state: State, context: Context) -> Cleanup:
    """Withdraw what is left of what was pushed to a participant."""
    if not pushed(state.exchanges):
        return Cleanup()
    sender = Sender(context, state)
    doing = Doing(RUN, CLEANUP, state, context, sender)
    if not state.has("token.full"):
        return Cleanup(0, tuple(pushed(state.exchanges)), Text("没有访问令牌，无法撤回", "there is no access token"))
    for address in _unread(state.exchanges):
        _send(doing, {"method": "GET", "url": f"{address}/receipt", "as": "full"})
    before = set(_withdrawn(state.exchanges))
    left, done = [], 0
    for record in dict.fromkeys(_records(state.exchanges)):
        if record in before:
            continue
        answer = _send(
            doing,
            {
                "method": "POST",
                "path": f"/records/{quote(record, safe='', errors='surrogatepass')}/corrections",
                "as": "full",
                "body": {"json": {"kind": "withdrawal", "reason": "conformance probe: cleanup"}},
            },
        )
        if answer.response is not None and answer.response.status in _GONE:
            done += 1
        else:
            left.append(record)
    left += _unread(state.exchanges)
    reason = Text("对方没有接受撤回", "the service did not take the withdrawal") if left else None
    return Cleanup(done, tuple(left), reason)


def _send(doing: Doing, params: dict[str, Any]) -> Exchange:
    return doing.send(outgoing(params, doing.state, doing.context.setup, doing.context.standard), retry=True)


def pushed(exchanges: list[Exchange]) -> list[str]:
    """Addresses of the batches that were taken, each once."""
    found = []
    for one in exchanges:
        path = urlsplit(one.request.url).path.rstrip("/")
        taken = one.response is not None and one.response.status in (200, 201, 202)
        if one.request.method != "POST" or not path.endswith("/batches") or not taken or one.response is None:
            continue
        location = one.response.header("Location")
        name = at(read(one.response.body), "/id")
        if location is not None:
            found.append(resolved(one.request.url, location))
        elif isinstance(name, str):
            found.append(
                f"{one.request.url.partition('?')[0].rstrip('/')}/{quote(name, safe='', errors='surrogatepass')}"
            )
    return list(dict.fromkeys(found))


def _receipts(exchanges: list[Exchange]) -> Iterator[tuple[str, Any]]:
    """Address of the batch and body of each receipt."""
    for one in exchanges:
        address = one.request.url.partition("?")[0].rstrip("/")
        if (
            one.request.method == "GET"
            and address.endswith("/receipt")
            and one.response is not None
            and one.response.status == 200
        ):
            yield address.removesuffix("/receipt"), read(one.response.body)


def _unread(exchanges: list[Exchange]) -> list[str]:
    """Batches of which no receipt was ever read."""
    known = {address for address, _ in _receipts(exchanges)}
    return [address for address in pushed(exchanges) if address.partition("?")[0].rstrip("/") not in known]


def _records(exchanges: list[Exchange]) -> Iterator[str]:
    """Ids of the records that receipts of batches of ours name, and of no other batches."""
    ours = {address.partition("?")[0].rstrip("/") for address in pushed(exchanges)}
    for address, receipt in _receipts(exchanges):
        if address not in ours:
            continue
        lines = at(receipt, "/lines")
        for line in lines if isinstance(lines, list) else ():
            record = line.get("record") if isinstance(line, dict) else None
            if isinstance(record, str) and record:
                yield record


def _withdrawn(exchanges: list[Exchange]) -> Iterator[str]:
    """Ids of the records whose withdrawal or repair the tests had already and successfully asked for."""
    for one in exchanges:
        parts = urlsplit(one.request.url).path.rstrip("/").split("/")
        if one.request.method != "POST" or parts[-1] != "corrections" or len(parts) < 3:
            continue
        if one.response is None or one.response.status != 201:
            continue
        kind = at(read(one.request.body), "/kind")
        if kind in _ENDING and at(read(one.response.body), "/state") == "accepted":
            yield unquote(parts[-2])
