"""Dates: whether they are dates, how they are written, their order, and whether they have come yet."""

from __future__ import annotations

import polars as pl

from conformance.checks import dateforms
from conformance.checks.base import GRADE, Context, Judgement, kind
from conformance.standard.model import Text


@kind("date")
def date(context: Context, fields: tuple[str, ...], *, time: bool = False, long_term: bool = False) -> Judgement:
    """The cell names a day of the calendar, in any form that practice uses."""
    name = fields[0]
    value = context.facet(name, "value")
    return Judgement(applies=value.is_not_null(), fails=value.is_not_null() & context.facet(name, "date").is_null())


@kind("date_form")
def date_form(context: Context, fields: tuple[str, ...], *, time: bool = False, long_term: bool = False) -> Judgement:
    """A date is written YYYY/MM/DD; a timestamp (``time``) may carry the time of day behind it."""
    name = fields[0]
    value, day = context.facet(name, "value"), context.facet(name, "date")
    shape = dateforms.STANDARD_WITH_TIME if time else dateforms.STANDARD
    other_form = ~value.str.contains(shape)
    if long_term:
        # 9999/12/31 has the right shape and names a day that the form writes otherwise.
        other_form = other_form | value.str.starts_with("9999")
    return Judgement(
        applies=day.is_not_null(),
        fails=day.is_not_null() & other_form,
        details={
            "expected": dateforms.written(value, day, time=time),
            GRADE: pl.when(dateforms.has_short_year(value)).then(pl.lit("confirm")),
        },
    )


@kind("not_in_future")
def not_in_future(context: Context, fields: tuple[str, ...]) -> Judgement:
    """The day is not after the day as of which the data is judged."""
    name = fields[0]
    day = context.facet(name, "date")
    return Judgement(
        applies=day.is_not_null(),
        fails=day > pl.lit(context.as_of),
        details={"expected": pl.lit(f"{context.as_of:%Y/%m/%d}"), "as_of": pl.lit(f"{context.as_of:%Y/%m/%d}")},
    )


SETTLED = "settled"
"""Facet of the days that are settled."""


def settled_day(context: Context, name: str) -> pl.Expr:
    """The day that a date names; null where another rule about this one date has spoken: where it lies in the future."""
    day = context.facet(name, "date")
    watched = any(c.kind == "not_in_future" and c.fields[0] == name for c in context.record_type.checks)
    return context.derive(name, SETTLED, pl.when(day <= pl.lit(context.as_of)).then(day)) if watched else day


@kind("comparison", needs="all")
def comparison(context: Context, fields: tuple[str, ...], *, operator: str) -> Judgement:
    """Two dates stand in order: the first field ``operator`` (``>=`` or ``<=``) the second.

    Raises ValueError for another operator.
    """
    left, right = fields
    first, second = settled_day(context, left), settled_day(context, right)
    match operator:
        case ">=":
            wrong = first < second
        case "<=":
            wrong = first > second
        case _:
            raise ValueError(f"comparison knows >= and <=, not {operator!r}")
    applies = first.is_not_null() & second.is_not_null()
    return Judgement(
        applies=applies,
        fails=applies & wrong,
        details={
            "other_title": pl.lit("other"),
            "other_value": context.facet(right, "text"),
        },
        cases={"other": Text(context.field(right).title, context.field(right).title_en)},
    )
