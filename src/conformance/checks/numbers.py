"""Numbers: amounts, scores, years and counts, whether they are numbers at all, their limits and how they are written."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_

import polars as pl

from conformance.checks.base import Context, Judgement, facet, kind
from conformance.checks.odd import on_odd_values
from conformance.standard.model import Field, Text

_PLAIN = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
_GROUPED = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_UNITS = {"year": "年度?", "score": "分", "count": "[条个次份件]"}
"""What people write behind a number although the column says it."""


@facet("number")
def number(context: Context, name: str) -> pl.Expr:
    """The number as it should be written: half-width digits without separators and unit; null where it is none."""
    thorough = partial(_plain, unit=_unit(context.field(name)))
    return context.facet(name, "value").map_batches(
        lambda values: on_odd_values(values, values.str.contains(_PLAIN), values, thorough), return_dtype=pl.String
    )


def _unit(field: Field) -> str:
    """The unit of the column: that of the type, or the unit of money in its title. Any other changes the value."""
    if field.type == "amount":
        return "万元" if "万元" in field.title else "元"
    return _UNITS.get(field.type, "")


def _plain(values: pl.Series, unit: str) -> pl.Series:
    bare = values.str.normalize("NFKC").str.replace_all(r"\s", "").str.replace(r"^¥", "").str.replace(f"{unit}$", "")
    frame = pl.DataFrame({"bare": bare})
    grouped, digits = pl.col("bare").str.contains(_GROUPED), pl.col("digits")
    return (
        frame.with_columns(
            digits=pl.when(grouped).then(pl.col("bare").str.replace_all(",", "")).otherwise(pl.col("bare"))
        )
        .select(
            pl.when(digits.str.contains(r"^[+-]?[0-9]+(?:\.[0-9]+)?$")).then(
                digits.str.replace(r"^\+", "").str.replace(r"^(-?)0+([0-9])", "$1$2")
            )
        )
        .to_series()
    )


@kind("number_range")
def number_range(
    context: Context, fields: tuple[str, ...], *, decimals: int, minimum: int | None = None, maximum: int | None = None
) -> Judgement:
    """The cell holds a number, not below ``minimum`` nor above ``maximum``, with no more than so many decimals.

    Zeros at the end of the decimals do not count.
    """
    name = fields[0]
    value, text = context.facet(name, "value"), context.facet(name, "number")
    amount = text.cast(pl.Float64, strict=False)
    none = value.is_not_null() & text.is_null()
    beyond = [amount < minimum] if minimum is not None else []
    beyond += [amount > maximum] if maximum is not None else []
    outside = reduce(or_, beyond, pl.lit(value=False)).fill_null(value=False)
    fine = text.str.contains(rf"\.[0-9]{{{decimals}}}[0-9]*[1-9]").fill_null(value=False)
    return Judgement(
        applies=value.is_not_null(),
        fails=none | outside | fine,
        details={
            "what": pl.when(none)
            .then(pl.lit("no-number"))
            .when(outside)
            .then(pl.lit("outside"))
            .otherwise(pl.lit("too-fine"))
        },
        cases={
            "no-number": Text("不是数字", "is not a number"),
            "outside": _limits(minimum, maximum),
            "too-fine": _fineness(decimals),
        },
    )


def _limits(minimum: int | None, maximum: int | None) -> Text:
    if minimum is not None and maximum is not None:
        return Text(f"不在{minimum}至{maximum}之间", f"is not between {minimum} and {maximum}")
    if minimum is not None:
        return Text(f"小于{minimum}", f"is less than {minimum}")
    return Text(f"大于{maximum}", f"is more than {maximum}")


def _fineness(decimals: int) -> Text:
    if decimals == 0:
        return Text("不是整数", "is not a whole number")
    return Text(f"小数超过{decimals}位", f"has more than {decimals} decimals")


@kind("number_form")
def number_form(context: Context, fields: tuple[str, ...]) -> Judgement:
    """A number is written plainly: in half-width digits, without thousands separators, currency sign or unit."""
    name = fields[0]
    value, text = context.facet(name, "value"), context.facet(name, "number")
    return Judgement(applies=text.is_not_null(), fails=text != value, details={"expected": text})
