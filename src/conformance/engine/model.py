"""What the engine is asked and what it answers, without words for users: counts, places, raw values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.sources.model import Batch, Column
from conformance.standard.model import Check, Fix, Party, Purpose, Severity, Standard, Text
from conformance.standard.reasons import Reason

if TYPE_CHECKING:
    from conformance.engine.sieve import Sieve


class Request(Struct, frozen=True):
    """What is to be judged, for whom and as of when."""

    standard: Standard
    as_of: date
    purpose: Purpose = "submission"
    party: Party | None = None
    applies_from: date | None = None
    """Records decided before this day are first back-filings: deadlines are not judged for them, and that is said."""
    examples: int = 100
    """Violations kept per rule and column; counts are always exact."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Rule → severity, where it is told for this run; the report says that it is not the standard's."""
    sieve: Sieve | None = None
    """Parts off what is suppressed or known from an earlier run; None where everything counts."""

    def of(self, party: Party | None) -> Request:
        """The same for an input that itself says who submits it; whom the caller named comes first."""
        return self if party is None or self.party is not None else replace(self, party=party)

    def severity(self, check: Check) -> Severity:
        """Severity of a check (as told for this run, then the party profile's, then the check's own, then the rule's)."""
        if check.rule in self.severities:
            return self.severities[check.rule]
        if self.party and check.rule in self.party.severities:
            return self.party.severities[check.rule]
        return check.severity or self.standard.rules[check.rule].severity


class Neighbour(Struct, frozen=True, gc=False):
    """Another cell of the same record, by which people know the record again: its number, its subject, what it was
    compared with. Raw as the values of a violation."""

    column: int
    """Position in ``TableResult.columns``."""
    value: str | None


class Violation(Struct, frozen=True, gc=False):
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
    content: tuple[tuple[str, str], ...] = ()
    """Fields and texts by which a record without a number is known again in another run (``engine.identity``)."""
    state: Literal["new", "known"] | None = None
    """Whether it was found in an earlier run; None where nobody asked."""
    around: tuple[Neighbour, ...] = ()
    """Other cells of the record, of the first violations only."""
    fix: Fix | None = None
    """How surely it can be mended, where that is less than its rule says; see ``mending.fix_of``."""


class Tally(Struct):
    """How one check went: how many records it judged and how many failed.

    Records that a running check could not judge are a tally of their own with status ``skipped``, their ``reason`` and
    their number in ``unjudged``.
    """

    check: Check
    status: Literal["run", "skipped"] = "run"
    reason: Reason = ""
    checked: int = 0
    failed: int = 0
    """Those that count and are shown; the next two are others."""
    unjudged: int = 0
    known: int = 0
    """Failures known from an earlier run: they weigh, but are not shown again."""
    suppressed: int = 0
    """Failures that neither weigh nor are shown."""


class Filling(Struct, frozen=True):
    """How complete a column is: records with a value, with nothing, and with a word that stands for nothing.

    Records whose cells cannot be trusted (a ragged row) are in none of the three.
    """

    filled: int
    blank: int
    placeholder: int


class Stretch(Struct, frozen=True):
    """Some records that follow each other, and how many of them have something wrong with them."""

    first_row: int
    last_row: int
    records: int
    errors: int
    """Records with an error of their own; one of the whole file counts nowhere."""
    warnings: int
    """Records with a warning of their own and no error."""
    repeats: int
    """Records that came before; they may have something else wrong with them as well."""


class Due(Struct, frozen=True, gc=False):
    """A record that falls due on the day as of which is judged."""

    record: int | None
    row: int | None
    line: int | None
    ordinal: int | None
    column: int
    """That of the decision date."""
    value: str | None
    key: str | None
    names: tuple[str, ...]
    around: tuple[Neighbour, ...]


class DueToday(Struct, frozen=True):
    """The records that have to be published on the day as of which is judged, lest they be late."""

    limit: int
    """Working days from the decision."""
    records: int
    examples: tuple[Due, ...] = ()
    reason: Reason = ""
    """Why it cannot be told; there are no records then."""


class Profile(Struct, frozen=True):
    """What a table looks like as a whole."""

    fillings: tuple[Filling, ...]
    """One for each of ``TableResult.columns``."""
    stretches: tuple[Stretch, ...]
    """In order of records, all of the same number of records but the last."""
    due: DueToday | None
    """None where the record type has no deadline."""


class TableResult(Struct):
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
    party: Party | None = None
    """Who submits, where the input itself says so."""
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
    profile: Profile | None = None
    """None for what was not read for its own sake (the manifest, the submission before)."""


Sink = Callable[[Sequence[Violation]], None]
"""Receives every violation, not only the examples (``--findings``)."""

RowsSink = Callable[[Batch, npt.NDArray[np.bool_], npt.NDArray[np.bool_]], None]
"""Receives each batch with a mask of its data rows (no footer, no empty row) and a mask of the rejected ones; beside a
``Sink``, when that has received what was found in these rows (but for records that came before)."""

Progress = Callable[[str, int, float | None], None]
"""Told the path, the rows read so far and, where it is known, the share of the source that they are."""
