"""What texts of a submission are texts of: codes, days, numbers. Reading, and writing in the one right form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

_DAY = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})(?: ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NOTE = re.compile(r" *(?:[（(]([^）)]*)[）)]|[：:\-—](.*))", re.DOTALL)
_SEPARATOR = re.compile("[；;，,、/ ]+")
OLDEST, LATEST = 1949, 2199
"""Years of which dates are believed."""
EARLIEST_BIRTH = 1850


class Code(Enum):
    """A value of a code list."""

    def __init__(
        self,
        code: str,
        label: str,
        label_en: str,
        written: str,
        aliases: tuple[str, ...] = (),
        note_allowed: bool = False,
    ) -> None:
        self.code = code
        self.label = label
        self.label_en = label_en
        self.written = written
        """How it stands in a submission: the code or the label, as the standard has it."""
        self.aliases = aliases
        """Further texts that are taken for it."""
        self.note_allowed = note_allowed


C = TypeVar("C", bound=Code)


@dataclass(frozen=True)
class Noted(Generic[C]):
    """A value with a note behind it, as in 其他（合同备案）."""

    value: C
    note: str


@dataclass(frozen=True)
class Field:
    """A data item (数据项) of a record."""

    attribute: str
    name: str
    """Its key on the wire."""
    kind: str
    """text, code, date, timestamp, decimal or integer."""
    title: str
    title_en: str
    national_code: str | None = None
    codes: type[Code] | None = None
    several: bool = False
    """Whether it holds several codes."""
    words: tuple[str, ...] = ()
    """Texts that are right although they are no date."""


def read_day(text: str, time: bool = False, oldest: int = OLDEST) -> date | None:
    """The day, or the moment (a datetime), that ``YYYY/MM/DD`` names; None where it is no day of the calendar or written otherwise."""
    found = _DAY.fullmatch(text)
    if found is None or (found[4] is not None and not time):
        return None
    parts = [int(part) for part in found.groups() if part is not None]
    try:
        day = date(*parts) if len(parts) == 3 else _moment(*parts)
    except ValueError:
        return None
    return day if oldest <= day.year <= LATEST else None


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - submissions have Shanghai's time, without saying so


def read_number(text: str) -> Decimal | None:
    """The number; None where it is not written plainly."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def read_codes(codes: type[C], several: bool, text: str) -> tuple[C | Noted[C], ...] | None:
    """The values that the text names; None where it is none of the list."""
    return next(_readings(codes, several, text), None)


def _readings(codes: type[C], several: bool, text: str) -> Iterator[tuple[C | Noted[C], ...]]:
    names = [(name, one) for one in codes for name in (one.written, *one.aliases) if text.startswith(name)]
    for name, one in sorted(names, key=lambda pair: -len(pair[0])):
        note = _NOTE.match(text, len(name)) if one.note_allowed else None
        if note is not None:
            yield from _further(codes, several, Noted(one, note[1] or note[2] or ""), text[note.end() :])
        yield from _further(codes, several, one, text[len(name) :])


def _further(codes: type[C], several: bool, first: C | Noted[C], rest: str) -> Iterator[tuple[C | Noted[C], ...]]:
    if not rest:
        yield (first,)
        return
    separator = _SEPARATOR.match(rest) if several else None
    if separator is not None:
        for others in _readings(codes, several, rest[separator.end() :]):
            yield (first, *others)


def read(field: Field, text: str) -> Any:
    """The value of a field. Raises ValueError where the text is none."""
    value: Any = text
    if field.kind in ("date", "timestamp"):
        value = text if text in field.words else read_day(text, field.kind == "timestamp")
    elif field.kind in ("decimal", "integer"):
        value = read_number(text)
        if field.kind == "integer" and value is not None:
            value = int(value) if value == value.to_integral_value() else None
    elif field.codes is not None:
        value = read_codes(field.codes, field.several, text)
        if value is not None and not field.several:
            (value,) = value
    if value is None:
        raise ValueError(text)
    return value


def write(value: Any) -> str:
    """The text of a value."""
    if isinstance(value, str):
        return value
    if isinstance(value, Code):
        return value.written
    if isinstance(value, Noted):
        return f"{value.value.written}（{value.note}）"
    if isinstance(value, tuple):
        return "；".join(write(one) for one in value)
    if isinstance(value, datetime):
        return f"{value.year:04}/{value:%m/%d %H:%M:%S}"
    if isinstance(value, date):
        return f"{value.year:04}/{value:%m/%d}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of a record; decimals are Decimal, days are date")
