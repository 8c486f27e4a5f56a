"""Dates that are none, that are written otherwise, that contradict each other, or that came too late."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from random import Random

from conformance.sample.defect import EVENTS, Context, Defect, Record, has, read, written
from conformance.sample.scars import DATE_SHAPES, LONG_TERM, NO_DATES


def _no_date(record: Record, field: str, chance: Random, context: Context) -> str | None:
    if field in ("decision_date", "data_timestamp") and not context.steady(record):
        return None
    if field not in ("decision_date", "data_timestamp", "valid_until") and not has(record, field):
        return None  # an event that has a day must have a document as well
    return NO_DATES[chance.randrange(len(NO_DATES))]


def _no_time(record: Record, field: str, chance: Random, context: Context) -> str | None:
    return f"{(record[field] or '')[:10]} 25:61:00" if context.steady(record) else None


def _other_shape(record: Record, field: str, chance: Random, context: Context) -> str | None:
    day = read(record[field])
    if day is None or (record[field] or "")[10:] or day.year == 2099:
        return None
    shapes = list(DATE_SHAPES.values())
    if field == "data_timestamp":
        shapes = [shape for name, shape in DATE_SHAPES.items() if "fraction" not in name]
    return shapes[chance.randrange(len(shapes))](day)


def _long_term(record: Record, field: str, chance: Random, context: Context) -> str:
    return LONG_TERM[chance.randrange(len(LONG_TERM))]


def _before_decision(record: Record, field: str, chance: Random, context: Context) -> str | None:
    decided = read(record["decision_date"])
    return written(decided - timedelta(days=1 + chance.randrange(200))) if decided else None


def _in_future(record: Record, field: str, chance: Random, context: Context) -> str | None:
    """The year's last digits changed places: 2016 became 2061."""
    value = record[field] or ""
    return f"20{value[3]}{value[2]}{value[4:]}" if context.steady(record) else None


def _late(record: Record, field: str, chance: Random, context: Context) -> str | None:
    # The day on which it went online is what counts, where it is told.
    if record["current_status"] not in (None, "0") or has(record, "publication_date"):
        return None
    return _after_the_term(record, chance, context)


def _late_online(record: Record, field: str, chance: Random, context: Context) -> str | None:
    return _after_the_term(record, chance, context) if has(record, field) else None


def _after_the_term(record: Record, chance: Random, context: Context) -> str | None:
    decided = read(record["decision_date"])
    if decided is None:
        return None
    position = bisect_right(context.days, decided) - 1 + 8 + chance.randrange(20)
    return written(context.days[position]) if position < len(context.days) else None


def _filled_before(record: Record, field: str, chance: Random, context: Context) -> str | None:
    return _before_decision(record, field, chance, context) if has(record, field) else None


def _filled_in_future(record: Record, field: str, chance: Random, context: Context) -> str | None:
    # Leap years, for the 29th of February.
    return f"20{('64', '68', '72')[chance.randrange(3)]}{(record[field] or '')[4:]}" if has(record, field) else None


def _conduct_after(record: Record, field: str, chance: Random, context: Context) -> dict[str, str | None] | None:
    """The conduct is said to be later than the day on which it was established."""
    decided = read(record["decision_date"])
    return {"conduct_date": written(decided + timedelta(days=1 + chance.randrange(40)))} if decided else None


_EVENTS = tuple(f"{event}_date" for event in EVENTS)
_LATER = (*_EVENTS, "status_date", "breach_date", "settled_date")
"""Days of what has happened since the decision."""
_DUE = ("rectification_due", "fulfilment_due", "publication_until")
_OTHERS = (*_LATER, *_DUE, "due_date", "conduct_date", "publication_date")

DEFECTS = (
    Defect("no-date:decision_date", "date", "decision_date", _no_date),
    Defect("no-date:valid_until", "date", "valid_until", _no_date),
    *(Defect(f"no-date:{name}", "date", name, _no_date) for name in _OTHERS),
    Defect("no-date:data_timestamp", "timestamp", "data_timestamp", _no_date),
    Defect("no-time:data_timestamp", "timestamp", "data_timestamp", _no_time),
    Defect("other-shape:decision_date", "date-form", "decision_date", _other_shape),
    Defect("other-shape:valid_until", "date-form", "valid_until", _other_shape),
    *(Defect(f"other-shape:{name}", "date-form", name, _other_shape) for name in _OTHERS),
    Defect("other-shape:data_timestamp", "date-form", "data_timestamp", _other_shape),
    Defect("long-term-in-words", "date-form", "valid_until", _long_term),
    Defect("before-decision:valid_until", "date-order", "valid_until", _filled_before),
    *(Defect(f"before-decision:{name}", "date-order", name, _filled_before) for name in (*_LATER, *_DUE)),
    Defect("before-decision:publication_date", "date-order", "publication_date", _filled_before),
    Defect("before-decision:data_timestamp", "date-order", "data_timestamp", _before_decision),
    Defect("conduct-after-decision", "date-order", "decision_date", _conduct_after),
    Defect("in-future:decision_date", "not-in-future", "decision_date", _in_future),
    Defect("in-future:data_timestamp", "not-in-future", "data_timestamp", _in_future),
    *(Defect(f"in-future:{name}", "not-in-future", name, _filled_in_future) for name in _LATER),
    Defect("late", "publish-within-7-working-days", "data_timestamp", _late),
    Defect("late-online", "publish-within-7-working-days", "publication_date", _late_online),
)
