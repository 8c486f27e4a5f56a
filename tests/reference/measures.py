"""Rules about amounts, scores, years and counts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from conformance.standard.model import Field
from reference.case import Case, Found

LIMITS = {
    "amount": (Decimal(0), None, 2),
    "score": (Decimal(0), Decimal(1000), 2),
    "year": (Decimal(1949), Decimal(2099), 0),
    "count": (Decimal(0), None, 0),
}
"""Least, most and number of decimals."""
FINER = {"registered_capital": 6}
MEASURES = tuple(LIMITS)
UNITS = {"score": ("分",), "year": ("年度", "年"), "count": tuple("条个次份件")}


def judge_measure(case: Case, field: Field) -> Found:
    text = case.value(field.name) or ""
    number = plainly(text, field)
    if number is None:
        return {("number-range", field.name)}
    found: Found = set()
    if number != text:
        found.add(("number-form", field.name))
    least, most, decimals = LIMITS[field.type]
    value = Decimal(number)
    exponent = value.normalize().as_tuple().exponent if value else 0
    assert isinstance(exponent, int)
    if value < least or (most is not None and value > most) or -exponent > FINER.get(field.name, decimals):
        found.add(("number-range", field.name))
    return found


def plainly(text: str, field: Field) -> str | None:
    """The number as it should be written; None where the text is none."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("¥")
    units = UNITS.get(field.type) or (("万元",) if "万元" in field.title else ("元",))
    for unit in units:
        if bare.endswith(unit):
            bare = bare.removesuffix(unit)
            break
    whole, point, fraction = bare.partition(".")
    sign = whole[0] if whole[:1] in ("+", "-") else ""
    first, *groups = whole.removeprefix(sign).split(",")
    if groups and (not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups)):
        return None
    digits = "".join([first, *groups])
    if not re.fullmatch("[0-9]+", digits) or (point and not re.fullmatch("[0-9]+", fraction)):
        return None
    return sign.replace("+", "") + (digits.lstrip("0") or "0") + point + fraction
