"""A faulty reference server put to the whole suite: without a network where that does, over one where the fault is of the wire."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import pytest
from msgspec.structs import replace

import conformance.api
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import ConformanceClass, Transport
from conformance.exchange.run import drive
from conformance.exchange.run.clock import StillClock, SystemClock
from conformance.exchange.run.live import setup_of, wire_of
from conformance.exchange.run.model import Limits, Setup
from conformance.exchange.run.plan import SERVING
from conformance.exchange.run.results import Cleanup, Results
from conformance.exchange.run.targets import Target, loopback_target
from conformance.exchange.suite.checks import form
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Suite
from conformance.standard.load import load
from conformance.standard.model import Standard

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
SEED = 7
PAGES = 40
"""Of one walk; the right list has fewer, and one without end is known by as many."""
_RUN = Limits(pages=PAGES, retries=1)
_WIRE = Limits(connect_seconds=20, read_seconds=20, exchange_seconds=30, body_bytes=4 << 20, pages=PAGES, retries=1)
_SLOW = replace(_WIRE, exchange_seconds=3, retries=0)
"""Only what takes for ever may be cut off, however busy the machine is."""


class Hurrying(SystemClock):
    """The clock of the machine, for somebody who never waits."""

    def sleep(self, seconds: float) -> None:
        """Do not."""


@cache
def suite() -> Suite:
    return load_suite()


@cache
def standard() -> Standard:
    return load()


def played(fault: str | None = None, classes: tuple[ConformanceClass, ...] = SERVING) -> Results:
    """What the suite says of a reference server with a fault (None: with none), as every class of a service or as some."""
    from conformance.exchange.server.faults import load as faults
    from conformance.exchange.server.faults.plant import hooks_of
    from conformance.exchange.server.hooks import Hooks

    declared = None if fault is None else faults.find(fault)
    hooks = Hooks() if declared is None else hooks_of(declared)
    if declared is not None and declared.level == "wire":
        return over_network(hooks, classes, _SLOW if declared.id.startswith("slow") else _WIRE)
    return without_network(hooks, classes)


def without_network(hooks: Any, classes: tuple[ConformanceClass, ...] = SERVING) -> Results:
    """The app called as a function."""
    from conformance.exchange.run.live import _reach
    from conformance.exchange.server.settings import Limits as Served
    from conformance.exchange.server.settings import Settings
    from exchange.kills.inprocess import URL, Ticking, in_process

    target = loopback_target(URL)
    setup = _setup((target,), classes, _RUN)
    settings = Settings(hooks=(hooks,), limits=Served(**SMALL), clock=Ticking(START))
    with in_process(settings, standard(), _reach(target, setup)) as transport:
        return _run(setup, transport, StillClock(START))


def over_network(hooks: Any, classes: tuple[ConformanceClass, ...] = SERVING, limits: Limits = _WIRE) -> Results:
    """A real server, asked over a socket by what a probe asks with."""
    from conformance.exchange.server.running import running
    from conformance.exchange.server.settings import Limits as Served
    from conformance.exchange.server.settings import Settings

    with running(Settings(hooks=(hooks,), limits=Served(**SMALL))) as url:
        return asked(url, classes, limits)


def asked(url: str, classes: tuple[ConformanceClass, ...] = SERVING, limits: Limits = _WIRE) -> Results:
    """Whatever is at an address, probed."""
    target, redactor, clock = loopback_target(url), Redactor(standard()), Hurrying()
    setup = _setup((target,), classes, limits, redactor)
    with closing(wire_of((target,), setup, redactor, lambda exchange: None, clock)) as wire:
        return _run(setup, wire, clock)


SMALL = {"max_body_bytes": 32 << 10, "max_records": 40, "max_page_size": 20}
"""Limits of the server: small, so that to pass them takes little."""


class _Open:
    """For runs in which nothing is kept: what is given stays as it is."""

    def learn(self, *known: str) -> None: ...

    def learn_client(self, client: str, secret: str) -> None: ...

    def seal_value(self, value: Any) -> Any:
        return value

    def seal_text(self, text: str) -> str:
        return text


def together(hooks: Any, at: ConformanceClass) -> Results:
    """A district, a city that follows it and a province, of which one has a fault, in the scenarios only."""
    from conformance.exchange.server.running import running

    def hooked(name: ConformanceClass) -> dict[str, Any]:
        return {"classes": (name,), "hooks": (hooks,) if name == at else ()}

    with (
        running(**hooked("district")) as district,
        running(**hooked("city"), pull_from=(district,)) as city,
        running(**hooked("province"), pull_from=(city,)) as province,
    ):
        urls: dict[ConformanceClass, str] = {"district": district, "city": city, "province": province}
        targets = [replace(loopback_target(url), name=name, classes=(name,)) for name, url in urls.items()]
        redactor, clock = Redactor(standard()), Hurrying()
        only = tuple(case.id for case in suite().tests if case.scenario)
        setup = replace(_setup(targets, (), _WIRE, redactor), only=only)
        with closing(wire_of(targets, setup, redactor, lambda exchange: None, clock)) as wire:
            return _run(setup, wire, clock)


def _setup(
    targets: Sequence[Target], classes: tuple[ConformanceClass, ...], limits: Limits, sealing: Any = None
) -> Setup:
    return setup_of(
        targets,
        sealing or _Open(),
        edition=suite().edition,
        as_of=START.date().isoformat(),
        seed=SEED,
        classes=classes,
        allow_writes=True,
        limits=limits,
    )


def _run(setup: Setup, transport: Transport, clock: Any) -> Results:
    return drive.run(setup, suite(), standard(), transport, clock)


_JUDGED: dict[str, Any] = {}
_faults_of = lru_cache(maxsize=1 << 13)(form.faults_of)
"""Each of six tests looks at every body, and most bodies are the same in every run."""


def hurrying(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is judged is remembered over the runs of a process, and what was pushed is left: the server goes anyway."""
    right = conformance.api.check_many

    def remembered(inputs: Any, options: Any, *, standard: Standard) -> Any:
        key = json.dumps([inputs, repr(options)], ensure_ascii=False, default=str)
        if key not in _JUDGED:
            _JUDGED[key] = right(inputs, options, standard=standard)
        return _JUDGED[key]

    from conformance.exchange.run import fixture_pool
    from conformance.exchange.server import subject, validation
    from conformance.exchange.suite.checks import records

    monkeypatch.setattr(form, "faults_of", _faults_of)
    for module in (fixture_pool, subject, validation, records):
        monkeypatch.setattr(module, "check_many", remembered)
    monkeypatch.setattr(drive.cleanup, "clear", lambda *_: Cleanup())
