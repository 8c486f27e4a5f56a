"""Receivers of folders and databases under test, without waiting: time passes only when the tester sleeps, and then they work.

What is judged is remembered over the tests of a process: one fault more does not judge the same bytes once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from conformance.exchange.carried import ADDRESSES
from conformance.exchange.carrier import Carrier, CarrierTransport
from conformance.exchange.filedrop import judging as of_folders
from conformance.exchange.filedrop.layout import digest_of
from conformance.exchange.model import ConformanceClass, Participant
from conformance.exchange.run import fixtures
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.drive import run
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.model import Setup
from conformance.exchange.run.results import Results
from conformance.exchange.staging import judging as of_tables
from conformance.exchange.staging.database import Database
from conformance.exchange.staging.ddl import script
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Suite
from conformance.report.model import Report
from conformance.standard.load import load

STANDARD = load()
DAY = date(2016, 7, 1)


class Working(StillClock):
    """A clock that lets somebody work while one sleeps."""

    work: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.work()


def probed(class_: ConformanceClass, carrier: Carrier, clock: StillClock, only: tuple[str, ...] = ()) -> Results:
    """The whole suite of a class on whoever works in the folder or database."""
    who = Participant(class_, ADDRESSES[class_], (class_,), "test")
    setup = Setup((who,), "2016", DAY.isoformat(), 1, allow_writes=True, only=only)
    transport = CarrierTransport(carrier, Guard((class_,)), clock, limits=setup.limits)
    return run(setup, suite(), STANDARD, transport, clock)


@cache
def suite() -> Suite:
    return load_suite()


def caught(results: Results) -> tuple[set[str], set[str]]:
    """The results that do not hold, and the tests that could not be shown."""
    fails = {check.id for test in results.tests for check in test.checks if check.verdict in ("fail", "warn")}
    return fails, {test.test for test in results.tests if test.verdict in ("skip", "error")}


def words(results: Results) -> dict[str, str]:
    return {one.test: one.verdict for one in results.tests}


def database(path: str | Path = ":memory:") -> Database:
    connection = sqlite3.connect(path)
    connection.executescript(script(STANDARD, "sqlite"))
    return Database(connection)


_REMEMBERED: dict[Any, Any] = {}


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are made and data that are judged are taken from earlier tests where they are the same."""
    rows, of_file, of_records = fixtures.rows, of_folders.check, of_tables.check

    def remembered(key: Any, make: Callable[[], Any]) -> Any:
        if key not in _REMEMBERED:
            _REMEMBERED[key] = make()
        return _REMEMBERED[key]

    def folder_check(manifest: Path, **how: Any) -> Report:
        there = {one.name: digest_of(one.read_bytes()) for one in manifest.parent.iterdir() if one.is_file()}
        key = (tuple(sorted(there.items())), repr(how))
        where, report = remembered(key, lambda: (manifest.parent, of_file(manifest=manifest, **how)))
        return _moved(report, str(where), str(manifest.parent))

    monkeypatch.setattr(fixtures, "rows", lambda recipe, *more: remembered(repr(recipe), lambda: rows(recipe, *more)))
    monkeypatch.setattr(of_folders, "check", folder_check)
    monkeypatch.setattr(
        of_tables, "check", lambda records, **how: remembered(repr((records, how)), lambda: of_records(records, **how))
    )


def _moved(report: Report, before: str, now: str) -> Report:
    """The report on the same files in another folder."""

    def at(one: Any) -> Any:
        return replace(one, path=one.path.replace(before, now))

    findings = [replace(at(one), message=one.message.replace(before, now)) for one in report.findings]
    return replace(report, inputs=[at(one) for one in report.inputs], findings=findings)
