"""The last day of a duty in words."""

from __future__ import annotations

from conformance.standard.model import Text
from conformance.standard.shapes import Shapes, label

_EN = {
    "working_days_after_decision": "within {} working days of the decision",
    "day_of_next_month": "by day {} of the next month",
    "day_of_next_quarter": "by day {} of the first month of the next quarter",
    "day_of_next_year": "by day {} of January of the next year",
}


def last_day(due: object, day: object, shapes: Shapes) -> Text:
    """次月 10 日前: how the last day is found, with the number of the day or days where it is known."""
    kind = label(shapes, "DueKind", str(due))
    if day is None:
        return Text(kind, str(due).replace("_", " "))
    zh = kind.replace("若干日", f" {day} 日").replace("若干工作日", f" {day} 个工作日")
    return Text(zh, _EN.get(str(due), str(due)).format(day))
