"""What the engine is asked and what it answers, without words for users: counts, places, raw values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from conformance.sources.model import Batch, Column
from conformance.standard.model import Check, Party, Purpose, Severity, Standard, Text


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be judged, for whom and as of when."""

    standard: Standard
    as_of: date
    purpose: Purpose = "submission"
    party: Party | None = None
    applies_from: date | None = None
    """Records decided before this day are first back-filings: deadlines are not judged for them, and that is said."""
    examples: int = 100
    """Violations kept per rule and column; counts are always exact."""

    def severity(self, check: Check) -> Severity:
        """Severity of a check for this party (party profile, then the check's own, then the rule's)."""
        if self.party and check.rule in self.party.severities:
            return self.party.severities[check.rule]
        return check.severity or self.standard.rules[check.rule].severity


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a check failed. Values are raw; masking and wording belong to the report."""

    check: Check
    severity: Severity
    record: int | None
    row: int | None
    line: int | None
    ordinal: int | None
    column: int | None
    """Position in ``TableResult.columns``."""
    value: str | None
    key: str | None
    """The record's business key (document number)."""
    details: dict[str, Any] = field(default_factory=dict)
    """Placeholders of the rule's sentence; ``expected`` among them where there is one. A value is a string, a number,
    or a :class:`~conformance.standard.model.Text` where the words differ by language."""
    names: tuple[str, ...] = ()
    """Names of the record's subject and representative, so that they can be masked wherever a text quotes them."""


Reason = Literal[
    "",
    "column-absent",  # the fields it needs are not in the input
    "other-purpose",  # belongs to the other purpose
    "no-party",  # needs a party profile with a jurisdiction
    "no-register",  # the data list names nobody for the item, or the party is entered in no list
    "outside-calendar",  # some dates lie outside the working-day table
    "before-applies-from",  # some records were left out by --applies-from
    "unknown-kind",  # some subjects' kind (person or organisation) cannot be told
    "referred-absent",  # the file with the records referred to is not in the submission
    "referred-partial",  # what it refers to was not found, but only an increment of it is at hand
    "other-register",  # the subject belongs to a register that was not submitted
    "self-contained",  # a full file, whose removals hold the entries themselves
    "read-once",  # the input can be read only once, so that its own records cannot be known beforehand
    "no-manifest",  # needs the period of a manifest
    "no-previous",  # needs the submission before (--previous)
    "no-period",  # neither a manifest nor a day of decision tells when the period before ended
    "item-not-before",  # the submission before has no file of this item
    "item-not-sent",  # this submission has no file of this item
    "increment",  # an increment: what is not in it has not vanished
    "input-unread",  # a file of the submission could not be read to its end
    "within-file",  # looked for within each file only, where several files hold records of one kind
    "no-key",  # some records have no document number or name by which to know them again
    "not-applicable",
]


@dataclass(slots=True)
class Tally:
    """How one check went: how many records it judged and how many failed.

    Records that a running check could not judge are a tally of their own with status ``skipped``, their ``reason`` and
    their number in ``unjudged``.
    """

    check: Check
    status: Literal["run", "skipped"] = "run"
    reason: Reason = ""
    checked: int = 0
    failed: int = 0
    unjudged: int = 0


@dataclass(slots=True)
class TableResult:
    """The outcome for one table. ``violations`` are capped examples in order of rows; the tallies are exact."""

    path: str
    format: str
    encoding: str | None
    sheet: str | None
    item: str
    confidence: float
    columns: tuple[Column, ...]
    header_row: int
    pointer_prefix: str | None
    rows: int = 0
    """Data records; footer and empty rows are not counted."""
    accepted: int = 0
    """Records without an error."""
    rejected: int = 0
    late: int = 0
    """Records published after the deadline (迟报)."""
    tallies: list[Tally] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    ignored_sheets: tuple[tuple[str, Text], ...] = ()
    mapping_template: str | None = None


Sink = Callable[[Sequence[Violation]], None]
"""Receives every violation, not only the examples (``--findings``)."""

RowsSink = Callable[[Batch, npt.NDArray[np.bool_], npt.NDArray[np.bool_]], None]
"""Receives each batch with a mask of its data rows (no footer, no empty row) and a mask of the rejected ones."""
