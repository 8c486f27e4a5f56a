"""What a run found: the data behind every view, ``results.json``. Its shape stands in ``schemas/exchange_results.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from conformance.exchange.model import ClassVerdict, ConformanceClass, RequirementVerdict, TestResult, TestVerdict
from conformance.standard.model import Text

ClassVerdictOrder: tuple[ClassVerdict, ...] = (
    "non-conformant",
    "not-fully-verified",
    "conformant-with-findings",
    "conformant",
)
"""The first of these that is among several is that of all together."""
HollowKind: TypeAlias = Literal["refused", "no-records", "one-page", "no-bad-rows", "never-exercised"]


class RequirementResult(Struct, frozen=True):
    """What is known of one requirement on a participant."""

    id: str
    verdict: RequirementVerdict
    tests: tuple[str, ...] = ()


class ClassResult(Struct, frozen=True):
    """Whether a participant conforms to a class."""

    name: ConformanceClass
    verdict: ClassVerdict
    tests: Mapping[TestVerdict, int]
    """How many tests of the class came out how."""


class Hollow(Struct, frozen=True):
    """A sign that a run shows less than its verdicts seem to say."""

    kind: HollowKind
    text: Text
    blocks: bool
    """Whether it keeps the participant from being conformant."""


class Cleanup(Struct, frozen=True):
    """What became of the records that were pushed."""

    withdrawn: int = 0
    left: tuple[str, ...] = ()
    """Ids of records, or addresses of batches, that could not be cleaned up."""
    reason: Text | None = None


class ParticipantResult(Struct, frozen=True):
    """What the run says of a participant."""

    name: str
    url: str
    environment: Literal["test", "production"]
    verdict: ClassVerdict
    reached: bool
    classes: tuple[ClassResult, ...]
    operations: tuple[str, ...]
    requirements: tuple[RequirementResult, ...]
    warnings: tuple[Hollow, ...]
    cleanup: Cleanup


class Results(Struct, frozen=True):
    """Everything that a run found."""

    tool: str
    profile: str
    edition: str
    standard: str
    """Digest of the compiled standard."""
    suite: str
    """Digest of requirements and tests."""
    as_of: str
    verdict: ClassVerdict
    exit: int
    interrupted: bool
    participants: tuple[ParticipantResult, ...]
    tests: tuple[TestResult, ...]
    """In the order in which they ran; a scenario has one for each participant that it involves."""

    def of(self, participant: str) -> tuple[TestResult, ...]:
        """The results of one participant."""
        return tuple(one for one in self.tests if one.participant == participant)


def encode(results: Results) -> bytes:
    """The results as JSON: UTF-8, two blanks of indentation, a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n"


def decode(content: bytes) -> Results:
    """Results from JSON. Raises ``msgspec.ValidationError`` and ``msgspec.DecodeError``."""
    return msgspec.json.decode(content, type=Results)


def plain(results: Results) -> Any:
    """The results as JSON has them."""
    return msgspec.json.decode(msgspec.json.encode(results))


def worst(verdicts: Mapping[str, ClassVerdict] | tuple[ClassVerdict, ...]) -> ClassVerdict:
    """The verdict of several together; of none it is ``not-fully-verified``."""
    found = set(verdicts.values() if isinstance(verdicts, Mapping) else verdicts)
    return next((one for one in ClassVerdictOrder if one in found), "not-fully-verified")
