"""Python values to the text of a cell: what a spreadsheet shows, or what a program wrote."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_WHOLE_SHOWN = 1e15
"""From here on Excel has lost digits and shows an exponent."""


class Nested(str):
    """The JSON text of an object or array that stands where one text belongs."""

    __slots__ = ()


class Number(str):
    """A JSON number, exactly as written."""

    __slots__ = ()


def excel_text(value: Any) -> str:
    """The text of a spreadsheet cell as Excel shows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _excel_number(float(value))
    return _moment(value)


def _excel_number(value: float) -> str:
    if not math.isfinite(value):  # no spreadsheet has them; a damaged or made-up file may
        return str(value)
    if value == int(value) and abs(value) < _WHOLE_SHOWN:
        return str(int(value))
    text = f"{value:.15g}".upper()
    if "E" in text or abs(value) < _WHOLE_SHOWN:
        return text
    return f"{value:.14E}"


def plain_text(value: Any) -> str | None:
    """The text of a value that a program holds; numbers in full, dates as the form writes them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, float):
        return None if value != value else _float_text(value)
    if isinstance(value, date | time | timedelta):
        return _moment(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping | list | tuple | set):
        return Nested(json_text(value))
    return str(value)


def _float_text(value: float) -> str:
    text = repr(value)
    return text.removesuffix(".0")


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        day = f"{value.year:04}/{value.month:02}/{value.day:02}"
        return day if value.time() == time() else f"{day} {value:%H:%M:%S}"
    if isinstance(value, date):
        return f"{value.year:04}/{value.month:02}/{value.day:02}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


class _Sign(str):
    """A piece of JSON text that is finished."""

    __slots__ = ()


def json_text(value: Any) -> str:
    """A nested value as JSON text, its numbers as they were written.

    Without recursion: a value may be nested as deeply as its parser bears, which is deeper than calls may be.
    """
    parts: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Sign | Number):
            parts.append(str(one))
        elif isinstance(one, Mapping):
            pairs = [
                part for key, inner in one.items() for part in (_Sign(", "), _Sign(f"{_quoted(str(key))}: "), inner)
            ]
            waiting += [_Sign("}"), *reversed(pairs[1:]), _Sign("{")]
        elif isinstance(one, list | tuple | set):
            elements = [part for inner in one for part in (_Sign(", "), inner)]
            waiting += [_Sign("]"), *reversed(elements[1:]), _Sign("[")]
        else:
            parts.append(_quoted(one) if one is None or isinstance(one, bool | str) else plain_text(one) or "null")
    return "".join(parts)


def _quoted(value: str | bool | None) -> str:
    return json.dumps(value, ensure_ascii=False)
