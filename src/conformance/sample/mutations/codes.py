"""Codes that are in no list, that are written the other way, and divisions that were not in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from random import Random

from conformance.sample.defect import Context, Defect, Record, has, read
from conformance.standard.model import Division

Change = str | Mapping[str, str | None] | None
_CATEGORIES = ("approval_category", "penalty_category_1", "penalty_category_2")
_CODED = (
    *("registration_kind", "qualification_status", "inspection_kind", "inspection_result", "list_kind"),
    *("commitment_kind", "fulfilment", "judicial_kind", "repayment_status", "report_status", "conduct_polarity"),
)
"""Fields that have a list of their own, of which the label is wanted."""
_WITH_OTHER = (
    *("registration_kind", "inspection_kind", "inspection_result", "commitment_kind", "repayment_status"),
    "report_status",
)
_NO_LABELS = ("一类事项", "甲类", "见附件", "待核定")
_STATUS_LABELS = {None: "正常", "0": "正常", "1": "撤销", "2": "异议"}


def _no_category(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("备案", "通报批评", "行政确认", "限期整改")[chance.randrange(4)] if has(record, field) else None


def _in_no_list(record: Record, field: str, chance: Random, context: Context) -> Change:
    return _NO_LABELS[chance.randrange(len(_NO_LABELS))]


def _no_digit(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("8", "已处理", "N")[chance.randrange(3)]


def _severity_label(record: Record, field: str, chance: Random, context: Context) -> Change:
    return ("未定", "一般", "较重", "严重")[chance.randrange(4)]


def _bare_other_status(record: Record, field: str, chance: Random, context: Context) -> Change:
    return "其他" if not has(record, "remarks") else None


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


def division_elsewhere_in_city(record: Record, mine: Collection[str], context: Context, chance: Random) -> str | None:
    """Another district of the city that was in force on both days."""
    decided, stamped = read(record["decision_date"]), read(record["data_timestamp"])
    if decided is None or stamped is None:
        return None
    fitting = [
        code
        for code, division in sorted(context.divisions.items())
        if code.startswith("31") and not code.endswith("00") and code not in mine
        if _distance(division, decided) == 0 and _distance(division, stamped) == 0
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
    *(Defect(f"no-code:{name}", "code-list", name, _no_category) for name in _CATEGORIES),
    Defect("no-code:current_status", "code-list", "current_status", _no_status),
    Defect("label:current_status", "label-for-code", "current_status", _status_label),
    *(Defect(f"bare-number:{name}", "code-scheme-doubtful", name, _bare_number) for name in _CATEGORIES),
    *(Defect(f"bare-other:{name}", "other-without-note", name, _bare_other) for name in _CATEGORIES),
    *(Defect(f"no-code:{name}", "code-list", name, _in_no_list) for name in _CODED),
    *(Defect(f"bare-number:{name}", "code-scheme-doubtful", name, _bare_number) for name in _CODED),
    *(Defect(f"bare-other:{name}", "other-without-note", name, _bare_other_status) for name in _WITH_OTHER),
    Defect("no-code:severity_of_dishonesty", "code-list", "severity_of_dishonesty", _no_digit),
    Defect("label:severity_of_dishonesty", "label-for-code", "severity_of_dishonesty", _severity_label),
    Defect("division-not-in-force", "division-in-force", "division_code", _not_in_force),
    Defect("division-just-changed", "division-in-force", "division_code", _just_changed),
    Defect("division-not-listed", "unknown-region", "division_code", _without_counties, plantable=False),
    Defect("division-elsewhere", "division-in-jurisdiction", "division_code", _elsewhere, party=True, plantable=False),
)
