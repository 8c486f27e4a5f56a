"""Whether the day of each record lies within the period of its submission."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.engine.beside import Companions, Derived, Looked, column_of, mask_of, outcome, same_for_all
from conformance.engine.plan import Planned

_KIND = "within_period"


class Period(Struct, frozen=True):
    """First and last day of what a submission reports on."""

    first: date
    last: date


def add_period(period: Period | None, open_at_start: bool, found: Companions) -> None:
    """Add the check of the period. ``open_at_start``: records of earlier days are right, or another rule's affair."""
    for check in found.checks:
        if check.kind != _KIND:
            continue
        if period is None:
            found.skip(check, "no-manifest")
        elif isinstance(planned := found.derived.planned(check), Planned):
            found.looks.append(_Within(planned, found.derived, period, open_at_start))
        else:
            found.skip(check, planned)


class _Within:
    """The check on one table."""

    def __init__(self, planned: Planned, derived: Derived, period: Period, open_at_start: bool) -> None:
        self._planned = planned
        self._period = period
        self._open_at_start = open_at_start
        context, (day, changed) = derived.context, planned.check.fields
        self._day = context.facet(day, "date")
        self._changed = context.facet(changed, "date") if context.has(changed) else pl.lit(None, dtype=pl.Date)

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        day = column_of(wide, self._day)
        outside = day > self._period.last
        if not self._open_at_start:
            changed = (column_of(wide, self._changed) >= self._period.first).fill_null(value=False)
            outside |= (day < self._period.first) & ~changed
        failed = outside.fill_null(value=False).to_numpy().astype(np.bool_)
        said = f"{self._period.first:%Y/%m/%d}–{self._period.last:%Y/%m/%d}"
        judged = outcome(self._planned, mask_of(wide, self._planned.judgement.applies), failed, {})
        return [Looked(judged, same_for_all(period=said))]
