"""What surrounds every request: who may ask, what is there, how long a body may take, and what every answer carries.

Answers are passed on as they come: some are files.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import traceback
import uuid
from collections.abc import Sequence
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.exchange.server import problems
from conformance.exchange.server.drain import Counted
from conformance.exchange.server.frame import call_of, methods_at, put
from conformance.exchange.server.messages import Call, Reply, changed
from conformance.exchange.server.settings import system_clock
from conformance.exchange.server.times import http_date
from conformance.service.access import API, Attempts, expect_host, expect_own_page, knows, unknown_caller
from conformance.service.front import Front
from conformance.service.problems import Problem, Refusal, busy, refuse
from conformance.service.settings import Settings
from conformance.standard.model import Text

LIVE = "/api/v1/health/live"
_REQUEST_ID = re.compile(r"[!-~]{1,128}")
_SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
"""On every answer."""
_UNLESS_SAID = (
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-store"),
)
"""On every answer that does not say otherwise."""


class Frame:
    """ASGI middleware, the outermost of the app."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        routes: Sequence[Route],
        attempts: Attempts,
        pages: Front | None = None,
    ) -> None:
        self.app = app
        self.pages = pages or Front()
        self.settings = settings
        self.routes = routes
        self.attempts = attempts
        self._numbers = itertools.count(1)
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call = call_of(scope, next(self._numbers))
        taken = Counted(_Patient(receive, self.settings))
        answer = _Answer(call, send, taken)
        self._busy += 1
        try:
            await self._answer(call, scope, taken, answer)
        except Refusal as refusal:
            await self._refuse(refusal.problem, call, scope, taken, answer)
        except ClientDisconnect:
            answer.begun = True  # nobody is there to hear
        except Exception:
            # The trace is for whoever runs the service, never for whoever asked.
            traceback.print_exc(file=sys.stderr)
            detail = (
                "服务内部错误，请把 instance 告知管理人。 / Internal error; tell who runs the service the instance."
            )
            await self._refuse(Problem("internal-error", detail), call, scope, taken, answer)
        finally:
            self._busy -= 1

    async def _answer(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        limits = self.settings.limits
        if self.settings.token is None:
            expect_host(call)
        expect_own_page(call)
        if self.settings.token is not None and not self._public(call.path):
            self._expect_token(call, self.settings.token)
        known = methods_at(call.path, self.routes)
        if not known:
            raise refuse("not-found", Text("没有这个地址。", "There is nothing at this address."))
        if call.method not in known:
            allowed = ", ".join(sorted(known))
            text = Text(f"这个地址只能用：{allowed}。", f"This address takes only: {allowed}.")
            raise refuse("method-not-allowed", text, headers={"Allow": allowed})
        if self._busy > limits.requests and call.path != LIVE:
            raise busy(Text("同时处理的请求过多，请稍后再发。", "Too many requests at a time; send it again later."), 1)
        coding = (call.header("Content-Encoding") or "identity").strip().lower()
        if coding != "identity" and _has_body(call):  # else what is packed would be taken for a damaged file
            raise refuse(
                "unsupported-media-type",
                Text("请求体不能压缩（Content-Encoding）；请不压缩发送，或发送 ZIP 文件。",
                     "The body may not be encoded (Content-Encoding); send it as it is, or a ZIP file."),
                headers={"Accept-Encoding": "identity"},
            )  # fmt: skip
        # Decided before the rest of the request, so that nobody waits for a file that is not going to be taken.
        declared = call.header("Content-Length") or ""
        if declared.isdecimal() and int(declared) > limits.upload_bytes + limits.form_bytes:
            from conformance.service.uploads import too_large

            raise too_large(limits.upload_bytes)
        await self.app({**scope, "method": "GET" if call.method == "HEAD" else call.method}, receive, send)

    def _public(self, path: str) -> bool:
        return path == LIVE or any(path.startswith(one) for one in self.pages.public)

    def _expect_token(self, call: Call, token: str) -> None:
        """Raise Refusal (401, 429) for a caller without the token; a browser is sent to where it can be given."""
        if knows(call, token):
            return
        self.attempts.expect_few(call)
        if self.pages.login is not None and not call.path.startswith(API) and call.method in ("GET", "HEAD"):
            raise Refusal(_Elsewhere("unauthenticated", self.pages.login(call.path, call.query)))
        if call.header("Authorization") is not None:
            self.attempts.add(call)
        raise unknown_caller()

    async def _refuse(
        self, problem: problems.Problem, call: Call, scope: Scope, taken: Counted, answer: _Answer
    ) -> None:
        """Answer with a refusal, behind the end of a body that is still being sent, as far as that is near."""
        if answer.begun:
            return  # too late to say anything: the connection is cut short, which nobody takes for a whole answer
        with suppress(Refusal):
            if _has_body(call):
                await taken.rest(call, self.settings.limits.upload_bytes)
        page = None
        if self.pages.refused is not None and not call.path.startswith(API) and isinstance(problem, Problem):
            page = self.pages.refused(Request(scope), problem)
        if page is not None:
            for key, value in problem.headers:
                page.headers[key] = value
            await page(scope, taken, answer)
        else:
            await put(problem.reply(), answer)


class _Elsewhere(problems.Problem, frozen=True):
    """A browser that is sent elsewhere: no problem, and no answer to what it asked."""

    def reply(self) -> Reply:
        """The answer."""
        return Reply(303, (("Location", self.detail),))


class _Patient:
    """ASGI ``receive`` that does not wait for ever in the middle of a body. Raises Refusal (408)."""

    def __init__(self, receive: Receive, settings: Settings) -> None:
        self._receive = receive
        self._idle = settings.limits.idle_seconds
        self._total = settings.limits.body_seconds
        self._end: float | None = None
        self._over = False

    async def __call__(self) -> Message:
        if self._over:  # what is waited for now is the client's going away
            return await self._receive()
        now = asyncio.get_running_loop().time()
        self._end = self._end or now + self._total
        try:
            message = await asyncio.wait_for(self._receive(), min(self._idle, max(0.001, self._end - now)))
        except TimeoutError:
            text = Text(
                "发送停顿过久或过慢，没有收下；请检查网络后重新发送。",
                "It came to a halt or was too slow and was not taken; look at the network and send it again.",
            )
            raise refuse("request-timeout", text, headers={"Connection": "close"}) from None
        self._over = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message


def _has_body(call: Call) -> bool:
    return call.header("Transfer-Encoding") is not None or (call.header("Content-Length") or "0") != "0"


class _Answer:
    """ASGI ``send`` that adds what every answer carries; to HEAD it passes no body."""

    def __init__(self, call: Call, send: Send, taken: Counted) -> None:
        self._call, self._send, self._taken = call, send, taken
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": self._headers(message)}
        elif message["type"] == "http.response.body" and self._call.method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    def _headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in message["headers"])
        there = {key.lower() for key, _ in headers}
        asked = self._call.header("X-Request-Id") or ""
        more = [
            ("Date", http_date(system_clock())),
            ("X-Request-Id", asked if _REQUEST_ID.fullmatch(asked) else str(uuid.uuid4())),
            *_SAFE,
            *(pair for pair in _UNLESS_SAID if pair[0].lower() not in there),
        ]
        unread = _has_body(self._call) and not self._taken.ended
        if unread and "connection" not in there:
            more.append(("Connection", "close"))
        for key, value in more:
            headers = changed(headers, key, value)
        return [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers]
