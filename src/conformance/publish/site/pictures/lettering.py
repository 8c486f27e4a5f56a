"""Letters in a picture: SVG breaks no lines, so that they are broken here by the width that characters take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.standard.terminal import width

HALF = 0.56
"""Width of a Latin letter, in ems, on the broad side; a Han character takes one em."""
_UNITS = re.compile(r" +|[!-~\u00a0-\u02ff]+|.", re.DOTALL)
_HANGING = "，。、；：？！）》】〕”’」』…"
"""Such a sign begins no line."""


def ems(text: str) -> float:
    """How wide a text is, in ems."""
    wide = width(text, ambiguous=2) - width(text, ambiguous=1)
    narrow = width(text, ambiguous=1)
    han = sum(width(character) == 2 for character in text)
    return han + wide + (narrow - 2 * han - wide) * HALF


def lines(text: str, most: float) -> list[str]:
    """The text in lines of at most so many ems; Han characters part anywhere, words only where one is too long for a line."""
    found = [""]
    for unit in _units(text, most):
        if found[-1] and ems(found[-1] + unit) > most and unit not in _HANGING:
            found.append("")
        if found[-1] or not unit.isspace():
            found[-1] += unit
    return [line.rstrip() for line in found]


def _units(text: str, most: float) -> Iterator[str]:
    for unit in _UNITS.findall(text):
        if ems(unit) <= most:
            yield unit
        else:
            yield from unit
