"""How values are written, as regular expressions of the plainest kind: for targets that take a pattern and no more.

Character classes, repetitions, groups and alternatives only, without anchors: the dialects of XML Schema, SQL, Python and
ECMAScript read them alike, and a target adds the anchors that its dialect needs.
"""

from __future__ import annotations

from conformance.publish.model import SEPARATORS, CodeListModel, CodeModel, FieldModel
from conformance.publish.records import calendar

CLOCK = "( ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?"
"""The time of day, which may stand behind the day of a timestamp."""
_SPECIAL = frozenset("\\^$.|?*+()[]{}-")
_NOTE = "([（(][^）)]*[）)]|[：:—-].*)?"


def literal(text: str) -> str:
    """The text as a pattern of itself."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def day() -> str:
    """A day of the calendar as ``YYYY/MM/DD``."""
    return plain(calendar.day(("/", "/", ""), padded=True))


def plain(pattern: str) -> str:
    """The pattern without anchors, its groups plain ones."""
    return pattern.removeprefix("^").removesuffix("$").replace("(?:", "(")


def pattern_of(field: FieldModel, code_list: CodeListModel | None) -> str | None:
    """What a value of the field has to match as a whole; None where any text will do, and for numbers.

    ``code_list`` is that of the field.
    """
    if field.kind == "date":
        return day()
    if field.kind == "timestamp":
        return day() + CLOCK
    if code_list is not None:
        return _codes(code_list, field.allowed)
    return None if field.pattern is None else plain(field.pattern)


def accepted(field: FieldModel, code_list: CodeListModel) -> tuple[str, ...] | None:
    """All texts that the field may hold, where they can be counted: no notes, and one code at a time."""
    codes = allowed(field, code_list)
    if code_list.several or any(code.note_allowed for code in codes):
        return None
    return tuple(dict.fromkeys(word for code in codes for word in code.accepted))


def allowed(field: FieldModel, code_list: CodeListModel) -> tuple[CodeModel, ...]:
    """The codes of the list that the field may hold."""
    return tuple(code for code in code_list.codes if not field.allowed or code.code in field.allowed)


def _codes(code_list: CodeListModel, only: tuple[str, ...]) -> str:
    words = []
    for code in code_list.codes:
        if not only or code.code in only:
            note = _NOTE if code.note_allowed else ""
            words += [(word, literal(word) + note) for word in code.accepted]
    # The longest come first: one may be the beginning of another.
    one = "|".join(pattern for _, pattern in sorted(words, key=lambda pair: (-len(pair[0]), pair[0])))
    return f"({one})([{SEPARATORS}]+({one}))*" if code_list.several else one
