"""What surrounds every request: the request as a value, routing, the hooks on both sides, and what every answer carries.

The whole answer is held until it is finished (all are small), so that a hook can look at it and change it.
"""

from __future__ import annotations

import itertools
import re
import sys
import time
import traceback
import uuid
from collections.abc import MutableMapping, Sequence
from typing import Any, TypeAlias

from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope

from conformance.exchange.server import drain
from conformance.exchange.server.hooks import Moment, Send, through
from conformance.exchange.server.messages import Call, Reply, changed
from conformance.exchange.server.problems import Problem, Refusal
from conformance.exchange.server.times import http_date
from conformance.exchange.server.world import World

Message: TypeAlias = MutableMapping[str, Any]
_NOT_MODIFIED = 304
"""Its Content-Length would be that of the answer that is not sent (RFC 9110, section 8.6)."""
_REQUEST_ID = re.compile(r"[!-~]{1,128}")
"""What is echoed; anything else is answered with an id of ours, so that no header can be smuggled in."""


class Frame:
    """ASGI middleware, the outermost of the app."""

    def __init__(self, app: ASGIApp, world: World, routes: Sequence[Route]) -> None:
        self.app = app
        self.world = world
        self.routes = routes
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        settings, state = self.world.settings, scope.setdefault("state", {})
        started, begun = self.world.now(), time.perf_counter()
        limit = settings.limits.max_body_bytes
        taken = drain.Counted(receive, 0 if settings.watch is None else limit)
        call = routed(call_of(scope, next(self._numbers)), self.routes)
        reply = await self._answer(call, scope, taken)
        moment = Moment(state.get("call", call), self.world, state.get("body", b""))
        reply = self._finished(reply, moment.call)
        reply = through(lambda hooks: hooks.response, reply, moment)
        await taken.rest(call, limit)
        if not taken.ended and reply.header("Connection") is None:
            reply = reply.having("Connection", "close")
        if settings.watch is not None:
            body = state.get("body", bytes(taken.kept))
            try:
                await run_in_threadpool(settings.watch.see, call, body, reply, started, time.perf_counter() - begun)
            except Exception:
                # What was not written down must not look as if it had been done.
                traceback.print_exc(file=sys.stderr)
                detail = "往来未能记录，本次请求作废。 / The exchange could not be recorded."
                reply = self._finished(Problem("unavailable", detail, headers=(("Retry-After", "60"),)).reply(), call)
        wire = next((one.wire for one in settings.hooks if one.wire is not None), None)
        if wire is not None:
            await wire(reply, moment, send)
        else:
            await put(reply, send, head=call.method == "HEAD")

    async def _answer(self, call: Call, scope: Scope, receive: Receive) -> Reply:
        """The answer of the app, whatever happens in it."""
        try:
            moment = Moment(call, self.world)
            for hooks in self.world.settings.hooks:
                if hooks.request is not None:
                    changed_call = hooks.request(call, moment)
                    if isinstance(changed_call, Reply):
                        scope["state"]["call"] = call
                        return changed_call
                    call = routed(changed_call, self.routes)
            scope["state"]["call"] = call
            refused = unrouted(call, self.routes)
            if refused is not None:
                raise Refusal(refused)
            return await _collected(self.app, _scope_of(call, scope), receive)
        except Refusal as refusal:
            moment = Moment(call, self.world, scope["state"].get("body", b""))
            return through(lambda hooks: hooks.problem, refusal.problem, moment).reply()
        except ClientDisconnect:
            return Problem("invalid-request", "请求没有发完。 / The request broke off.").reply()
        except Exception:
            # The trace is for whoever runs the server, never for whoever asked.
            traceback.print_exc(file=sys.stderr)
            return Problem("internal-error", "服务内部错误，请把 instance 告知服务方。 / Internal error.").reply()

    def _finished(self, reply: Reply, call: Call) -> Reply:
        """The answer with what every answer carries."""
        asked = call.header("X-Request-Id") or ""
        headers = changed(reply.headers, "Date", http_date(self.world.now()))
        headers = changed(headers, "X-Request-Id", asked if _REQUEST_ID.fullmatch(asked) else str(uuid.uuid4()))
        return replace(reply, headers=headers)


def call_of(scope: Scope, number: int) -> Call:
    """The request as a value, before its body is read."""
    headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in scope["headers"])
    host, port = scope.get("server") or ("127.0.0.1", 80)
    peer = (scope.get("client") or ("", 0))[0]
    return Call(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        peer=peer,
        base=f"{scope.get('scheme', 'http')}://{f'[{host}]' if ':' in host else host}:{port}",
        operation=None,
        number=number,
    )


def _scope_of(call: Call, scope: Scope) -> Scope:
    """The ASGI scope for the call, which a hook may have changed; HEAD is answered as GET is."""
    return {
        **scope,
        "method": "GET" if call.method == "HEAD" else call.method,
        "path": call.path,
        "raw_path": call.path.encode(),
        "query_string": call.query.encode("latin-1"),
        "headers": [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in call.headers],
    }


def methods_at(path: str, routes: Sequence[Route]) -> dict[str, str]:
    """Method → operation, for a path."""
    found: dict[str, str] = {}
    for route in routes:
        if route.path_regex.match(path):
            found.update(dict.fromkeys(route.methods or (), route.name))
    if "GET" in found:
        found["HEAD"] = found["GET"]
    return found


def routed(call: Call, routes: Sequence[Route]) -> Call:
    """The call with the operation that its method and path stand for."""
    return replace(call, operation=methods_at(call.path, routes).get(call.method))


def unrouted(call: Call, routes: Sequence[Route]) -> Problem | None:
    """Why a call is no operation: no such path, or not with this method; None where it is one."""
    if call.operation is not None:
        return None
    known = methods_at(call.path, routes)
    if not known:
        detail = "没有这个地址。本服务提供的操作见 /.well-known/credit-exchange。 / There is nothing at this address."
        return Problem("not-found", detail)
    allowed = ", ".join(sorted(known))
    detail = f"这个地址只能用：{allowed}。 / This address takes only: {allowed}."
    return Problem("method-not-allowed", detail, headers=(("Allow", allowed),))


async def _collected(app: ASGIApp, scope: Scope, receive: Receive) -> Reply:
    """What an app answers, whole."""
    start: Message = {}
    parts: list[bytes] = []

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, take)
    headers = tuple(
        (key.decode("latin-1"), value.decode("latin-1"))
        for key, value in start["headers"]
        if key.lower() != b"content-length"
    )
    return Reply(start["status"], headers, b"".join(parts))


async def put(reply: Reply, send: Send, *, head: bool = False) -> None:
    """Send an answer as it is; one to HEAD without its body."""
    headers = reply.headers
    if reply.header("Content-Length") is None and reply.status != _NOT_MODIFIED:
        headers = (*headers, ("Content-Length", str(len(reply.body))))
    raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if head else reply.body})
