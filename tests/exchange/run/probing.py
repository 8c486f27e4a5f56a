"""Probing a service with a small suite, short bounds and without waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.exchange.model import ConformanceClass
from conformance.exchange.probe import Found, Options, probe
from conformance.exchange.run.clock import SystemClock
from conformance.exchange.run.targets import loopback_target
from conformance.exchange.suite.model import Suite, TestCase
from exchange.run.tiny import case, status, step, suite, token, walk
from exchange.run.wires import SHORT

READ = case("read", step("get", {"method": "GET", "path": "/catalogs/2016"}, status(200)))
FEW = suite(token(), READ, walk())


class Hurried(SystemClock):
    """The clock of the machine, but nobody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def probed(url: str, folder: Path, tests: Suite | TestCase = FEW, **options: Any) -> Found:
    """What a probe finds at an address."""
    of = suite(tests) if isinstance(tests, TestCase) else tests
    classes: tuple[ConformanceClass, ...] = options.pop("classes", ("district",))
    clock = options.pop("clock", None) or Hurried()
    given = {"as_of": "2016-07-01", "seed": 1, "limits": SHORT, "allow_writes": True} | options
    return probe((loopback_target(url),), Options(classes=classes, **given), folder / "run", clock, suite=of)


def verdicts(found: Found) -> dict[str, str]:
    """Test → verdict."""
    return {one.test: one.verdict for one in found.results.tests}
