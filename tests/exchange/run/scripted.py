"""A transport that asks a function instead of the network, and runs over it without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conformance.exchange.model import ConformanceClass, Exchange, Participant, Planned, Request, Response, Trouble
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.drive import run
from conformance.exchange.run.model import Setup
from conformance.exchange.run.results import Results
from conformance.exchange.run.state import Context, State, opened
from conformance.exchange.stamps import stamp
from conformance.exchange.suite.model import Suite
from conformance.standard.load import load
from conformance.standard.model import Text

Answering = Callable[[Planned], Response | Trouble]
DISCOVERY = "/.well-known/credit-exchange"
ALL = ["push", "query", "list", "corrections", "reference-data"]


def response(status: int, body: Any = None, **headers: str) -> Response:
    """An answer; a body that is no bytes goes as JSON."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return Response(status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), content)


def trouble(kind: str = "timeout") -> Trouble:
    return Trouble(kind, Text(f"{kind} zh", f"{kind} en"))  # type: ignore[arg-type]


def capabilities(**more: Any) -> dict[str, Any]:
    return {"profile": "2016.1", "classes": ["district"], "operations": ALL, "items": ["admin-licence"]} | more


class Scripted:
    """Gives what a function answers; keeps what was planned and what came of it."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.planned: list[Planned] = []
        self.exchanges: list[Exchange] = []

    def send(self, planned: Planned) -> Exchange:
        self.planned.append(planned)
        came = self._answering(planned)
        exchange = Exchange(
            sequence=len(self.planned),
            participant=planned.participant,
            test=planned.test,
            step=planned.step,
            attempt=planned.attempt,
            request=Request(planned.method, planned.url, planned.headers, planned.body),
            response=came if isinstance(came, Response) else None,
            trouble=came if isinstance(came, Trouble) else None,
            started=stamp(StillClock().now()),
            seconds=0.0,
        )
        self.exchanges.append(exchange)
        return exchange

    @property
    def asked(self) -> list[str]:
        """``GET /path`` of everything that was sent."""
        return [f"{one.method} {one.url.partition('://')[2].partition('/')[2]}" for one in self.planned]


def declaring(answering: Answering, **declared: Any) -> Answering:
    """Says what it declares, and gives tokens; the rest is the function's."""

    def answer(planned: Planned) -> Response | Trouble:
        if planned.url.endswith(DISCOVERY):
            return response(200, capabilities(**declared))
        if planned.url.endswith("/token"):
            return response(200, {"access_token": "token-of-the-test", "token_type": "Bearer"})
        return answering(planned)

    return answer


def participant(name: str = "it", **more: Any) -> Participant:
    given: dict[str, Any] = {
        "url": f"http://{name}.example",
        "classes": ("district",),
        "environment": "test",
        "given": {"clients": ["full", "limited"]},
    }
    return Participant(name, **(given | more))


def setup(*participants: Participant, **more: Any) -> Setup:
    given: dict[str, Any] = {"edition": "2016", "as_of": "2016-07-01", "seed": 1, "allow_writes": True}
    return Setup(participants or (participant(),), **(given | more))


def ran(
    suite: Suite, answering: Answering, *participants: Participant, **more: Any
) -> tuple[Results, Scripted, StillClock]:
    """A whole run."""
    transport, clock = Scripted(answering), StillClock()
    return run(setup(*participants, **more), suite, load(), transport, clock), transport, clock


def context(answering: Answering, **more: Any) -> tuple[Context, State, Scripted, StillClock]:
    """What one step or test is played with."""
    transport, clock = Scripted(answering), StillClock()
    made = setup(**more)
    return Context(made, load(), transport, clock), opened(made.participants[0], made), transport, clock


def classes(*names: ConformanceClass) -> tuple[ConformanceClass, ...]:
    return names
