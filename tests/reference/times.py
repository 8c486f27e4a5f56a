"""Rules about dates: what they are, their order, and the deadline."""

from __future__ import annotations

from datetime import date

from conformance.standard.model import Field
from reference import days
from reference.case import Case, Found


def judge_date(case: Case, field: Field) -> Found:
    text = case.value(field.name) or ""
    time = field.type == "timestamp"
    if field.name == "valid_until" and days.means_no_end(text):
        return {("date-form", field.name)}
    day = days.parse(text)
    if day is None:
        return {("timestamp" if time else "date", field.name)}
    return set() if days.well_written(text, time) else {("date-form", field.name)}


DONE = (
    "data_timestamp publication_date status_date objection_date revocation_date repair_date removal_date breach_date "
    "settled_date"
).split()
"""What has happened, and not before the act that the record reports."""
DUE = ("valid_until", "publication_until", "rectification_due", "fulfilment_due")
"""What may lie in the future, but not before that act."""


def judge_days(case: Case) -> Found:
    found: Found = set()
    for name in ("decision_date", "conduct_date", *DONE):
        day = case.day(name)
        if day is not None and day > case.as_of:
            found.add(("not-in-future", name))
    decision = case.past_day("decision_date")
    if decision is None:
        return found
    conduct = case.past_day("conduct_date")
    if conduct is not None and decision < conduct:
        found.add(("date-order", "decision_date"))
    for name in DUE:
        day = case.day(name)
        if day is not None and day < decision:
            found.add(("date-order", name))
    for name in DONE:
        day = case.past_day(name)
        if day is not None and day < decision:
            found.add(("date-order", name))
    administrative = case.record_type.name in ("licence", "penalty")
    return found | judge_deadline(case, decision) if administrative else found


def judge_deadline(case: Case, decision: date) -> Found:
    done, field = case.past_day("publication_date"), "publication_date"
    if not case.cell("publication_date").filled:
        field = "data_timestamp"
        status = case.cell("current_status")
        if status.filled and status.text not in ("0", "正常"):
            return set()
        done = case.past_day("data_timestamp")
    if done is None or done < decision:
        return set()
    last = days.due(decision, 7, case.standard.calendar)
    late = last is not None and done > last
    return {("publish-within-7-working-days", field)} if late else set()
