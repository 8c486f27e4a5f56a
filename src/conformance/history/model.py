"""What is kept of one run: ids of the standard, numbers, digests and days. Nothing here can hold what a record says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from conformance.report.model import Verdict

RunKind = Literal["self-check", "official"]
"""自查, or 正式报送: a submission that counts."""


class RuleCount(Struct, frozen=True, order=True):
    """How often a rule was judged on a field of one input, and how often it failed; exact."""

    rule: str
    field: str | None
    """A field of the standard; None for rules about rows or files."""
    checked: int
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    known: int = 0
    """Findings of the baseline, in none of the three numbers before."""
    suppressed: int = 0
    """Findings left out by a configuration, likewise."""
    unjudged: int = 0
    """Records that it could not be judged for."""


class FieldCount(Struct, frozen=True, order=True):
    """How complete a field of one input is; the three numbers add up to its records."""

    field: str
    filled: int
    blank: int
    placeholder: int


class RunInput(Struct, frozen=True):
    """One table of a run. It has no name: what people call files is theirs."""

    item: str | None
    """The data item; None where the input could not be read."""
    format: str | None
    digest: str | None
    """``sha256:`` of the file's bytes, or ``text-sha256:`` of its cells where there is no file."""
    verdict: Verdict
    rows: int
    accepted: int
    rejected: int
    late: int
    rules: tuple[RuleCount, ...] = ()
    """In the order of rule and field; rules of which every number is 0 are left out."""
    fields: tuple[FieldCount, ...] = ()

    @property
    def nil(self) -> bool:
        """Whether it is a nil return (零报告): of a known item, read to its end, without records."""
        return self.item is not None and self.rows == 0


class Withheld(Struct, frozen=True, order=True):
    """Decisions that are not published, for one of the grounds that there are."""

    ground: str
    records: int


class ManifestFigures(Struct, frozen=True):
    """What the manifest says of one of its files: records, and decisions to be published, published and withheld."""

    item: str | None
    records: int
    to_publish: int | None = None
    published: int | None = None
    withheld: tuple[Withheld, ...] = ()


class Run(Struct, frozen=True):
    """One check of one or more inputs."""

    id: str
    """32 hexadecimal digits, chosen by who records: the same run may be sent twice and is kept once."""
    kind: RunKind
    recorded: datetime
    """When it was recorded: a moment with its time zone, kept as UTC."""
    as_of: date
    """The day that was judged by."""
    party: str | None
    batch: str | None
    """Number of the batch, of official submissions only."""
    purpose: str
    edition: str
    standard_version: str
    standard_digest: str
    tool_version: str
    engine: str
    verdict: Verdict
    errors: int
    warnings: int
    infos: int
    applies_from: date | None = None
    period_from: date | None = None
    """First day of what is reported, where a manifest says so."""
    period_to: date | None = None
    sending: Literal["full", "increment"] | None = None
    """As the manifest says; None without one."""
    inputs: tuple[RunInput, ...] = ()
    figures: tuple[ManifestFigures, ...] = ()
    """One for each file of the manifest, in its order."""


class Filter(Struct, frozen=True):
    """Which runs are asked for; what is None does not matter."""

    kind: RunKind | None = None
    party: str | None = None
    item: str | None = None
    """Runs with an input of this item; they come whole."""
    batch: str | None = None
    recorded_from: datetime | None = None
    recorded_before: datetime | None = None
    as_of_from: date | None = None
    as_of_to: date | None = None
    """The last day, itself among them."""
    after: str | None = None
    """Id of a run: those behind it, in the order in which they were recorded."""


class Recorded(Struct, frozen=True):
    """What became of a run that was to be recorded."""

    id: str
    """The run that is kept: an earlier one, where its batch was there already with the same contents."""
    already: bool
