"""The report as plain data; its JSON form is the contract that other programs rely on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from conformance.standard.model import Fix, Severity

Verdict = Literal["conforming", "conforming-with-warnings", "non-conforming", "not-checked"]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    version: str
    engine: str


@dataclass(frozen=True, slots=True)
class StandardRef:
    edition: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class ColumnReport:
    header: str
    field: str | None
    how: str
    near: str | None = None


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


@dataclass(frozen=True, slots=True)
class RuleReport:
    """How one rule went on one field of one item; ``field`` is None for rules about rows or files."""

    id: str
    field: str | None
    status: Literal["run", "skipped"]
    reason: str | None
    checked: int
    failed: int
    unjudged: int = 0
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
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
