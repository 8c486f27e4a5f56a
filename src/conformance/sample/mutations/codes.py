"""Codes that are in no list, that are written the other way, and divisions that were not in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from conformance.sample.defect import Context, Defect, Record, has, read
from conformance.standard.model import Division

Change = str | Mapping[str, str | None] | None
_CATEGORIES = {
    "approval_category": ("licence",),
    "penalty_category_1": ("penalty",),
    "penalty_category_2": ("penalty",),
}
_STATUS_LABELS = {None: "正常", "0": "正常", "1": "撤销", "2": "异议"}


def _no_category(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("备案", "通报批评", "行政确认", "限期整改")[chance.randrange(4)] if has(record, field) else None


def _no_status(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("7", "已办结", "Y")[chance.randrange(3)]


def _status_label(record: Record, field: str, chance: Random, context: Context) -> Change:
    return _STATUS_LABELS.get(record[field])


def _bare_number(record: Record, field: str, chance: Random, context: Context) -> Change:
    return "12345"[chance.randrange(5)] if has(record, field) else None


def _bare_other(record: Record, field: str, chance: Random, context: Context) -> Change:
    return "其他" if has(record, field) and not has(record, "remarks") else None


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _distance(division: Division, day: date) -> int:
    """How many months the day is away from the months in which the division is listed; 0 while listed."""
    month = _months(f"{day:%Y-%m}")
    before = _months(division.first) - month
    after = month - _months(division.last) if division.last else 0
    return max(before, after, 0)


def _division(record: Record, context: Context, low: int, high: int, chance: Random) -> str | None:
    decided, stamped = read(record["decision_date"]), read(record["data_timestamp"])
    if decided is None or stamped is None:
        return None
    fitting = [
        code
        for code, division in sorted(context.divisions.items())
        if code.startswith("31") and all(low <= _distance(division, day) <= high for day in (decided, stamped))
    ]
    return fitting[chance.randrange(len(fitting))] if fitting else None


def _not_in_force(record: Record, field: str, chance: Random, context: Context) -> Change:
    return _division(record, context, 4, 10_000, chance) or "310199"


def _just_changed(record: Record, field: str, chance: Random, context: Context) -> Change:
    return _division(record, context, 1, 1, chance)


def _elsewhere(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("320500", "330100", "340100")[chance.randrange(3)]


def _without_counties(record: Record, field: str, chance: Random, context: Context) -> Change:
    """A county of a province that the standard lists only as a whole."""
    return ("110105", "440106", "510107")[chance.randrange(3)]


DEFECTS = (
    *(Defect(f"no-code:{name}", "code-list", name, _no_category, kinds) for name, kinds in _CATEGORIES.items()),
    Defect("no-code:current_status", "code-list", "current_status", _no_status),
    Defect("label:current_status", "label-for-code", "current_status", _status_label),
    *(
        Defect(f"bare-number:{name}", "code-scheme-doubtful", name, _bare_number, kinds)
        for name, kinds in _CATEGORIES.items()
    ),
    *(
        Defect(f"bare-other:{name}", "other-without-note", name, _bare_other, kinds)
        for name, kinds in _CATEGORIES.items()
    ),
    Defect("division-not-in-force", "division-in-force", "division_code", _not_in_force),
    Defect("division-just-changed", "division-in-force", "division_code", _just_changed),
    Defect("division-not-listed", "unknown-region", "division_code", _without_counties, plantable=False),
    Defect("division-elsewhere", "division-in-jurisdiction", "division_code", _elsewhere, party=True, plantable=False),
)
