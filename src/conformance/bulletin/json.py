"""The bulletin as JSON: ids, days and whole numbers; rates and scores as numerator and denominator."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from conformance.bulletin.definitions import definitions, measures
from conformance.bulletin.model import Bulletin, DutyResult, Figures
from conformance.bulletin.words import VOLUMES, number
from conformance.report.utf8 import as_json
from conformance.report.view import View

SUFFIXES = (".json",)
_ELSEWHERE = frozenset({"later"})
"""What the command says, and no bulletin: it depends on when it was made."""
_NUMBERS = (*VOLUMES, "cells", "filled")


def render(bulletin: Bulletin, view: View) -> str:
    """Every number of the bulletin; texts in both languages. Its shape stands in ``schemas/bulletin.yaml``."""
    content = _plain(bulletin) | {
        "measures": [_plain(one) for one in measures()],
        "definitions": [_plain(one) for one in definitions(bulletin.minimum)],
    }
    return as_json(content, 2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, DutyResult):
        return _duty(value)
    if isinstance(value, Struct):
        plain = {name: _plain(getattr(value, name)) for name in value.__struct_fields__ if name not in _ELSEWHERE}
        if isinstance(value, Figures):
            plain["rates"] = {name: _plain(rate) for name, rate in value.rates.items()}
        return plain
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _duty(one: DutyResult) -> dict[str, Any]:
    """What became of a duty, with the numbers that one alone has: a year has thousands."""
    return {
        "duty": one.duty.id,
        "item": one.duty.item,
        "through": one.duty.through,
        "period": {"first": one.period.first, "last": one.period.last},
        "last_day": one.last_day,
        "state": one.state,
        "received": one.received,
        "nil": one.nil,
        "derived": one.derived,
        **{name: number(one.figures, name) for name in _NUMBERS},
        "increments": one.increments,
        "repeated": one.repeated,
        "recorded": [{"judged_by": judged, "recorded": recorded} for judged, recorded in one.recorded],
    }
