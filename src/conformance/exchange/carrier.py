"""Exchanges that are no HTTP, in the form of exchanges: a folder or a database is asked and told things by method and path.

So the tests, checks, verdicts, evidence and the offline second look of the HTTP classes serve here as well; only what carries
is another. Nothing of this goes over a network, and no address names a place on the tester's machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from conformance.exchange.model import Exchange, Planned, Request, Response, Trouble
from conformance.exchange.run.clock import Clock, stamp
from conformance.standard.model import Text


class Unreached(Exception):
    """The folder or database cannot be used: neither for nor against whoever receives."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class Carrier(Protocol):
    """What does what a request says."""

    def perform(self, request: Request) -> Response:
        """The answer. Raises Unreached where the folder or database cannot be used."""
        ...


@dataclass
class CarrierTransport:
    """Sends by a carrier; counts and times the exchanges, and hands each to whoever records."""

    carrier: Carrier
    clock: Clock
    record: Callable[[Exchange], Exchange] = lambda exchange: exchange
    """Redacts, records and answers with what checks may see."""
    sequence: int = 0

    def send(self, planned: Planned) -> Exchange:
        """The exchange that came of it."""
        request = Request(planned.method, planned.url, planned.headers, planned.body)
        self.sequence += 1
        begun, started = self.clock.monotonic(), stamp(self.clock.now())
        response, trouble = self._performed(request)
        return self.record(
            Exchange(
                sequence=self.sequence,
                participant=planned.participant,
                test=planned.test,
                step=planned.step,
                attempt=planned.attempt,
                request=request,
                response=response,
                trouble=trouble,
                started=started,
                seconds=self.clock.monotonic() - begun,
            )
        )

    def _performed(self, request: Request) -> tuple[Response | None, Trouble | None]:
        try:
            return self.carrier.perform(request), None
        except Unreached as error:
            return None, Trouble("unreachable", error.text)


def said(status: int, content: Any) -> Response:
    """An answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(status, (("Content-Type", "application/json"),), body)


def given(status: int, media_type: str, body: bytes) -> Response:
    """An answer with bytes as they were found."""
    return Response(status, (("Content-Type", media_type),), body)
