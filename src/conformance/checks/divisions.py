"""Division codes (GB/T 2260): in force on the day, inside the party's jurisdiction, known at all.

The table holds listing months, and listing lags the legal change by weeks: near a change the finding is milder.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial, reduce
from operator import or_

import polars as pl

from conformance.checks.base import Context, Judgement, Later, Skip, facet, kind
from conformance.checks.dates import settled_day
from conformance.standard.model import Division, Text

_SHAPE = r"^[0-9]{6}$"
_NEVER = 10**6
"""Later than every month, and more than every code."""
_LAST_MONTH = 9999 * 12


def _month(text: str | None) -> int:
    return _NEVER if not text else int(text[:4]) * 12 + int(text[5:7]) - 1


def _listed(divisions: tuple[Division, ...]) -> tuple[dict[str, int], dict[str, int]]:
    return {d.code: _month(d.first) for d in divisions}, {d.code: _month(d.last) for d in divisions}


def detailed_provinces(divisions: tuple[Division, ...]) -> tuple[str, ...]:
    """Two-digit prefixes of the provinces whose counties are listed, not only the province itself."""
    return tuple(sorted({d.code[:2] for d in divisions if not d.code.endswith("0000")}))


@facet("division")
def _division(context: Context, name: str) -> pl.Expr:
    value = context.facet(name, "id")
    return pl.when(value.str.contains(_SHAPE)).then(value)


@facet("listed-from")
def _listed_from(context: Context, name: str) -> pl.Expr:
    """First month in which the code is listed (months since year 0)."""
    return _looked_up(context.facet(name, "division"), _listed(context.standard.divisions)[0])


@facet("listed-until")
def _listed_until(context: Context, name: str) -> pl.Expr:
    """Last month in which the code is listed; ``_NEVER`` while it still is."""
    return _looked_up(context.facet(name, "division"), _listed(context.standard.divisions)[1])


def _looked_up(code: pl.Expr, months: dict[str, int]) -> pl.Expr:
    """The month of each six-digit code, null for one that no list has."""

    def look_up(codes: pl.Series) -> pl.Series:
        return pl.Series(codes.name, [months.get(code) for code in codes], dtype=pl.Int32)

    return code.map_batches(look_up, return_dtype=pl.Int32)


@kind("division_in_force")
def division_in_force(context: Context, fields: tuple[str, ...], *, grace_months: int, within_grace: bool) -> Judgement:
    """The code was listed in the month of the decision or of the time stamp (the further fields).

    ``within_grace`` selects the records that miss it by no more than ``grace_months``; without it, those that miss by
    more, and codes that no list ever held. A province whose counties are not listed here is not judged; nor is a code
    that was listed at some time where the record has no day to judge by.
    """
    name, *date_fields = fields
    code = context.facet(name, "division")
    days = [settled_day(context, field) for field in date_fields if context.has(field)] or [pl.lit(None, dtype=pl.Date)]
    dated = reduce(or_, (day.is_not_null() for day in days))
    first, last = _listed_days(context, name, 0)
    held = reduce(or_, (((first <= day) & (day <= last)).fill_null(value=False) for day in days))
    earlier, later = _listed_days(context, name, grace_months)
    near = reduce(or_, (((earlier <= day) & (day <= later)).fill_null(value=False) for day in days))
    province = code.str.slice(0, 2)
    provinces = sorted({d.code[:2] for d in context.standard.divisions})
    no_province = context.derive(name, "no-province", code.is_not_null() & ~province.is_in(provinces))
    listed = context.derive(name, "listed", context.facet(name, "listed-from").is_not_null())
    detailed = code.is_not_null() & province.is_in(detailed_provinces(context.standard.divisions))
    rolled_up = code.is_in(sorted(roll_up_codes(context.standard.divisions))).fill_null(value=False)
    judged = context.derive(name, "detailed", detailed & ~rolled_up) & (dated | ~listed)
    applies = judged | no_province
    fails = judged & listed & ~held & near if within_grace else no_province | (judged & ~near)
    return Judgement(
        applies=applies,
        fails=fails,
        details=Later(partial(_what_holds, code, listed, first, days, context.standard.divisions)),
        cases=_WHAT,
    )


def _what_holds(
    code: pl.Expr, listed: pl.Expr, first: pl.Expr, days: Sequence[pl.Expr], divisions: tuple[Division, ...]
) -> dict[str, pl.Expr]:
    """Why a code was not in force, which ones hold in its stead, and what it is called."""
    early = pl.all_horizontal([(day < first).fill_null(True) for day in days])
    return {
        "what": pl.when(~listed)
        .then(pl.lit("never"))
        .when(early)
        .then(pl.lit("not-yet"))
        .otherwise(pl.lit("no-longer")),
        "expected": code.replace_strict(_in_stead(divisions), default=None, return_dtype=pl.String),
        "division": code.replace_strict({d.code: d.name for d in divisions}, default="", return_dtype=pl.String),
    }


def _listed_days(context: Context, name: str, grace_months: int) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of the months in which the code is listed, with some months of grace on either side."""
    first, last = context.facet(name, "listed-from"), context.facet(name, "listed-until")
    since = (first - grace_months).map_batches(_first_days, return_dtype=pl.Date)
    until = (last + grace_months + 1).map_batches(_first_days, return_dtype=pl.Date).dt.offset_by("-1d")
    return (
        context.derive(name, f"listed-since:{grace_months}", since),
        context.derive(name, f"listed-to:{grace_months}", until),
    )


def _first_days(months: pl.Series) -> pl.Series:
    """First day of each month (months since year 0); the furthest future for one that never comes."""
    days = [None if month is None else _first_day(min(month, _LAST_MONTH)) for month in months]
    return pl.Series(months.name, days, dtype=pl.Date)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


_WHAT = {
    "never": Text("不在行政区划代码表中", "is in no list of division codes"),
    "not-yet": Text("当时尚未启用", "was not yet in force"),
    "no-longer": Text("当时已经停用", "was no longer in force"),
}


def _in_stead(divisions: tuple[Division, ...]) -> dict[str, str]:
    """Code → the codes that hold in its stead: its successors, or its predecessors where it came after them."""
    names = {d.code: d.name for d in divisions}
    firsts, lasts = _listed(divisions)
    stead: dict[str, list[str]] = {}
    for division in divisions:
        for successor in division.successors:
            stead.setdefault(division.code, []).append(successor)
            if firsts.get(successor, _NEVER) > lasts[division.code]:
                stead.setdefault(successor, []).append(division.code)
    return {code: "、".join(f"{c} {names.get(c, '')}".strip() for c in codes) for code, codes in stead.items()}


@kind("in_jurisdiction")
def in_jurisdiction(context: Context, fields: tuple[str, ...]) -> Judgement | Skip:
    """The division code is one that the party may report (the column's code only, never a region inside an identifier)."""
    name = fields[0]
    if context.party is None or not context.party.jurisdiction:
        return Skip("no-party")
    # A code that no list ever held is the affair of division-in-force.
    code = context.facet(name, "division")
    province = code.str.slice(0, 2)
    divisions = context.standard.divisions
    unlisted = province.is_in(sorted({d.code[:2] for d in divisions})) & ~province.is_in(detailed_provinces(divisions))
    real = context.facet(name, "listed-from").is_not_null() | unlisted | code.is_in(sorted(roll_up_codes(divisions)))
    inside = pl.any_horizontal([code.str.starts_with(prefix) for prefix in context.party.jurisdiction])
    return Judgement(
        applies=real,
        fails=real & ~inside,
        details={
            "jurisdiction": pl.lit("、".join(f"{p}*" if len(p) < 6 else p for p in context.party.jurisdiction)),
            "party": pl.lit(context.party.title.zh),
        },
    )


def roll_up_codes(divisions: tuple[Division, ...]) -> frozenset[str]:
    """Codes of 市辖区 and of a municipality's districts or counties together.

    They are in GB/T 2260, but the monthly lists leave them out: what they say about the place is true, if not exact.
    """
    codes = {d.code for d in divisions}
    cities = {code for code in codes if code.endswith("00") and not code.endswith("0000")}
    municipalities = {code[:2] for code in codes if code.endswith("0000") and code[:2] in ("11", "12", "31", "50")}
    rolled = {code[:4] + "01" for code in cities} | {p + part for p in municipalities for part in ("0100", "0200")}
    return frozenset(rolled - codes)


def known_codes(divisions: tuple[Division, ...]) -> frozenset[str]:
    """Every division code that any list holds, with the roll-up codes."""
    return frozenset(d.code for d in divisions) | roll_up_codes(divisions)
