"""What is judged beside the plan of a table: checks that look into other files, batch by batch in the same reading.

They take the records of a batch when its own checks are through, and answer with outcomes like any others, so that rows
are counted, shown and rejected in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks import Context, Skip, build
from conformance.checks.rows import own_names
from conformance.engine.cells import Cells
from conformance.engine.collect import Collector
from conformance.engine.describe import violations
from conformance.engine.model import Request, Tally, Violation
from conformance.engine.outcome import Outcome
from conformance.engine.places import Mask, Places, Positions, locate
from conformance.engine.plan import Plan, Planned, context_of, shown_at
from conformance.engine.reporting import Reporter
from conformance.engine.written import written_in
from conformance.sources.model import Batch, Table
from conformance.standard.model import ROW_KINDS, Check
from conformance.standard.reasons import Reason

if TYPE_CHECKING:
    from conformance.engine.sums import Sums

_FIRST, _STEP = 1_000_000, 1_000
"""Numbers of checks beside the plan, above those of the plan's own, with room for a check that is one for each field."""
_FEW = 8
"""A row with no more filled cells may be none; numbers of rows and blanks are counted here."""

Details = list[dict[str, Any]]


class Looked(Struct, frozen=True):
    """How one check went, and the details of its sentence for some of the failures, asked for when they are shown."""

    outcome: Outcome
    details: Callable[[Positions], Details]


class Beside(Protocol):
    """One or more checks of a table that need more than the table."""

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        """Judge the records of a batch, which come with the derived columns that were asked for."""
        ...


class Companions:
    """What goes along with a table: checks to be run, and those that cannot be; one context for all of them."""

    def __init__(self, table: Table, request: Request) -> None:
        self.table = table
        self.request = request
        self.looks: list[Beside] = []
        self.skipped: list[Tally] = []
        self.sums: Sums | None = None
        """What its number fields add up to, where somebody asks."""

    @cached_property
    def derived(self) -> Derived:
        """The derived columns of all of them; made where there is a check that runs."""
        return Derived(self.table, self.request)

    @cached_property
    def checks(self) -> list[Check]:
        """The checks of the table that need more than the table."""
        record_type = self.request.standard.record_type_of(self.table.item, self.request.party)
        rules = self.request.standard.rules
        return [check for check in record_type.checks if rules[check.rule].scope == "submission"]

    def skip(self, check: Check, reason: Reason) -> None:
        """Say of a check why it does not run."""
        self.skipped.append(Tally(check, "skipped", reason))

    def look(self, frame: pl.DataFrame) -> list[Looked]:
        """All checks, on the records of a batch as they were read."""
        if not self.looks:
            return []
        wide = self.derived.widen(frame)
        return [looked for beside in self.looks for looked in beside.look(wide)]


def judge_beside(
    companions: Companions,
    plan: Plan,
    collector: Collector,
    reporter: Reporter,
    batch: Batch,
    cells: Cells,
    places: Places,
    origin: Positions,
    warned: Mask,
) -> Mask:
    """Judge the records at ``origin`` by what goes along with their table; answers which of them are rejected, and marks
    in ``warned`` (of the whole batch) those with a warning."""
    rejected = np.zeros(cells.height, dtype=np.bool_)
    if not companions.looks:
        return rejected
    for looked in companions.look(batch.frame[origin]):
        found = looked.outcome
        planned = found.planned
        parted = collector.part(planned, found.failed)
        collector.count(planned.number, planned.check, found.checked, parted, found.unjudged)
        failed = parted.real
        if not len(failed):
            continue
        if planned.severity == "error":
            rejected[failed] = True
        elif planned.severity == "warning":
            warned[origin[failed]] = True
        bare = replace(planned, judgement=replace(planned.judgement, details={}))

        def described(shown: Positions, bare: Planned = bare, looked: Looked = looked) -> list[Violation]:
            found = violations(bare, plan, cells.at(shown), written_in(batch), places, origin[shown])
            return [replace(one, details=more) for one, more in zip(found, looked.details(shown), strict=True)]

        if len(parted.known) and collector.wants_known:
            reporter.add(described(parted.known), known=True)
        if len(counted := reporter.wanted(bare, parted.counted, cells)):
            reporter.add(described(counted), known=False, planned=bare)
    return rejected


class Derived:
    """The derived columns that checks beside the plan ask for, in a context of their own."""

    def __init__(self, table: Table, request: Request) -> None:
        self.request = request
        self.context: Context = context_of(table.item, table.columns, request)
        self._numbers = _FIRST

    def planned(self, check: Check) -> Planned | Reason:
        """The check ready to run, or the reason why it cannot be."""
        if self.context.purpose not in check.purposes:
            return "other-purpose"
        judgement = build(self.context, check.kind, check.fields, check.params)
        if isinstance(judgement, Skip):
            return judgement.reason
        self._numbers += _STEP
        shown = shown_at(check, judgement.at)
        return Planned(self._numbers, shown, self.request.severity(check), judgement, scope=0)

    def widen(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The batch with every derived column that was asked for."""
        lazy = frame.lazy()
        for depth in sorted({one.depth for one in self.context.derived.values()}):
            lazy = lazy.with_columns(one.expression for one in self.context.derived.values() if one.depth == depth)
        return lazy.collect()


class Records:
    """A table read for its records only: rows that are none, and rows whose cells cannot be trusted, are left out."""

    def __init__(self, table: Table, derived: Derived, key: str) -> None:
        """``key`` is a field that every record has; where it holds its own name the header has come again."""
        self._derived = derived
        self._records = 0
        # In a context of their own: what tells rows apart reads every column, and few rows are in doubt.
        self._rows = Derived(table, derived.request)
        context = self._rows.context
        checks = [check for check in context.record_type.checks if check.kind in ROW_KINDS]
        judged = [build(context, check.kind, check.fields, check.params) for check in checks]
        self._no_record = [judgement.fails for judgement in judged if not isinstance(judgement, Skip)]
        few = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.UInt32) for name in context.columns]) <= _FEW
        again = pl.col(key).is_in(own_names(context, key)) if context.has(key) else pl.lit(value=False)
        self._doubtful = few | again

    def of(self, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The records of a batch with their derived columns, and their places."""
        is_record = np.ones(batch.frame.height, dtype=np.bool_)
        doubtful = np.flatnonzero(mask_of(batch.frame, self._doubtful))
        if len(doubtful):
            is_record[doubtful] = ~any_of(self._rows.widen(batch.frame[doubtful]), self._no_record)
        places = locate(batch, is_record, self._records)
        self._records += int(is_record.sum())
        kept = np.flatnonzero(is_record if batch.broken is None else is_record & ~batch.broken)
        frame = batch.frame if len(kept) == batch.frame.height else batch.frame[kept]
        return self._derived.widen(frame), places.frame(kept)


def any_of(wide: pl.DataFrame, expressions: Sequence[pl.Expr]) -> Mask:
    """In which rows one of the expressions holds."""
    held = np.zeros(wide.height, dtype=np.bool_)
    for expression in expressions:
        held |= mask_of(wide, expression)
    return held


def mask_of(wide: pl.DataFrame, expression: pl.Expr) -> Mask:
    """In which rows an expression holds; null counts as no."""
    return column_of(wide, expression).fill_null(value=False).to_numpy().astype(np.bool_)


def column_of(wide: pl.DataFrame, expression: pl.Expr) -> pl.Series:
    """An expression over a batch, a constant spread over its rows."""
    return wide.with_columns(expression.alias("@asked"))["@asked"]


def outcome(planned: Planned, applies: Mask, failed: Mask, unjudged: dict[Reason, Mask]) -> Outcome:
    """How a check went, from masks over a batch; what could not be judged is neither checked nor failed."""
    left = np.zeros(len(applies), dtype=np.bool_)
    for mask in unjudged.values():
        left |= mask
    positions: Positions = np.flatnonzero(failed & ~left).astype(np.int64)
    counts = {reason: int(mask.sum()) for reason, mask in unjudged.items()}
    return Outcome(planned, int((applies & ~left).sum()), positions, counts)


def same_for_all(**details: Any) -> Callable[[Positions], Details]:
    """Details that are the same in every finding."""
    return lambda positions: [dict(details) for _ in positions]
