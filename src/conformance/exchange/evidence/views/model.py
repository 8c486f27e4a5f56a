"""The raw report: all that a view may be made from."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from conformance.exchange.evidence.runfile import RunFile
from conformance.exchange.model import Exchange, TestResult
from conformance.exchange.run.results import ParticipantResult, Results
from conformance.exchange.suite.model import Requirement, Suite, TestCase
from conformance.standard.model import Lang, Text


class Raw(Struct, frozen=True):
    """A run, what was found, what was asked, and the reader's language."""

    run: RunFile
    exchanges: Sequence[Exchange]
    results: Results
    suite: Suite
    lang: Lang = "zh"


class Told(Struct, frozen=True):
    """A test that has to be spoken of, with all that a reader needs."""

    case: TestCase
    result: TestResult
    requirements: tuple[Requirement, ...]
    """Those that its checks did not find kept; where no check was made, all that the test is about."""
    seen: tuple[Text, ...]
    """A sentence for each check that did not hold, or that could not be made."""
    exchanges: tuple[Exchange, ...]
    """Those that show it."""


class Section(Struct, frozen=True):
    """What is said of a participant."""

    participant: ParticipantResult
    told: tuple[Told, ...]
    """Fails, errors, skips, tests for a person to judge, warnings, in this order."""
    omitted: tuple[Told, ...] = ()
    passed: tuple[Told, ...] = field(default=())
