"""Faults of what carries the answers: connections, encodings, redirects, the clock, limits."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache

from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.frame import put
from conformance.exchange.server.hooks import Moment, Send
from conformance.exchange.server.messages import Call, Reply

BOMB_BYTES = 50 * 1024 * 1024
"""Of a gzip bomb, unpacked: enough to be one, and nothing that harms a machine."""
ENDLESS_BYTES = 256 * 1024 * 1024
"""After which even an answer without end ends, should nobody hang up."""
DRIPS = 600
"""Bytes of a slow answer, one a second."""
_CHUNK = b" " * 65536


async def _start(reply: Reply, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _more(body: bytes, send: Send, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


@plant("slow-list", "wire")
async def slow_list(reply: Reply, moment: Moment, send: Send) -> None:
    """The list comes a byte a second."""
    if moment.call.operation != "list":
        return await put(reply, send)
    await _start(reply, send)
    for at in range(DRIPS):
        await _more(reply.body[at : at + 1], send)
        await asyncio.sleep(1)
    return await _more(reply.body[DRIPS:], send, more=False)


@plant("cut-list", "wire")
async def cut_list(reply: Reply, moment: Moment, send: Send) -> None:
    """The connection ends in the middle of the list."""
    if moment.call.operation != "list":
        return await put(reply, send)
    await _start(reply.having("Content-Length", str(len(reply.body))), send)
    return await _more(reply.body[: len(reply.body) // 2], send)


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB_BYTES, compresslevel=6, mtime=0)


@plant("gzip-bomb", "wire")
async def gzip_bomb(reply: Reply, moment: Moment, send: Send) -> None:
    """The list is fifty kilobytes that become fifty megabytes."""
    if moment.call.operation == "list":
        reply = Reply(reply.status, reply.having("Content-Encoding", "gzip").headers, _bomb())
    await put(reply, send)


@plant("endless-list", "wire")
async def endless_list(reply: Reply, moment: Moment, send: Send) -> None:
    """The list does not end."""
    if moment.call.operation != "list":
        return await put(reply, send)
    await _start(reply, send)
    for _ in range(ENDLESS_BYTES // len(_CHUNK)):
        await _more(_CHUNK, send)
        await asyncio.sleep(0)
    return await _more(reply.body, send, more=False)


@plant("redirect-to-other-host", "response")
def redirect_to_other_host(reply: Reply, moment: Moment) -> Reply:
    """Queries are sent on to another host, and the token with them."""
    if moment.call.operation != "query":
        return reply
    return Reply(307, (*reply.headers, ("Location", "http://exchange.example.org/subject-queries")), b"")


@plant("clock-an-hour-behind", "response")
def clock_an_hour_behind(reply: Reply, moment: Moment) -> Reply:
    """``Date`` is an hour behind."""
    told = parsedate_to_datetime(reply.header("Date") or "") - timedelta(hours=1)
    return reply.having("Date", format_datetime(told, usegmt=True))


@plant("request-id-not-echoed", "response")
def request_id_not_echoed(reply: Reply, moment: Moment) -> Reply:
    """``X-Request-Id`` does not come back."""
    return reply.having("X-Request-Id", None)


@plant("always-too-many", "request")
def always_too_many(call: Call, moment: Moment) -> Call | Reply:
    """Whoever asks for records is told to come again in a second, every time."""
    if call.operation not in {"list", "query"}:
        return call
    return Reply(429, (("Retry-After", "1"), ("Content-Type", "application/problem+json")), b"{}")
