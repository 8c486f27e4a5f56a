"""Sending one request until it is answered: waits that the service asks for, and broken connections, each attempt recorded.

Every decision here follows from what was exchanged and from the limits, never from a clock, so that a replay of the
record takes the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct, field

from conformance.exchange.model import Exchange, Planned
from conformance.exchange.run.state import Context, State

_AGAIN = frozenset({429, 503})
_HARMLESS = frozenset({"GET", "HEAD"})
_PAUSE = 0.2
"""Seconds before a connection that broke is tried again, and what a poll begins with."""
_LONGEST_PAUSE = 1.0
"""Between two polls of a service that does not say how long to wait."""


class Sender(Struct):
    """Sends the requests of one step; attempts count on over all of them."""

    context: Context
    state: State
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def attempt(self) -> int:
        """The number of the attempt that comes next."""
        return len(self.exchanges) + 1

    def once(self, planned: Callable[[int], Planned]) -> Exchange:
        """Send a request and never again; ``planned`` makes it from the number of the attempt."""
        exchange = self.context.transport.send(planned(self.attempt))
        self.exchanges.append(exchange)
        self.state.exchanges.append(exchange)
        return exchange

    def send(self, planned: Callable[[int], Planned], retry: bool = True) -> Exchange:
        """Send a request, again where the service asks to wait or the connection broke; gives the last exchange."""
        exchange = self.once(planned)
        for tries in range(self.context.limits.retries if retry else 0):
            pause = self._pause(exchange, tries)
            if pause is None:
                break
            self.context.clock.sleep(pause)
            exchange = self.once(planned)
        return exchange

    def _pause(self, exchange: Exchange, tries: int) -> float | None:
        """How long to wait before the next attempt; None where there is none."""
        if exchange.trouble is not None:
            broken = exchange.trouble.kind == "unreachable" and _repeatable(exchange)
            return _PAUSE * 2**tries if broken else None
        if exchange.response is None or exchange.response.status not in _AGAIN:
            return None
        limits = self.context.limits
        asked = retry_after(exchange)
        if asked is None or asked > limits.wait_seconds or self.state.waited + asked > limits.waits_seconds:
            return None
        self.state.waited += asked
        return asked

    def wait(self, exchange: Exchange, polls: int) -> None:
        """Wait between two polls: as long as the answer asks for, within the limits, or a little longer each time."""
        asked = retry_after(exchange)
        limits = self.context.limits
        if asked is not None and self.state.waited + asked <= limits.waits_seconds:
            self.state.waited += min(asked, limits.wait_seconds)
            self.context.clock.sleep(min(asked, limits.wait_seconds))
        else:
            self.context.clock.sleep(min(_PAUSE * 1.5**polls, _LONGEST_PAUSE))


def _repeatable(exchange: Exchange) -> bool:
    request = exchange.request
    return request.method in _HARMLESS or any(name.lower() == "idempotency-key" for name, _ in request.headers)


def retry_after(exchange: Exchange) -> float | None:
    """Seconds that an answer asks to wait (RFC 9110 §10.2.3: a number or a date); None where it asks for none that can be read."""
    written = exchange.response.header("Retry-After") if exchange.response is not None else None
    if written is None:
        return None
    if written.strip().isascii() and written.strip().isdigit():
        return float(written.strip()[:9])
    try:
        until = parsedate_to_datetime(written)
        until = until.replace(tzinfo=until.tzinfo or UTC)
        return max((until - datetime.fromisoformat(exchange.started)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):  # what no date makes of the library
        return None
