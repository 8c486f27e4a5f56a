"""The page's size: all parts that grow with what was checked share one room, and what finds none in it is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from markupsafe import escape
from msgspec import Struct

from conformance.report.html.parts import Template

PAGE = 1_900_000
"""Bytes of all parts that grow with what was checked; the rest (head, style, basis) stays below 100 kB."""
DETAILS = 1_200_000
"""Bytes of the problems' details at the most. They take what the other parts leave of the page."""
LINES = 400
"""Lines of any list or table that grows with the number of inputs."""
MOST = {
    "notes": (40_000, 30),
    "due": (120_000, 12),
    "suppressed": (60_000, LINES),
    "unchecked": (120_000, LINES),
    "templates": (100_000, 12),
    "pictures": (250_000, 12),
    "inputs": (300_000, LINES),
    "submission": (60_000, LINES),
    "overview": (250_000, LINES),
}
"""Bytes and pieces of each part at the most. Their sum leaves 600 kB for the details, whatever the parts hold."""
TEMPLATE = 40_000
"""Bytes of one mapping template."""

_T = TypeVar("_T")


class Part(Struct, frozen=True):
    """The pieces of one part that the page has room for, ready to be written, and how many more there are."""

    pieces: list[str]
    left: int = 0
    size: int = 0
    """Bytes of the pieces."""


def fitted(things: Sequence[_T], draw: Callable[[_T], str], most: tuple[int, int]) -> Part:
    """The first things, drawn, as far as they stay within so many bytes and so many pieces."""
    room, number = most
    pieces: list[str] = []
    size = 0
    for thing in things[:number]:
        piece = draw(thing)
        if size + bytes_of(piece) > room:
            break
        pieces.append(piece)
        size += bytes_of(piece)
    return Part(pieces, len(things) - len(pieces), size)


def bytes_of(piece: str) -> int:
    """Length of a piece in the file."""
    return len(piece.encode())


def shortened(lines: Sequence[str]) -> Template:
    """As many lines of a mapping template as there is room for."""
    kept = fitted(lines, lambda line: str(escape(line)), (TEMPLATE, LINES))
    return Template(list(lines[: len(kept.pieces)]), kept.left)
