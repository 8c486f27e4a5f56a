"""Rules about the division that a decision was made in."""

from __future__ import annotations

from reference import days
from reference.case import Case, Found
from reference.identifiers import has_counties, listed, rolled_up

GRACE = 2
"""Months by which a listing may lag the change itself."""


def judge_place(case: Case) -> Found:
    code = case.identifier("division_code")
    if code is None:
        return set()
    found: Found = set()
    province = code[:2] + "0000"
    provinces = listed(case.standard)
    known = provinces.get(code, [])
    unlisted = province in provinces and not has_counties(case.standard, code)
    may_exist = known or unlisted or rolled_up(code, provinces)
    if may_exist and case.party and case.party.jurisdiction and not code.startswith(case.party.jurisdiction):
        found.add(("division-in-jurisdiction", "division_code"))
    if not known and (rolled_up(code, provinces) or unlisted):
        return found | {("unknown-region", "division_code")}
    dates = [day for day in (case.past_day("decision_date"), case.past_day("data_timestamp")) if day]
    if known and not dates:
        return found
    months = [f"{day:%Y-%m}" for day in dates]
    for division in known:
        if any(division.first <= month <= (division.last or "9999-12") for month in months):
            return found
    return found | {("division-in-force", "division_code")}


def nearly_in_force(case: Case) -> bool:
    """Whether the division's listing begins or ends within two months of a day of the record."""
    dates = [day for day in (case.past_day("decision_date"), case.past_day("data_timestamp")) if day]
    return any(
        days.months_between(f"{day:%Y-%m}", division.first) <= GRACE
        and (division.last is None or days.months_between(division.last, f"{day:%Y-%m}") <= GRACE)
        for division in listed(case.standard).get(case.identifier("division_code") or "", ())
        for day in dates
    )
