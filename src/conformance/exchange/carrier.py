"""Exchanges that are no HTTP, in the form of exchanges: a folder or a database is asked and told things by method and path.

So the tests, checks, verdicts, evidence and the offline second look of the HTTP classes serve here as well; only what carries
is another. Nothing of this goes over a network, and no address names a place on the tester's machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from conformance.exchange.model import Exchange, Planned, Request, Response, Trouble
from conformance.exchange.run.budget import Budget
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Limits
from conformance.exchange.silence import Silent
from conformance.exchange.stamps import stamp
from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.exchange.run.wire import Sealing


class Unreached(Exception):
    """The folder or database cannot be used: neither for nor against whoever receives."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class Carrier(Protocol):
    """What does what a request says."""

    def perform(self, request: Request) -> Response:
        """The answer. Raises Unreached where the folder or database cannot be used, Silent where nobody works in it."""
        ...


class CarrierTransport:
    """A transport over a carrier: writes what may be written, and hands on every exchange recorded and redacted."""

    def __init__(
        self,
        carrier: Carrier,
        guard: Guard,
        clock: Clock,
        sealing: Sealing | None = None,
        record: Callable[[Exchange], None] = lambda _: None,
        limits: Limits | None = None,
    ) -> None:
        """Without ``sealing`` nothing is redacted: for what is never written down; without ``limits`` nothing ends it."""
        self._carrier, self._guard, self._clock, self._sealing, self._record = carrier, guard, clock, sealing, record
        self._budget = None if limits is None else Budget(limits, clock, clock.monotonic())
        self._sequence = 0

    def close(self) -> None:
        """Nothing is held."""

    def send(self, planned: Planned) -> Exchange:
        """The exchange that came of it."""
        request = self._request(planned)
        started, began = self._clock.now(), self._clock.monotonic()
        response, trouble = None, self._forbidden(planned, request)
        if trouble is None:
            response, trouble = self._performed(request)
        self._sequence += 1
        exchange = Exchange(
            sequence=self._sequence,
            participant=planned.participant,
            test=planned.test,
            step=planned.step,
            attempt=planned.attempt,
            request=request if self._sealing is None else self._sealing.seal_request(request),
            response=response if response is None or self._sealing is None else self._sealing.seal_response(response),
            trouble=trouble if trouble is None or self._sealing is None else self._sealed(trouble, self._sealing),
            started=stamp(started),
            seconds=round(self._clock.monotonic() - began, 4),
        )
        self._record(exchange)
        return exchange

    def _forbidden(self, planned: Planned, request: Request) -> Trouble | None:
        """Why it is not done at all. Taking back what was put there is clearing up."""
        spent = None if self._budget is None else self._budget.spent(self._sequence, request.method == "DELETE")
        return spent or self._guard.refusal(planned.participant, request)

    def _request(self, planned: Planned) -> Request:
        """The request with what its pseudonyms stand for. Headers carry nothing here."""
        if self._sealing is None:
            return Request(planned.method, planned.url, planned.headers, planned.body)
        unseal = self._sealing.unseal
        headers = tuple((name, unseal(value)) for name, value in planned.headers)
        return Request(planned.method, unseal(planned.url), headers, self._sealing.unseal_bytes(planned.body))

    @staticmethod
    def _sealed(trouble: Trouble, sealing: Sealing) -> Trouble:
        seal = sealing.seal_text
        return Trouble(trouble.kind, Text(seal(trouble.text.zh), seal(trouble.text.en)))

    def _performed(self, request: Request) -> tuple[Response | None, Trouble | None]:
        try:
            return self._carrier.perform(request), None
        except Unreached as error:
            return None, Trouble("unreachable", error.text)
        except Silent as silent:
            return None, silent.trouble


def said(status: int, content: Any) -> Response:
    """An answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(status, (("Content-Type", "application/json"),), body)


def given(status: int, media_type: str, body: bytes) -> Response:
    """An answer with bytes as they were found."""
    return Response(status, (("Content-Type", media_type),), body)
