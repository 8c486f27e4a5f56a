"""Patterns for a database without regular expressions: as the GLOBs that together fit the same texts."""

from __future__ import annotations

import re
from itertools import product

_MOST = 64
"""Alternatives beyond which it is no condition any more that somebody could read."""
_PIECE = re.compile(r"(\[[^\]^][^\]]*\]|[^\[\](){}|^$?*+.\\])(\{[0-9]+(?:,[0-9]+)?\}|\?)?")


def globs(pattern: str) -> tuple[str, ...] | None:
    """The GLOBs, of which a text fits one if it fits the pattern; None where there are none, or too many.

    A pattern has anchors, and between them alternatives of character classes and plain characters, with fixed repetitions.
    """
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return None
    inner = pattern[1:-1]
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    found: list[str] = []
    for branch in _branches(inner):
        made = _of_branch(branch)
        if made is None:
            return None
        found += made
    return tuple(dict.fromkeys(found)) if len(found) <= _MOST else None


def _branches(inner: str) -> list[str]:
    """Split at bars that stand outside of classes."""
    return re.findall(r"(?:\[[^\]]*\]|[^|\[])+", inner)


def _of_branch(branch: str) -> list[str] | None:
    pieces, place = [], 0
    while place < len(branch):
        piece = _PIECE.match(branch, place)
        if piece is None:
            return None
        one, times = piece[1], _times(piece[2])
        pieces.append([one * number for number in times])
        place = piece.end()
        count = 1
        for variants in pieces:
            count *= len(variants)
        if count > _MOST:
            return None
    return ["".join(choice) for choice in product(*pieces)]


def _times(repetition: str | None) -> range:
    if repetition is None:
        return range(1, 2)
    if repetition == "?":
        return range(2)
    low, _, high = repetition[1:-1].partition(",")
    return range(int(low), int(high or low) + 1)
