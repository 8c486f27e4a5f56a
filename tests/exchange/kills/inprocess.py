"""Probing an app without a network: the same engine and suite, the app called as a function. A run takes a fraction of a second.

Secrets are replaced, so that it is seen where they come back; persons are not, since no verdict depends on it. Faults of the wire
need one, and are tried over a real connection.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace
from requests.auth import _basic_auth_str

from conformance.exchange.model import Exchange, Planned, Request, Response
from conformance.exchange.run.bodies import read
from conformance.exchange.run.origins import elsewhere
from conformance.exchange.run.wire import Reach
from conformance.exchange.server.app import close, create_app
from conformance.exchange.server.settings import Settings
from conformance.exchange.stamps import stamp
from conformance.standard.model import Standard

URL = "http://127.0.0.1:8016"
LARGEST = 4 << 20
Message = TypeVar("Message", Request, Response)
_GIVEN = re.compile(rb'"access_token": ?"([^"]+)"')
_CREDENTIALS = re.compile(r"(?:Basic|Bearer) (.+)")
_MARK = re.compile(r"secret-[0-9]{12}")


class Ticking:
    """A clock that goes on by a millisecond whenever somebody looks at it, so that one run is as the other."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        self._at += timedelta(milliseconds=1)
        return self._at


class Secrets:
    """Tokens and credentials of a run, and what stands for them."""

    def __init__(self) -> None:
        self._marks: dict[bytes, bytes] = {}

    def learn(self, secret: str) -> None:
        """One more."""
        self._marks.setdefault(secret.encode(), f"secret-{len(self._marks):012d}".encode())

    def seal(self, content: bytes) -> bytes:
        """The bytes with marks in place of secrets."""
        for secret, mark in self._marks.items():
            content = content.replace(secret, mark)
        return content

    def unseal(self, content: bytes) -> bytes:
        """The bytes with secrets in place of their marks."""
        for secret, mark in self._marks.items():
            content = content.replace(mark, secret)
        return content


WaitFor = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs something to its end and gives what came of it."""


class InProcess:
    """A transport into an app."""

    def __init__(self, app: Any, reach: Reach, clock: Callable[[], datetime], wait_for: WaitFor) -> None:
        self._app, self._reach, self._clock, self._wait_for = app, reach, clock, wait_for
        self._sequence = 0
        self._secrets = Secrets()

    def send(self, planned: Planned) -> Exchange:
        """Call the app, and give what it said."""
        request = self._request(planned)
        trouble = elsewhere(request.url, self._reach.origins)
        response = self._wait_for(self._call(request)) if trouble is None else None
        self._sequence += 1
        return Exchange(
            sequence=self._sequence,
            participant=planned.participant,
            test=planned.test,
            step=planned.step,
            attempt=planned.attempt,
            request=self._sealed(request),
            response=None if response is None else self._sealed(response),
            trouble=trouble,
            started=stamp(self._clock()),
            seconds=0.001,
        )

    def _request(self, planned: Planned) -> Request:
        unseal = self._secrets.unseal
        headers = [(name, unseal(value.encode()).decode()) for name, value in planned.headers]
        if planned.client is not None:
            headers.append(("Authorization", _basic_auth_str(*self._reach.basic[planned.client])))
        for name, value in headers:
            given = _CREDENTIALS.fullmatch(value) if name == "Authorization" else None
            if given is not None and not _MARK.fullmatch(given[1]):
                self._secrets.learn(given[1])
        url = unseal(planned.url.encode()).decode()
        return Request(planned.method, url, tuple(headers), unseal(planned.body))

    def _sealed(self, message: Message) -> Message:
        seal = self._secrets.seal
        headers = tuple((name, seal(value.encode()).decode()) for name, value in message.headers)
        return replace(message, headers=headers, body=seal(message.body))

    async def _call(self, request: Request) -> Response:
        incoming = [{"type": "http.request", "body": request.body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(_scope(request), receive, send)
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in sent[0]["headers"])
        told = Response(sent[0]["status"], headers, b"")
        sent_body = _Body(b"".join(message["body"] for message in sent[1:]))
        body = read(sent_body, told.header("Content-Encoding") or "", told.header("Content-Digest"), LARGEST)
        for token in _GIVEN.findall(body.content):
            self._secrets.learn(token.decode())
        return replace(told, body=body.content, content_digest=body.content_digest)


class _Body:
    """The bytes of an answer, as ``run.bodies`` reads them."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, amt: int | None = None, decode_content: bool | None = None) -> Iterator[bytes]:
        yield self._content


def _scope(request: Request) -> dict[str, Any]:
    parts = urlsplit(request.url)
    headers = [*request.headers, ("Host", parts.netloc)]
    if request.body:
        headers.append(("Content-Length", str(len(request.body))))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "server": (parts.hostname, parts.port),
        "client": ("127.0.0.1", 50000),
    }


@contextmanager
def in_process(settings: Settings, standard: Standard, reach: Reach) -> Iterator[InProcess]:
    """A transport into a reference server of its own."""
    app = create_app(settings, standard)
    loop = asyncio.new_event_loop()
    # In a thread of its own: tests of pages may have left a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:

        def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
            return thread.submit(loop.run_until_complete, work).result()

        try:
            yield InProcess(app, reach, settings.clock, wait_for)
        finally:
            wait_for(loop.shutdown_default_executor())
            loop.close()
            close(app)
