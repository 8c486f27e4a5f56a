"""Setting up a run over the network: participants without their secrets, the wire with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from conformance.exchange.model import ConformanceClass, Exchange, Participant
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Limits, Setup
from conformance.exchange.run.origins import origin
from conformance.exchange.run.plan import unwritable
from conformance.exchange.run.state import code
from conformance.exchange.run.targets import Target
from conformance.exchange.run.wire import Reach, Sealing, Wire


class Learning(Sealing, Protocol):
    """Sealing that is told beforehand what is secret."""

    def learn(self, *known: str) -> None:
        """Secrets, to be replaced wherever they occur."""
        ...

    def learn_client(self, client: str, secret: str) -> None:
        """The secret of a client, and what HTTP Basic makes of it."""
        ...

    def seal_value(self, value: Any) -> Any:
        """Data, sealed."""
        ...


def setup_of(
    targets: Sequence[Target],
    sealing: Learning,
    *,
    edition: str,
    as_of: str,
    seed: int,
    classes: Sequence[ConformanceClass] = (),
    allow_writes: bool = False,
    only: Sequence[str] = (),
    limits: Limits | None = None,
) -> Setup:
    """What the run's verdicts follow from; what participants gave is sealed, and their secrets are known to the sealing from here on."""
    for target in targets:
        for client, secret in target.credentials.clients.values():
            sealing.learn_client(client, secret)
        if target.credentials.expired_token is not None:
            sealing.learn(target.credentials.expired_token)
    return Setup(
        participants=tuple(_participant(target, sealing) for target in targets),
        edition=edition,
        as_of=as_of,
        seed=seed,
        classes=tuple(classes),
        allow_writes=allow_writes,
        only=tuple(only),
        limits=limits or Limits(),
    )


def _participant(target: Target, sealing: Learning) -> Participant:
    given = dict(sealing.seal_value(dict(target.given)))
    given["clients"] = sorted(target.credentials.clients)
    if target.credentials.expired_token is not None:
        given["expired_token"] = sealing.seal_text(target.credentials.expired_token)
    return Participant(target.name, target.url, target.classes, target.environment, given, target.operations)


def guard_of(setup: Setup) -> Guard:
    """What lets through what may be written."""
    return Guard(frozenset(one.name for one in setup.participants if unwritable(one, setup) is None))


def wire_of(
    targets: Sequence[Target], setup: Setup, sealing: Sealing, record: Callable[[Exchange], None], clock: Clock
) -> Wire:
    """The wire to these participants and to nobody else; to be closed."""
    return Wire(
        {target.name: _reach(target, setup) for target in targets},
        guard_of(setup),
        sealing,
        record,
        clock,
        setup.limits,
    )


def _reach(target: Target, setup: Setup) -> Reach:
    basic = dict(target.credentials.clients)
    if "full" in basic:
        basic["wrong"] = (basic["full"][0], code(setup.seed, target.name, "wrong secret"))
    basic["unknown"] = (code(setup.seed, target.name, "unknown")[:12], code(setup.seed, target.name, "no secret"))
    own = origin(target.url)
    return Reach(frozenset(() if own is None else (own,)), basic, target.trust)
