"""Publication within seven working days of the decision (双公示).

The clock starts on the day after the decision. A record is judged by its publication date; without one by the time
stamp, and then only while its status is normal: a revoked or contested record gets a new stamp for other reasons.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from conformance.checks import workdays
from conformance.checks.base import Context, Judgement, Skip, kind
from conformance.checks.dates import settled
from conformance.standard.model import Text

_BASIS = {
    "published": Text("公示日期", "the publication date"),
    "stamped": Text("数据更新时间戳（推定）", "the data timestamp (inferred)"),
}


@kind("deadline")
def deadline(context: Context, fields: tuple[str, ...], *, limit: int) -> Judgement | Skip:
    """Published no later than ``limit`` working days after the decision.

    Fields: publication date, decision date, time stamp, status. Decisions outside the working-day table cannot be
    judged; decisions before ``applies_from`` are left out. Both are counted as unjudged.
    """
    published_field, decided_field, stamped_field, status_field = fields
    if not context.has(decided_field) or not (context.has(published_field) or context.has(stamped_field)):
        return Skip("column-absent")
    decided = context.facet(decided_field, "date")
    nothing = pl.lit(None, dtype=pl.Date)
    published, stamped = nothing, nothing
    if context.has(published_field):
        published = pl.when(settled(context, published_field)).then(context.facet(published_field, "date"))
    if context.has(stamped_field):
        usable = settled(context, stamped_field)
        if context.has(published_field):
            usable = usable & context.facet(published_field, "empty")
        if context.has(status_field):
            status = context.facet(status_field, "code")
            usable = usable & (context.facet(status_field, "empty") | status.is_in(["0", "正常"]).fill_null(False))
        stamped = pl.when(usable).then(context.facet(stamped_field, "date"))
    shown = pl.coalesce(published, stamped)
    due = decided.map_batches(lambda days: _due(context, days, limit), return_dtype=pl.Date)
    judged = settled(context, decided_field) & (shown >= decided)
    early = pl.lit(False)
    if context.applies_from is not None:
        early = decided < pl.lit(context.applies_from)
    applies = judged & ~early & due.is_not_null()
    elapsed = pl.struct(decided.alias("from"), shown.alias("to")).map_batches(
        lambda pairs: _elapsed(context, pairs), return_dtype=pl.String
    )
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
            "days": elapsed,
            "decided": decided.dt.strftime("%Y/%m/%d"),
            "shown": shown.dt.strftime("%Y/%m/%d"),
            "basis": pl.when(published.is_not_null()).then(pl.lit("published")).otherwise(pl.lit("stamped")),
        },
        cases=_BASIS,
        at=published_field if context.has(published_field) else stamped_field,
    )


def _days(values: pl.Series) -> workdays.Days:
    return values.to_physical().fill_null(-1).to_numpy().astype(np.int32)


def _due(context: Context, decided: pl.Series, limit: int) -> pl.Series:
    due = workdays.table(context.standard.calendar).due(_days(decided), limit)
    answer = pl.Series(decided.name, due, dtype=pl.Int32)
    return answer.set(answer < 0, None).cast(pl.Date)


def _elapsed(context: Context, pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    count = workdays.table(context.standard.calendar).between(_days(frame["from"]), _days(frame["to"]))
    return pl.Series(pairs.name, [str(n) if n >= 0 else "?" for n in count.tolist()], dtype=pl.String)
