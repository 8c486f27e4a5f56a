"""Dates in the forms that practice uses.

The 2015 form says ``YYYY/MM/DD``; exports hold a dozen other shapes, which name a day all the same. A value that names
no day of the calendar (2016/13/45, 2016-02-30) is no date in any shape.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from conformance.checks import quickdates
from conformance.checks.base import Context

STANDARD = r"^[0-9]{4}/[0-9]{2}/[0-9]{2}$"
STANDARD_WITH_TIME = r"^[0-9]{4}/[0-9]{2}/[0-9]{2}(?: (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?$"
LONG_TERM = "2099/12/31"
"""How the form writes "without end"."""

_LONG_TERM_WORDS = r"^(?:长期|永久|长期有效|永久有效|无期限|无固定期限|9999[-/.年]?12[-/.月]?31日?)$"
_TIME = r"(?:[ T]*(?:(?:[01]?[0-9]|2[0-3])[:时][0-5]?[0-9](?:[:分][0-5]?[0-9](?:\.[0-9]+)?秒?)?分?))?$"
# A year of two digits where it cannot be a month (05/09/16 may be the ninth of May or of September), or before 年.
_YEAR = r"([0-9]{4}(?:[-/.,_]|年)|(?:1[3-9]|[2-9][0-9])[-/.,_]|[0-9]{2}年)"
_SEPARATED = "^" + _YEAR + r" ?([0-9]{1,2})(?:[-/.,_]|月 ?) ?([0-9]{1,2})日?" + _TIME
_COMPACT = r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9])?$"
_SAME_SEPARATOR = r"^[0-9]+(?:-[0-9]+-|/[0-9]+/|\.[0-9]+\.|,[0-9]+,|_[0-9]+_|年 ?[0-9]+月)"
_CLOCK = r"([01]?[0-9]|2[0-3])[:时]([0-5]?[0-9])(?:[:分]([0-5]?[0-9])(?:\.[0-9]+)?秒?)?分?$"
_COMPACT_CLOCK = r"^[0-9]{8}([0-9]{2})([0-9]{2})([0-9]{2})$"
_SHORT_YEAR = r"^[0-9]{2}(?:[-/.,_]|年)"
OLDEST, LATEST = 1949, 2199
_ONE_BY_ONE = 2_000
"""Texts up to which going through them one by one is quicker than the queries of many, each of which begins anew."""
_END = date(2099, 12, 31)
_AFTER_YEAR = "-/.,_年"
_SHORT = len("99")
_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""What Polars strips: the white space of Unicode, which is less than Python's."""


def allows_long_term(context: Context, name: str) -> bool:
    """Whether the standard lets this date field say "without end"."""
    return any(
        check.params.get("long_term", False)
        for check in context.record_type.checks
        if check.kind == "date" and check.fields[0] == name
    )


def parse(values: pl.Series, *, long_term: bool) -> pl.Series:
    """Days named by the texts (Series of Date, null where there is none)."""
    days = quickdates.days(values, OLDEST, LATEST, time=True)
    none = days == quickdates.NO_DAY
    found = pl.Series(values.name, days, dtype=pl.Int32).cast(pl.Date)
    if not none.any():
        return found
    found = found.scatter(np.flatnonzero(none), None)
    # Among the texts of a column there is always an empty one, and mostly no other that names no day at once.
    odd = np.flatnonzero(none & values.is_not_null().to_numpy())
    return found.scatter(odd, _odd(values[odd], long_term)) if len(odd) else found


def _odd(values: pl.Series, long_term: bool) -> pl.Series:
    """Days of texts in other forms than the standard's; of few of them without the queries of many, which say the same."""
    if len(values) <= _ONE_BY_ONE:
        return pl.Series("date", [_odd_day(text, long_term) for text in values.to_list()], dtype=pl.Date)
    return _odd_days(values, long_term)


def _odd_day(text: str, long_term: bool) -> date | None:
    """The day of one text."""
    text = unicodedata.normalize("NFKC", text).strip(_WHITE)
    if long_term and _compiled(_LONG_TERM_WORDS).fullmatch(text):
        return _END
    found = _compiled(_SEPARATED).fullmatch(text) if _compiled(_SAME_SEPARATOR).match(text) else None
    found = found or _compiled(_COMPACT).fullmatch(text)
    if found is None:
        return None
    digits = found[1].rstrip(_AFTER_YEAR)
    year = int(digits) if len(digits) > _SHORT else int(digits) + (2000 if digits < "50" else 1900)
    try:
        return date(year, int(found[2]), int(found[3])) if OLDEST <= year <= LATEST else None
    except ValueError:
        return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, made when a date that is no standard one is met."""
    return re.compile(pattern)


def _odd_days(values: pl.Series, long_term: bool) -> pl.Series:
    texts = values.str.normalize("NFKC").str.strip_chars()
    separated = texts.str.contains(_SAME_SEPARATOR).fill_null(value=False)
    # Each pattern is gone through once, and what it gives is there before it is asked for in several places.
    one, other = (texts.str.extract_groups(pattern).struct.unnest() for pattern in (_SEPARATED, _COMPACT))
    parts = [one[group].zip_with(separated & one[group].is_not_null(), other[group]) for group in one.columns]
    year, month, day = pl.lit(parts[0].str.extract("([0-9]+)")), *map(pl.lit, parts[1:])
    written = pl.concat_str(
        [
            pl.when(year.str.len_chars() == 4).then(year).when(year < "50").then("20" + year).otherwise("19" + year),
            month.str.zfill(2),
            day.str.zfill(2),
        ],
        separator="-",
    )
    named = written.str.to_date("%Y-%m-%d", strict=False)
    sane: pl.Expr = pl.when(named.dt.year().is_between(OLDEST, LATEST)).then(named)
    if long_term:
        end = pl.lit(LONG_TERM).str.to_date("%Y/%m/%d")
        sane = pl.when(pl.lit(texts).str.contains(_LONG_TERM_WORDS)).then(end).otherwise(sane)
    return pl.select(sane.alias("date"))["date"]


def written(value: pl.Expr, day: pl.Expr, *, time: bool) -> pl.Expr:
    """The standard's form of the ``day`` that a text names; with ``time`` also the time of day in it, but for midnight.

    Fractions of a second are left out.
    """
    date = day.dt.strftime("%Y/%m/%d")
    if not time:
        return date
    text = _plain(value)
    parts = [
        pl.coalesce(text.str.extract(_CLOCK, group), text.str.extract(_COMPACT_CLOCK, group)).str.zfill(2)
        for group in (1, 2, 3)
    ]
    clock = pl.concat_str(parts, separator=":", ignore_nulls=True)
    return pl.when(clock.is_in(["", "00:00", "00:00:00"])).then(date).otherwise(pl.concat_str(date, pl.lit(" "), clock))


def has_short_year(value: pl.Expr) -> pl.Expr:
    """Whether a date is written with two digits for its year."""
    return _plain(value).str.contains(_SHORT_YEAR)


def _plain(value: pl.Expr) -> pl.Expr:
    return value.str.normalize("NFKC").str.strip_chars()
