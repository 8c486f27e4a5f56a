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
from conformance.exchange.server.problems import refuse

BOMB_BYTES = 50 * 1024 * 1024
"""Of a gzip bomb, unpacked: enough to be one, and nothing that harms a machine."""
ENDLESS_BYTES = 256 * 1024 * 1024
"""After which even an answer without end ends, should nobody hang up."""
DRIPS = 600
"""Bytes of a slow answer, one a second."""
_CHUNK = b" " * 65536


def _catalogue(reply: Reply, moment: Moment) -> bool:
    return moment.call.operation == "catalogue" and reply.status == 200


async def _start(reply: Reply, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _more(body: bytes, send: Send, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


@plant("slow-catalogue", "wire")
async def slow_catalogue(reply: Reply, moment: Moment, send: Send) -> None:
    """The catalogue comes a byte a second."""
    if not _catalogue(reply, moment):
        return await put(reply, send)
    await _start(reply, send)
    for at in range(DRIPS):
        await _more(reply.body[at : at + 1], send)
        await asyncio.sleep(1)
    return await _more(reply.body[DRIPS:], send, more=False)


@plant("cut-catalogue", "wire")
async def cut_catalogue(reply: Reply, moment: Moment, send: Send) -> None:
    """The connection ends in the middle of the catalogue."""
    if not _catalogue(reply, moment):
        return await put(reply, send)
    await _start(reply.having("Content-Length", str(len(reply.body))), send)
    return await _more(reply.body[: len(reply.body) // 2], send)


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB_BYTES, compresslevel=6, mtime=0)


@plant("gzip-bomb", "wire")
async def gzip_bomb(reply: Reply, moment: Moment, send: Send) -> None:
    """The catalogue is fifty kilobytes that become fifty megabytes."""
    if _catalogue(reply, moment):
        reply = Reply(reply.status, reply.having("Content-Encoding", "gzip").headers, _bomb())
    await put(reply, send)


@plant("endless-catalogue", "wire")
async def endless_catalogue(reply: Reply, moment: Moment, send: Send) -> None:
    """The catalogue does not end."""
    if not _catalogue(reply, moment):
        return await put(reply, send)
    await _start(reply, send)
    for _ in range(ENDLESS_BYTES // len(_CHUNK)):
        await _more(_CHUNK, send)
        await asyncio.sleep(0)
    return await _more(reply.body, send, more=False)


@plant("redirect-to-other-host", "response")
def redirect_to_other_host(reply: Reply, moment: Moment) -> Reply:
    """The catalogue is said to be on another host, in the clear."""
    if not _catalogue(reply, moment):
        return reply
    return Reply(307, (*reply.headers, ("Location", "http://exchange.example.org/catalogs/2016")), b"")


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
def always_too_many(call: Call, moment: Moment) -> Call:
    """Whoever asks for the list is told to come again in a second, every time."""
    if call.operation == "list":
        raise refuse("rate-limited", "请求过于频繁。 / Too many requests.", headers={"Retry-After": "1"})
    return call
