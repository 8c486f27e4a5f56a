"""Amounts, scores, years and counts that are none, are out of range, or are written with more than digits."""

from __future__ import annotations

from random import Random

from conformance.sample.defect import Context, Defect, Record, has

_AMOUNTS = ("registered_capital", "amount_due", "amount_owed", "amount")
_SCORES = ("score",)
_YEARS = ("rating_year", "report_year")
_COUNTS = ("record_count",)
_ALL = (*_AMOUNTS, *_SCORES, *_YEARS, *_COUNTS)
_NO_NUMBERS = ("约三万", "10-20", "十二", "若干", "1.2.3")
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _no_number(record: Record, field: str, chance: Random, context: Context) -> str:
    return _NO_NUMBERS[chance.randrange(len(_NO_NUMBERS))]


def _out_of_range(record: Record, field: str, chance: Random, context: Context) -> str:
    if field in _YEARS:
        return ("1016", "2106", "216")[chance.randrange(3)]
    if field in _SCORES and chance.randrange(2):
        return "1000.5"
    return f"-{1 + chance.randrange(900)}"


def _too_fine(record: Record, field: str, chance: Random, context: Context) -> str:
    return f"{1 + chance.randrange(900)}.1234567"


def _with_words(record: Record, field: str, chance: Random, context: Context) -> str | None:
    """The unit of the column behind the number."""
    unit = {"year": "年", "count": "条", "score": "分"}.get(context.field(field).type)
    if unit is None:
        unit = "万元" if "万元" in context.field(field).title else "元"
    return f"{record[field]}{unit}" if has(record, field) else None


def _full_width(record: Record, field: str, chance: Random, context: Context) -> str | None:
    return (record[field] or "").translate(_FULL_WIDTH) if has(record, field) else None


def _grouped(record: Record, field: str, chance: Random, context: Context) -> str:
    return f"{1 + chance.randrange(9)},{100 + chance.randrange(900)}"


DEFECTS = (
    *(Defect(f"no-number:{name}", "number-range", name, _no_number) for name in _ALL),
    *(Defect(f"out-of-range:{name}", "number-range", name, _out_of_range) for name in _ALL),
    *(Defect(f"too-fine:{name}", "number-range", name, _too_fine) for name in _ALL),
    *(Defect(f"with-unit:{name}", "number-form", name, _with_words) for name in _ALL),
    *(Defect(f"full-width-number:{name}", "number-form", name, _full_width) for name in _ALL),
    *(Defect(f"grouped:{name}", "number-form", name, _grouped) for name in _AMOUNTS),
)
