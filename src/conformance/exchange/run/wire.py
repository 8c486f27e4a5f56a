"""The one place that talks to the network: one ``requests`` session, every exchange bounded, recorded and redacted.

A participant's answer never raises here and never costs more than the limits say; whatever goes wrong is a ``Trouble``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any, Protocol

import requests
from msgspec import Struct, field

from conformance.exchange.model import Exchange, Headers, Planned, Request, Response, Trouble
from conformance.exchange.run import bodies, troubles
from conformance.exchange.run.bounds import Watch, WatchedAdapter
from conformance.exchange.run.budget import Budget
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import CLEANUP, RUN, Limits
from conformance.exchange.run.origins import elsewhere
from conformance.exchange.stamps import stamp
from conformance.standard.model import Text
from conformance.version import __version__

USER_AGENT = f"three-list-conformance/{__version__}"


class Sealing(Protocol):
    """What takes secrets and personal identifiers out of exchanges, and puts them back into what is sent."""

    def seal_request(self, request: Request) -> Request:
        """The request as it may be kept."""
        ...

    def seal_response(self, response: Response) -> Response:
        """The answer as it may be kept."""
        ...

    def seal_text(self, text: str) -> str:
        """A text, such as an error of a library that quotes an address, as it may be kept."""
        ...

    def unseal(self, text: str) -> str:
        """The text with what pseudonyms stand for."""
        ...

    def unseal_bytes(self, content: bytes) -> bytes:
        """The same for a body."""
        ...


class Reach(Struct, frozen=True):
    """Where requests for a participant may go, and with what."""

    origins: Collection[str]
    basic: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Client → id and secret, as they are: the only place that has them."""
    trust: Path | None = None
    """Certificates of authorities to trust instead of the usual ones."""


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: even with redirects off, ``requests`` would read a redirect's whole body, however long, to know what is next."""
        return None


class Wire:
    """A transport over the network."""

    def __init__(
        self,
        reach: Mapping[str, Reach],
        guard: Guard,
        sealing: Sealing,
        record: Callable[[Exchange], None],
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._reach, self._guard, self._sealing, self._record = reach, guard, sealing, record
        self._clock, self._limits = clock, limits
        self._budget = Budget(limits, clock, clock.monotonic())
        self._sequence = 0
        self._session = _Session()
        self._session.trust_env = False  # no proxies, no .netrc: what is sent, and where to, is what the targets say
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._adapter = WatchedAdapter()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        self._session.headers.clear()

    def close(self) -> None:
        """Let go of all connections."""
        self._session.close()

    def send(self, planned: Planned) -> Exchange:
        """Send a request and give what came of it, recorded and redacted."""
        reach = self._reach[planned.participant]
        request = self._request(planned, reach)
        started, began = self._clock.now(), self._clock.monotonic()
        response, trouble, tls = None, self._forbidden(planned, request, reach), None
        if trouble is None:
            response, trouble, tls = self._fetch(request, reach)
        self._sequence += 1
        exchange = Exchange(
            sequence=self._sequence,
            participant=planned.participant,
            test=planned.test,
            step=planned.step,
            attempt=planned.attempt,
            request=self._sealing.seal_request(request),
            response=None if response is None else self._sealing.seal_response(response),
            trouble=None if trouble is None else self._sealed(trouble),
            started=stamp(started),
            seconds=round(self._clock.monotonic() - began, 4),
            tls=tls,
        )
        self._record(exchange)
        return exchange

    def _request(self, planned: Planned, reach: Reach) -> Request:
        """The request with what its pseudonyms stand for."""
        unseal = self._sealing.unseal
        headers = [(name, unseal(value)) for name, value in planned.headers]
        if planned.client is not None:
            identity, secret = reach.basic[planned.client]
            headers.append(("Authorization", requests.auth._basic_auth_str(identity, secret)))
        return Request(planned.method, unseal(planned.url), tuple(headers), self._sealing.unseal_bytes(planned.body))

    def _sealed(self, trouble: Trouble) -> Trouble:
        seal = self._sealing.seal_text
        return Trouble(trouble.kind, Text(seal(trouble.text.zh), seal(trouble.text.en)))

    def _forbidden(self, planned: Planned, request: Request, reach: Reach) -> Trouble | None:
        """Why the request is not sent at all."""
        clearing = (planned.test, planned.step) == (RUN, CLEANUP)
        spent = self._budget.spent(self._sequence, clearing)
        if spent is not None:
            return spent
        return elsewhere(request.url, reach.origins) or self._guard.refusal(planned.participant, request)

    def _fetch(self, request: Request, reach: Reach) -> tuple[Response | None, Trouble | None, str | None]:
        limits = self._limits
        began = self._clock.monotonic()
        watch = Watch(limits.exchange_seconds)
        try:
            with watch:
                answer = self._session.request(
                    request.method,
                    request.url,
                    headers=_headers(request.headers),
                    data=request.body or None,
                    timeout=(limits.connect_seconds, limits.read_seconds),
                    allow_redirects=False,
                    stream=True,
                    verify=True if reach.trust is None else str(reach.trust),
                )
                response = _response(answer, limits.body_bytes)
        except bodies.Unreadable as error:
            return None, error.trouble, watch.tls
        except Exception as error:  # whatever the other side makes the libraries raise; none of it is a fault of ours
            if watch.expired:
                return None, troubles.overdue(limits.exchange_seconds), watch.tls
            return None, troubles.trouble_of(error, self._clock.monotonic() - began), watch.tls
        finally:
            self._adapter.close()  # a connection serves one exchange, which is what its watch is for
        if watch.expired:
            return None, troubles.overdue(limits.exchange_seconds), watch.tls
        return response, None, watch.tls


def _headers(headers: Headers) -> dict[str, str | bytes]:
    sent: dict[str, str | bytes] = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
    for name, value in headers:
        sent[name] = value if value.isascii() else value.encode()
    return sent


def _response(answer: requests.Response, limit: int) -> Response:
    raw: Any = answer.raw
    headers = tuple((str(name), str(value)) for name, value in raw.headers.iteritems())
    body = bodies.read(raw, answer.headers.get("Content-Encoding", ""), answer.headers.get("Content-Digest"), limit)
    return Response(answer.status_code, headers, body.content, False, body.content_digest)
