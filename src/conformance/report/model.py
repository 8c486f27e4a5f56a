"""The report as plain data; its JSON form is the contract that other programs rely on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from conformance.sources.codes import ProblemCode
from conformance.standard.model import Fix, Severity

Verdict = Literal["conforming", "conforming-with-warnings", "non-conforming", "not-checked"]


class Tool(Struct, frozen=True):
    """The program that made the report."""

    name: str
    version: str
    engine: str


class StandardRef(Struct, frozen=True):
    """The edition that was checked against, and the digest of its compiled content."""

    edition: str
    version: str
    digest: str


class ColumnReport(Struct, frozen=True):
    """A column of the source, the field that it was taken for, and how complete it is.

    The three numbers add up to the records whose cells were looked at; None where the input was not read for its own sake.
    """

    header: str
    field: str | None
    how: str
    near: str | None = None
    cell: str | None = None
    """Address of its header like ``B1``, where the input is one that people open in a spreadsheet program."""
    filled: int | None = None
    """Records with a value in it."""
    blank: int | None = None
    """Records with nothing in it, or only blanks."""
    placeholder: int | None = None
    """Records with a word that stands for nothing (无, /); only for columns taken for a field."""


class Failure(Struct, frozen=True, gc=False):
    """How often one rule failed on one field of one input; exact, however many examples are kept."""

    rule: str
    field: str | None
    severity: Severity
    failed: int


class RuleReport(Struct, frozen=True, gc=False):
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
    """Findings that count and are shown; the last two numbers are of others."""
    unjudged: int = 0
    item: str | None = None
    known: int = 0
    """Findings of the baseline: they weigh in the verdict, but are not shown again."""
    suppressed: int = 0
    """Findings left out by the configuration."""


class CellReport(Struct, frozen=True, gc=False):
    """A cell quoted beside a finding, so that the record is known again; its value is masked."""

    column: str
    """The header as written."""
    field: str | None
    cell: str | None
    value: str | None


class StretchReport(Struct, frozen=True):
    """Some records that follow each other, and how many of them have something wrong with them."""

    first_row: int
    last_row: int
    records: int
    errors: int
    """Records with an error of their own; an error of the whole file (a missing column) counts nowhere."""
    warnings: int
    """Records with a warning of their own and no error."""
    repeats: int
    """Records that came before in the same input, whatever else is wrong with them."""


class DueRecord(Struct, frozen=True, gc=False):
    """A record that falls due on the day as of which is judged."""

    record: int | None
    row: int | None
    line: int | None
    cell: str | None
    """Address of the decision date."""
    pointer: str | None
    key: str | None
    decided: str | None
    """The decision date as written."""
    around: tuple[CellReport, ...] = ()


class DueReport(Struct, frozen=True):
    """What has to be published on the day as of which is judged, lest it be late: exact number, some examples."""

    working_days: int
    """Length of the deadline, counted from the day after the decision."""
    records: int
    reason: str | None = None
    """Why it could not be told (``column-absent``, ``outside-calendar``); ``records`` is 0 then."""
    examples: list[DueRecord] = field(default_factory=list)


class InputReport(Struct, frozen=True):
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
    problem_code: ProblemCode | None = None
    """The same for programs."""
    ignored_sheets: list[str] = field(default_factory=list)
    mapping_template: str | None = None
    failures: list[Failure] = field(default_factory=list)
    rules: list[RuleReport] = field(default_factory=list)
    """How each rule went on this input alone."""
    stretches: list[StretchReport] = field(default_factory=list)
    """Where in the input the trouble lies: up to 60 stretches of equally many records, in order."""
    due_today: DueReport | None = None
    """None where the record type has no deadline of publication."""


class Finding(Struct, frozen=True, gc=False):
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
    around: tuple[CellReport, ...] = ()
    """Other cells of the record (its number, its subject, what the cell was compared with), for the first findings of a
    rule only."""
    fingerprint: str = ""
    """16 hexadecimal digits by which the finding is known again in another run; rows that move do not change them."""
    baseline_state: Literal["new", "known"] | None = None
    """Whether the finding is in the baseline; None where there is none. A report holds new ones only."""


class ComparedReport(Struct, frozen=True):
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


class SubmissionReport(Struct, frozen=True):
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


class SeverityReport(Struct, frozen=True):
    """A severity that the configuration gives a rule, in place of the standard's."""

    rule: str
    standard: Severity
    severity: Severity
    reason: str
    until: str
    """Its last day."""
    expired: bool
    """Whether that day has passed, so that the standard's holds."""


class SuppressionReport(Struct, frozen=True):
    """Findings that the configuration leaves out, with their exact number."""

    rule: str
    path: str | None
    """Pattern of the files; None for all."""
    field: str | None
    """As the configuration calls it; None for all."""
    keys: list[str]
    """Document numbers of the records; empty for all."""
    reason: str
    until: str
    """Its last day."""
    expired: bool
    """Whether that day has passed, so that nothing is left out."""
    line: int | None
    """Where it stands in the configuration."""
    counts: dict[Severity, int]
    """Findings left out, by severity."""
    counted: int
    """Findings that it is about and that count all the same: of rows that cannot be judged otherwise."""


class BaselineReport(Struct, frozen=True):
    """The earlier findings that this run was compared with. What the report shows is new."""

    path: str
    findings: int
    """How many the baseline holds."""
    known: dict[Severity, int]
    """How many of this run are among them, by severity."""
    gone: int | None
    """How many were not found again; None where an input was not checked, so that nobody can tell."""


class Report(Struct, frozen=True):
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
    configuration: str | None = None
    """Path of the configuration file that holds."""
    severities: list[SeverityReport] = field(default_factory=list)
    """What weighs otherwise than by the standard."""
    suppressed: list[SuppressionReport] = field(default_factory=list)
    """What is left out: neither in ``counts`` nor in ``findings``, nor weighed in the verdict."""
    baseline: BaselineReport | None = None
    """Where the run was compared with an earlier one: ``counts`` and ``findings`` are of new findings only; the verdict,
    accepted and rejected rows are of all."""
