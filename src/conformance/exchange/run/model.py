"""What a run is made from and what it leaves: all that its verdicts follow from, besides the exchanges themselves."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from conformance.exchange.model import ConformanceClass, Participant

RUN = "run"
"""Stands for the test in exchanges that belong to no test: asking what a participant declares, and clearing up."""
DISCOVERY = "discovery"
"""The step of :data:`RUN` in which a participant is asked what it declares."""
CLEANUP = "cleanup"
"""The step of :data:`RUN` in which what was pushed is withdrawn."""


class Limits(Struct, frozen=True):
    """What a service may cost the tester, whatever it does."""

    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    """Without a single byte."""
    exchange_seconds: float = 30.0
    """From the first attempt to connect to the last byte of the answer."""
    run_seconds: float = 900.0
    requests: int = 3000
    """Of the whole run, over all participants."""
    body_bytes: int = 4 << 20
    """Of one answer, as it is sent and once unpacked. All of it is redacted, which takes seconds for a megabyte."""
    pages: int = 200
    """Of one walk through a list."""
    retries: int = 3
    """Further attempts after 429, 503 and broken connections, for each request."""
    wait_seconds: float = 30.0
    """The longest single wait that a service may ask for (``Retry-After``)."""
    waits_seconds: float = 120.0
    """All such waits of a run together."""


class Setup(Struct, frozen=True):
    """Everything that the verdicts of a run follow from, besides the suite and the exchanges. Holds no secret."""

    participants: tuple[Participant, ...]
    edition: str
    as_of: str
    """The day by which records are judged, YYYY-MM-DD."""
    seed: int
    classes: tuple[ConformanceClass, ...] = ()
    """What ``--as`` asks for; none: what each participant is said, or says itself, to be."""
    allow_writes: bool = False
    only: tuple[str, ...] = ()
    """Ids and groups of tests; none: all. A run of some tests never shows that a participant is conformant."""
    limits: Limits = field(default_factory=Limits)


class Declared(Struct, frozen=True):
    """What a participant says of itself in its discovery document, as far as it could be read."""

    document: Mapping[str, object] = field(default_factory=dict)
    """Empty where it could not be read."""
    classes: tuple[ConformanceClass, ...] = ()
    operations: tuple[str, ...] | None = None
    """None: unknown, and then what its classes must offer counts as declared."""
    reached: bool = False
    """Whether there was any answer."""
