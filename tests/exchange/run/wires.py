"""A wire to one service, with bounds short enough for tests."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.exchange.model import Exchange, Planned, Request, Response
from conformance.exchange.run.clock import SystemClock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Limits
from conformance.exchange.run.origins import origin
from conformance.exchange.run.wire import Reach, Wire

SHORT = Limits(
    connect_seconds=5.0,
    read_seconds=10.0,
    exchange_seconds=20.0,
    body_bytes=200_000,
    pages=5,
    requests=60,
    wait_seconds=0.05,
    waits_seconds=0.2,
)
HASTY = replace(SHORT, connect_seconds=1.0, read_seconds=0.5, exchange_seconds=0.9)
"""For services that are never in time."""


class Unsealed:
    """Redacts nothing."""

    def seal_request(self, request: Request) -> Request:
        return request

    def seal_response(self, response: Response) -> Response:
        return response

    def seal_text(self, text: str) -> str:
        return text

    def unseal(self, text: str) -> str:
        return text

    def unseal_bytes(self, body: bytes) -> bytes:
        return body


def wire(url: str, kept: list[Exchange] | None = None, limits: Limits = SHORT, **reach: object) -> Wire:
    """A wire to the service at an address, to which everything may be written."""
    record = (kept if kept is not None else []).append
    own = origin(url)
    assert own is not None
    one = Reach(frozenset({own}), **reach)  # type: ignore[arg-type]
    return Wire({"it": one}, Guard({"it"}), Unsealed(), record, SystemClock(), limits)


def asking(url: str, method: str = "GET", **more: object) -> Planned:
    """A request at some place of a run."""
    return Planned("it", "test", "step", 1, method, url, **more)  # type: ignore[arg-type]


def asked(url: str, target: str | None = None, limits: Limits = SHORT, **reach: object) -> Exchange:
    """What comes of one GET."""
    made = wire(url, limits=limits, **reach)
    try:
        return made.send(asking(target or f"{url}/x"))
    finally:
        made.close()
