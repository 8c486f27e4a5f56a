"""Probing services as one call: the wire, the redaction, the folder and the run put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.exchange.carrier import Carrier, CarrierTransport
from conformance.exchange.evidence.folder import RunFolder
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.evidence.runfile import begun
from conformance.exchange.model import ConformanceClass, Exchange
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.drive import Interrupted, Tell, run
from conformance.exchange.run.live import guard_of, setup_of, wire_of
from conformance.exchange.run.model import Limits
from conformance.exchange.run.results import Results, encode
from conformance.exchange.run.targets import Target
from conformance.exchange.run.wire import Wire
from conformance.exchange.run.words import brief
from conformance.exchange.stamps import stamp
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Suite
from conformance.report.errors import unknown
from conformance.standard.load import load
from conformance.standard.model import Standard


class Options(Struct, frozen=True):
    """How to probe."""

    as_of: str
    """The day by which records are judged, YYYY-MM-DD."""
    seed: int
    """Test data, keys and request ids follow from it."""
    classes: tuple[ConformanceClass, ...] = ()
    allow_writes: bool = False
    only: tuple[str, ...] = ()
    timeout: float | None = None
    """Seconds that one exchange may take at the most."""
    limits: Limits = field(default_factory=Limits)


class Found(Struct, frozen=True):
    """What came of it."""

    results: Results
    suite: Suite
    briefs: dict[int, str]
    """Every exchange in one line, by its number."""
    broken: BaseException | None = None
    """What broke the run off; it was cleared up, and the results were written, all the same."""


def probe(
    targets: Sequence[Target],
    options: Options,
    folder: Path,
    clock: Clock,
    tell: Tell = lambda *_: None,
    suite: Suite | None = None,
    standard: Standard | None = None,
    carrier: Carrier | None = None,
) -> Found:
    """Test services and keep the record of it in a folder, which has to be new or empty.

    With a ``carrier`` the one target is a folder or a database, and nothing goes over a network.

    Raises UsageError (Refusal) where the folder cannot be used or a test of ``only`` does not exist.
    """
    standard = standard or load()
    suite = suite or load_suite(standard.edition.id)
    _check_only(options.only, suite)
    redactor = Redactor(standard, as_of=date.fromisoformat(options.as_of))
    setup = setup_of(
        targets,
        redactor,
        edition=suite.edition,
        as_of=options.as_of,
        seed=options.seed,
        classes=options.classes,
        allow_writes=options.allow_writes,
        only=options.only,
        limits=_limits(options),
    )
    record = RunFolder(folder, begun("probe", suite, standard, setup, setup.participants, stamp(clock.now())))
    briefs: dict[int, str] = {}

    def keep(exchange: Exchange) -> None:
        record.record(exchange)
        briefs[exchange.sequence] = brief(exchange)

    wire: Wire | CarrierTransport = (
        wire_of(targets, setup, redactor, keep, clock)
        if carrier is None
        else CarrierTransport(carrier, guard_of(setup), clock, redactor, keep, setup.limits)
    )
    broken: BaseException | None = None
    try:
        results = run(setup, suite, standard, wire, clock, tell)
    except Interrupted as interrupted:
        results, broken = interrupted.results, interrupted.__cause__
    finally:
        wire.close()
    record.end(stamp(clock.now()), encode(results))
    return Found(results, suite, briefs, broken)


def _limits(options: Options) -> Limits:
    if options.timeout is None:
        return options.limits
    longest = options.timeout
    return replace(
        options.limits,
        exchange_seconds=longest,
        connect_seconds=min(options.limits.connect_seconds, longest),
        read_seconds=min(options.limits.read_seconds, longest),
    )


def _check_only(only: Sequence[str], suite: Suite) -> None:
    known = {case.id for case in suite.tests} | {case.group for case in suite.tests}
    for name in only:
        if name not in known:
            raise unknown("用例或用例组", "test or group of tests", name, known)
