"""What is decided to be mended, before a byte is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from conformance.engine.model import Violation
from conformance.report.model import Failure, Report
from conformance.standard.model import Fix, Severity

Action = Literal[
    "replace",  # the cell gets another text, or none
    "fill",  # a cell of a merged range gets the text of the range
    "remove",  # the row goes away
]
FailureKey = tuple[Severity, str, str | None]
"""Severity, rule and field: under these findings are counted."""


class Change(Struct, frozen=True):
    """One cell, or one whole row, that is changed."""

    action: Action
    violation: Violation
    """The finding that asks for it; the first of them, where several steps lead to the new text."""
    rules: tuple[str, ...]
    fix: Fix
    """That of the least sure of the rules."""
    ordinal: int
    """As ``Batch.ordinals``."""
    row: int
    """The row that a spreadsheet shows."""
    column: int | None = None
    """Position in ``Table.columns``; None for a row."""
    before: str | None = None
    after: str | None = None
    """The new text, empty where the cell is emptied; None for a row."""


class Stretch(Struct, frozen=True):
    """The changes of one batch, in order of rows."""

    first_line: int | None
    """Physical line where its first row begins (text sources only)."""
    changes: tuple[Change, ...]
    lines: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    """Ordinal of a changed row → its first physical line and the one behind its last; None where the next batch tells."""


class Tally(Struct):
    """What the changes of one table come to."""

    cells: int = 0
    rows: int = 0
    """Rows with a changed cell."""
    removed: int = 0
    filled: int = 0
    records_lost: int = 0
    """Removed rows, and rows found to be none, that counted as records before."""
    by_rule: Counter[tuple[str, Fix]] = field(default_factory=Counter)
    """How many cells or rows each rule had mended."""
    gone: Counter[FailureKey] = field(default_factory=Counter)
    """Findings that are no more."""
    uncovered: Counter[FailureKey] = field(default_factory=Counter)
    """Findings that stood behind those that are gone: a mangled value was not judged before."""
    held_back: Counter[str] = field(default_factory=Counter)
    """By reason, changes that could be made if the format let it (``formats.HELD_BACK``)."""
    to_confirm: Counter[str] = field(default_factory=Counter)
    """By rule, findings that ``--confirm`` would mend."""


class ChangeLine(Struct, frozen=True):
    """A change as people read it and as the log holds it; values are masked as in a report."""

    action: Action
    path: str
    sheet: str | None
    row: int
    line: int | None
    cell: str | None
    pointer: str | None
    column: str | None
    field: str | None
    before: str | None
    after: str | None
    rules: tuple[str, ...]
    fix: Fix
    key: str | None


class Mended(Struct, frozen=True):
    """How many cells or rows were changed for the sake of one rule."""

    rule: str
    fix: Fix
    changed: int


class HeldBack(Struct, frozen=True):
    """Changes that could be made if the format let it, and the sentence why it does not."""

    reason: str
    why: str
    number: int


class Repair(Struct, frozen=True):
    """What became of a file. ``output`` and ``after`` are None for a dry run."""

    path: str
    output: str | None
    log: str | None
    confirmed: bool
    cells: int
    """Changed cells, those filled into merged ranges among them."""
    rows: int
    """Rows with a changed cell."""
    removed: int
    """Rows left out."""
    mended: list[Mended]
    uncovered: list[Failure]
    """Findings that stood behind those that are mended, and that nobody could see before."""
    held_back: list[HeldBack]
    to_confirm: dict[str, int]
    """By rule, findings that ``confirm`` would mend."""
    before: Report
    after: Report | None
