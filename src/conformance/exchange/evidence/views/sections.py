"""From results to what is told of each participant, the gravest first."""

from __future__ import annotations

from conformance.exchange.evidence.views.model import Raw, Section, Told
from conformance.exchange.model import CheckResult, TestResult, TestVerdict

ORDER: tuple[TestVerdict, ...] = ("fail", "error", "skip", "attest", "warn")
"""What is told of at length, in this order: a test that could not be made keeps from conformance as one that failed does."""
_UNHELD = {"fail": ("fail", "warn"), "warn": ("warn",), "attest": ("info",)}
_SHOWN = 3
"""Exchanges that are shown for a test; the others are in the record."""


def sections(raw: Raw) -> tuple[Section, ...]:
    """One for each participant."""
    cases = {case.id: case for case in raw.suite.tests}
    exchanges = {one.sequence: one for one in raw.exchanges}
    requirements = {one.id: one for one in raw.suite.requirements}

    def told(result: TestResult) -> Told:
        unheld = _unheld(result)
        named = [name for check in unheld for name in check.requirements] or [*cases[result.test].verifies]
        showing = [number for check in unheld for number in check.exchanges] or [*result.exchanges[-1:]]
        return Told(
            cases[result.test],
            result,
            tuple(requirements[name] for name in dict.fromkeys(named) if name in requirements),
            tuple(check.message for check in unheld),
            tuple(exchanges[number] for number in [*dict.fromkeys(showing)][-_SHOWN:] if number in exchanges),
        )

    return tuple(
        Section(
            one,
            tuple(told(result) for word in ORDER for result in raw.results.of(one.name) if result.verdict == word),
            tuple(told(result) for result in raw.results.of(one.name) if result.verdict == "omit"),
            tuple(told(result) for result in raw.results.of(one.name) if result.verdict == "pass"),
        )
        for one in raw.results.participants
    )


def _unheld(result: TestResult) -> list[CheckResult]:
    wanted = _UNHELD.get(result.verdict, ("not-evaluated",))
    return [check for check in result.checks if check.verdict in wanted]
