"""Publication within seven working days of the decision (双公示).

The clock starts on the day after the decision. A record is judged by its publication date; without one by the time
stamp, and then only while its status is normal: a revoked or contested record gets a new stamp for other reasons.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.checks import workdays
from conformance.checks.base import Context, Judgement, Skip, kind
from conformance.checks.dates import settled_day
from conformance.standard.model import Text

_EPOCH = date(1970, 1, 1)
_BASIS = {
    "published": Text("公示日期", "the publication date"),
    "stamped": Text("数据更新时间戳（推定）", "the data timestamp (inferred)"),
}


@kind("deadline")
def deadline(context: Context, fields: tuple[str, ...], *, limit: int, inferred: bool) -> Judgement | Skip:
    """Published no later than ``limit`` working days after the decision.

    Fields: the day that counts, the decision date, and for a time stamp (``inferred``) the publication date whose
    absence it makes up for and the status. Decisions outside the working-day table cannot be judged; decisions before
    ``applies_from`` are left out. Both are counted as unjudged.
    """
    shown_field, decided_field, *others = fields
    if not context.has(decided_field):
        return Skip("column-absent")
    decided, shown = settled_day(context, decided_field), settled_day(context, shown_field)
    judged = (shown >= decided).fill_null(value=False)
    if inferred:
        judged = judged & _stands_in(context, *others)
    due = context.derive(
        decided_field,
        f"due:{limit}",
        decided.map_batches(lambda days: _due(context, days, limit), return_dtype=pl.Date),
    )
    early = pl.lit(value=False)
    if context.applies_from is not None:
        early = decided < pl.lit(context.applies_from)
    applies = judged & ~early & due.is_not_null()
    return Judgement(
        applies=applies,
        fails=applies & (shown > due),
        unjudged={
            "outside-calendar": judged & ~early & due.is_null(),
            "before-applies-from": judged & early,
        },
        details={
            "due": due.dt.strftime("%Y/%m/%d"),
            "expected": due.dt.strftime("%Y/%m/%d"),
            "decided": decided.dt.strftime("%Y/%m/%d"),
            "shown": shown.dt.strftime("%Y/%m/%d"),
            "basis": pl.lit("stamped" if inferred else "published"),
        },
        cases=_BASIS,
    )


class FallsDue(Struct, frozen=True):
    """Which records have to be published today: the last of their working days is the day as of which is judged."""

    decided: str
    """The field with the day of the decision."""
    day: str
    """The derived column with that day."""
    first: int
    last: int
    """Decisions from the first to the last of these days (since 1970-01-01) fall due; where none do, the last comes before
    the first."""
    open: pl.Expr
    """Of these, what is not known to be published or out of force."""


def falls_due(context: Context, fields: tuple[str, ...], *, limit: int, inferred: bool) -> FallsDue | Skip:
    """The records on the last day of their deadline, by the declaration of the ``deadline`` check.

    A time stamp says nothing about them: that a record was changed is no proof that it was published.
    """
    decided_field = fields[1]
    published_field, status_field = fields[2:4] if inferred else (fields[0], None)
    if not context.has(decided_field):
        return Skip("column-absent")
    days = workdays.table(context.standard.calendar).begun((context.as_of - _EPOCH).days, limit)
    if days is None:
        return Skip("outside-calendar")
    first, last = (int(days[0]), int(days[-1])) if len(days) else (0, -1)  # without gaps: an end never goes back
    if context.applies_from is not None:
        first = max(first, (context.applies_from - _EPOCH).days)
    return FallsDue(
        decided_field,
        context.facet(decided_field, "date").meta.output_name(),
        first,
        last,
        _stands_in(context, published_field, status_field),
    )


def _stands_in(context: Context, published_field: str, status_field: str | None) -> pl.Expr:
    """Whether the time stamp may stand in for the publication date: there is none, and the status is normal."""
    stands_in = pl.lit(value=True)
    if context.has(published_field):
        stands_in = stands_in & context.facet(published_field, "empty")
    if status_field is not None and context.has(status_field):
        status = context.facet(status_field, "code").is_in(["0", "正常"]).fill_null(value=False)
        normal = context.derive(status_field, "normal", status | context.facet(status_field, "empty"))
        stands_in = stands_in & normal
    return stands_in


def _days(values: pl.Series) -> workdays.Days:
    days = values.to_numpy()
    found: workdays.Days = np.where(np.isnat(days), -1, days.astype(np.int64)).astype(np.int32)
    return found


def _due(context: Context, decided: pl.Series, limit: int) -> pl.Series:
    due = workdays.table(context.standard.calendar).due(_days(decided), limit)
    answer = pl.Series(decided.name, due, dtype=pl.Int32).cast(pl.Date)
    unknown = np.flatnonzero(due < 0)
    return answer.scatter(unknown, None) if len(unknown) else answer
