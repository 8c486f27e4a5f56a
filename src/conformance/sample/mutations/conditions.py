"""Events without their document or day, and statuses without what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from conformance.sample.defect import EVENTS, Context, Defect, Record, has

Change = Mapping[str, str | None] | None


def _blank_of_event(record: Record, field: str, chance: Random, context: Context) -> Change:
    return {field: None} if has(record, field) else None


def _lapsed(record: Record, field: str, chance: Random, context: Context) -> Change:
    """A qualification or a debt of which another status is told, but no day."""
    name, states = ("repayment_status", ("已结清",)) if field == "settled_date" else ("qualification_status", _ENDED)
    if record[name] in states:
        return {field: None} if has(record, field) else None
    return None if context.limited(name) else {name: states[chance.randrange(len(states))], field: None}


def _breached(record: Record, field: str, chance: Random, context: Context) -> Change:
    return {field: None} if record["fulfilment"] == "违反承诺" else None


_ENDED = ("暂停", "撤销", "失效", "注销")

DEFECTS = (
    *(
        Defect(f"no-document:{event}", "event-without-document", f"{event}_document", _blank_of_event)
        for event in EVENTS
    ),
    *(Defect(f"no-day:{event}", "event-without-date", f"{event}_date", _blank_of_event) for event in EVENTS),
    *(Defect(f"no-day:{name}", "status-without-date", name, _lapsed) for name in ("status_date", "settled_date")),
    *(Defect(f"breach:{name}", "breach-without-facts", name, _breached) for name in ("breach_date", "breach_facts")),
)
