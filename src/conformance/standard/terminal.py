"""How wide a text is on a terminal, where a Han character takes two places."""

from __future__ import annotations

import unicodedata

_NONE = frozenset({"Mn", "Me", "Cf", "Cc"})


def width(text: str, *, ambiguous: int = 1) -> int:
    """Places that a text takes; ``ambiguous`` for characters like “ and … that are wide in some consoles only."""
    return sum(_width(character, ambiguous) for character in text)


def _width(character: str, ambiguous: int) -> int:
    if character < "\x7f":
        return 1 if character >= " " else 0
    if unicodedata.category(character) in _NONE:
        return 0
    kind = unicodedata.east_asian_width(character)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1
