"""Requirements and tests as they stand in the data files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from conformance.exchange.model import ConformanceClass
from conformance.standard.model import Text

Level: TypeAlias = Literal["shall", "shall-not", "should", "should-not", "may"]
"""应、不应、宜、不宜、可."""
Verification: TypeAlias = Literal["automated", "attested", "inspected", "not-verifiable"]
StepKind: TypeAlias = Literal["request", "poll", "walk"]
Effect: TypeAlias = Literal["read", "write", "destroy"]


class Requirement(Struct, frozen=True):
    """One thing that is asked of participants of some classes."""

    id: str
    """``push-idempotent``; never used again for another."""
    origin: Literal["document", "national", "profile"]
    clause: str
    """``document``: a clause of the source document (``workpoints-2016#T10``); ``national``: a national standard or rule; ``profile``: a section of ours
    (``profile#push``) or of an Internet standard that the profile takes over (``rfc-9457#3.1``): nobody else asks for it here."""
    level: Level
    actors: tuple[ConformanceClass, ...]
    text: Text
    condition: str | None
    """Operation that has to be declared (``push``); None: always."""
    since: str
    until: str | None
    """Editions."""
    verification: Verification
    reason: Text | None
    """Why not automated."""
    remedy: Text | None = None


class Check(Struct, frozen=True):
    """One use of a check kind: its parameters, as data."""

    id: str
    """Unique in its step; the name of the kind where the file gives none."""
    kind: str
    params: Mapping[str, Any]
    verifies: tuple[str, ...]
    """Requirements; those of the test where the file gives none."""
    level: Literal["fail", "warn", "info"] = "fail"
    """What a check that does not hold is: ``warn`` for 宜."""


class Step(Struct, frozen=True):
    """Something that is done, and what must hold of what came back."""

    id: str
    kind: StepKind
    params: Mapping[str, Any]
    """What to send and, for polls and walks, how long; see ``schemas/exchange_suite.yaml``."""
    checks: tuple[Check, ...]
    capture: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Name → where to take it from: ``{pointer: /id}``, ``{header: Location}``, ``{url: true}``, ``{items: /records}`` …"""
    at: ConformanceClass | None = None
    """Of a scenario: the participant of which class."""


class TestCase(Struct, frozen=True):
    """A test: steps in order, and checks over several of them."""

    __test__ = False  # no test of pytest's

    id: str
    group: str
    """Name of its file: ``push``, ``paging``, ``authentication`` …"""
    title: Text
    actors: tuple[ConformanceClass, ...]
    verifies: tuple[str, ...]
    when: tuple[str, ...]
    """Operations that the participant has to declare; otherwise it is omitted."""
    needs: tuple[str, ...]
    """Names that earlier tests have to have captured (``token.full``) or the participant has to have given (``given.subject``); otherwise it is skipped."""
    effect: Effect
    phase: Literal["main", "cleanup"]
    steps: tuple[Step, ...]
    across: tuple[Check, ...]
    """Checks over the exchanges of several steps, which they name in ``steps``."""
    on_fail: Literal["continue", "stop-test"]
    explain: Text
    """Why it matters."""
    remedy: Text
    """What usually causes it, and how to mend it."""
    observed: bool = False
    """Judged on recorded exchanges of a client instead of being run (``verify --as department``)."""
    scenario: bool = False
    """Runs over several participants; its steps say ``at``."""
    over: Literal["test", "run"] = "test"
    """``run``: has no steps; its checks look at every exchange of the participant before it, whichever test it was for."""


class Suite(Struct, frozen=True):
    """Everything for one edition. Tests are in the order in which they run."""

    edition: str
    requirements: tuple[Requirement, ...]
    tests: tuple[TestCase, ...]
    digest: str
    """SHA-256 over requirements and tests: two participants with one digest ran the same suite."""
