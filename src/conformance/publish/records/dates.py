"""Dates: whether the calendar has them, and how they are written."""

from __future__ import annotations

from collections.abc import Callable

from conformance.publish.records import calendar, texts
from conformance.publish.records.model import About, Told, judged, tells
from conformance.publish.records.words import DAYS
from conformance.standard.model import Check

_Form = Callable[..., str]
_LOOSE = [("-", "-", ""), (r"\.", r"\.", ""), ("_", "_", ""), ("/", "/", ""), ("年", "月", "日?")]
"""Separators of the forms in which month and day may have one digit."""
_TIME = r"(?: (?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?"
_WITHOUT_END = "长期|永久|长期有效|永久有效|无期限|无固定期限|9999[-/.年]?12[-/.月]?31日?"
_STANDARD = "[0-9]{4}/[0-9]{2}/[0-9]{2}"


def _forms(make: _Form) -> str:
    """The forms of a date that are judged, as days of the calendar or as their mere shape."""
    with_time = make(("/", "/", ""), padded=True) + _TIME
    return "|".join([with_time, *(make(s, padded=False) for s in _LOOSE), make(("", "", ""), padded=True)])


_WITHIN = texts.whole(f"(?:{_forms(calendar.shape)}|{_WITHOUT_END})?")


def _right(check: Check) -> str:
    """Every judged text that names a day in this field."""
    return f"{_forms(calendar.day)}|{_WITHOUT_END}" if check.params.get("long_term") else _forms(calendar.day)


@tells("date")
def date(about: About, check: Check) -> Told:
    """The text names a day of the calendar."""
    right = about.named("day", {"pattern": texts.whole(_right(check))})
    return Told(judged(about, check.field, _WITHIN, right), {check.field: _WITHIN}, DAYS)


@tells("date_form")
def date_form(about: About, check: Check) -> Told:
    """A day is written YYYY/MM/DD, in a timestamp with or without the time of day."""
    right = about.named("day", {"pattern": texts.whole(_right(check))})
    written = texts.whole(_STANDARD + (_TIME if check.params.get("time") else ""))
    wanted = {
        "pattern": written,
        **({"not": {"pattern": texts.whole("9999.*")}} if check.params.get("long_term") else {}),
    }
    demand = {"if": right, "then": wanted}
    return Told(judged(about, check.field, _WITHIN, demand), {check.field: _WITHIN}, DAYS)
