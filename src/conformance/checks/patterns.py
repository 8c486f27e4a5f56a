"""What patterns accept for certain, told from how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Places = Sequence[frozenset[str]]
"""At each place of a text the characters that may stand there."""

_SIGNS = re.compile(r"\[((?:[0-9A-Z](?:-[0-9A-Z])?)+)\](?:\{([0-9]{1,2})\})?")
_FROM_TO = re.compile(r"([0-9A-Z])(?:-([0-9A-Z]))?")


def accept_every(patterns: Iterable[str], texts: Places) -> bool:
    """Whether one of the patterns accepts every one of these texts, all of the same width.

    Only characters in brackets, so many of each (``[0-9]{17}[0-9X]``), and alternatives of such are understood; False
    where nothing can be told.
    """
    return any(
        len(accepted) == len(texts) and all(signs <= more for signs, more in zip(texts, accepted, strict=True))
        for pattern in patterns
        for accepted in _alternatives(pattern)
    )


def _alternatives(pattern: str) -> Iterator[Places]:
    """The texts that the alternatives of a pattern accept, of those that are understood."""
    inner = pattern.removeprefix("^").removesuffix("$")
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1].removeprefix("?:")
    for alternative in inner.split("|"):
        parts = list(_SIGNS.finditer(alternative))
        if parts and "".join(part[0] for part in parts) == alternative:
            yield [signs for part in parts for signs in [_signs(part[1])] * int(part[2] or 1)]


def _signs(inside: str) -> frozenset[str]:
    """The characters that stand in brackets."""
    return frozenset(
        chr(code) for first, last in _FROM_TO.findall(inside) for code in range(ord(first), ord(last or first) + 1)
    )
