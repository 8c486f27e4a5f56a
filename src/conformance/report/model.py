"""The report as plain data; its JSON form is the contract that other programs rely on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from conformance.standard.model import Fix, Severity

Verdict = Literal["conforming", "conforming-with-warnings", "non-conforming", "not-checked"]


@dataclass(frozen=True, slots=True)
class Tool:
    """The program that made the report."""

    name: str
    version: str
    engine: str


@dataclass(frozen=True, slots=True)
class StandardRef:
    """The edition that was checked against, and the digest of its compiled content."""

    edition: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """A column of the source and the field that it was taken for."""

    header: str
    field: str | None
    how: str
    near: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """How often one rule failed on one field of one input; exact, however many examples are kept."""

    rule: str
    field: str | None
    severity: Severity
    failed: int


@dataclass(frozen=True, slots=True)
class RuleReport:
    """How one rule went on one field of one item; ``field`` is None for rules about rows or files.

    What could not be judged is an entry of its own: ``skipped``, with its reason and the number of records in
    ``unjudged`` (0 where the rule did not run at all).
    """

    id: str
    field: str | None
    status: Literal["run", "skipped"]
    reason: str | None
    checked: int
    failed: int
    unjudged: int = 0
    item: str | None = None


@dataclass(frozen=True, slots=True)
class InputReport:
    """One table of the submission. ``problem`` is the sentence why an input was not checked."""

    path: str
    format: str | None
    encoding: str | None
    sheet: str | None
    item: str | None
    rows: int
    accepted_rows: int
    rejected_rows: int
    late_rows: int
    verdict: Verdict
    columns: list[ColumnReport] = field(default_factory=list)
    confidence: float | None = None
    problem: str | None = None
    ignored_sheets: list[str] = field(default_factory=list)
    mapping_template: str | None = None
    failures: list[Failure] = field(default_factory=list)
    rules: list[RuleReport] = field(default_factory=list)
    """How each rule went on this input alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, worded for the reader; values are already masked."""

    rule: str
    severity: Severity
    path: str
    sheet: str | None
    record: int | None
    row: int | None
    line: int | None
    column: str | None
    cell: str | None
    pointer: str | None
    field: str | None
    value: str | None
    expected: str | None
    key: str | None
    message: str
    remedy: str
    clause: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class ComparedReport:
    """A number of the manifest beside what the file holds, in plain digits; exact, the difference with its sign."""

    path: str
    """As the manifest has it."""
    sheet: str | None
    kind: Literal["full", "increment"]
    field: str | None
    """The field of a total; None for the number of records."""
    declared: str
    found: str | None
    """None where the file was not checked."""
    difference: str | None


@dataclass(frozen=True, slots=True)
class SubmissionReport:
    """What holds for the submission as a whole: its manifest, and the submission before."""

    manifest: str | None
    id: str | None
    party: str | None
    period_from: str | None
    period_to: str | None
    kind: Literal["full", "increment"]
    kind_stated: bool
    """Whether the manifest says so, or full was taken for granted."""
    compared: list[ComparedReport] = field(default_factory=list)
    parts: list[InputReport] = field(default_factory=list)
    """Where findings stand that belong to none of the inputs: the manifest (its format is ``manifest``), and the tables
    of the submission before, of which only the rows that vanished are spoken of."""


@dataclass(frozen=True, slots=True)
class Report:
    """Findings and verdict of one run over one or more inputs."""

    tool: Tool
    standard: StandardRef
    as_of: str
    party: str | None
    purpose: str
    verdict: Verdict
    inputs: list[InputReport]
    rules: list[RuleReport]
    counts: dict[Severity, int]
    findings: list[Finding]
    findings_shown: int
    findings_total: int
    applies_from: str | None = None
    """First day of decision for which deadlines are judged, where one was given."""
    notes: list[str] = field(default_factory=list)
    """What else the reader must know: folders opened, files left out, files written."""
    submission: SubmissionReport | None = None
    """Where a manifest or an earlier submission was given."""
