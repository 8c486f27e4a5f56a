"""Lines of a report broken for a narrow terminal: by the places that Han characters take, nothing cut.

Han text breaks between any two characters, but no line begins with a comma or ends with an opening bracket; words, codes
and addresses stay whole as long as a line has room for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from conformance.standard.terminal import width

_NARROWEST = 20
_COLOUR = r"\x1b\[[0-9;]*m"
_CLOSING = "，。、；：？！）》】〕”’」』…,.;:?!)]}%％—·"
_OPENING = "（《【〔“‘「『([{"
_UNITS = re.compile(rf"{_COLOUR}| +|[!-~\u00a0-\u02ff]+|.", re.DOTALL)
_PLAIN = re.compile(_COLOUR)


class Whole(str):
    """A line that is to be copied, not read: it is left as it is."""

    __slots__ = ()


def fitted(lines: Iterable[str], columns: int | None) -> Iterator[str]:
    """The lines, those that are wider than so many places broken; None for a place without bounds."""
    for line in lines:
        if columns is None or isinstance(line, Whole) or _wide(line) <= columns:
            yield line
        else:
            yield from _broken(line, max(columns, _NARROWEST))


def _wide(text: str) -> int:
    """The places of a text where the most of them are taken: nothing hangs over, whatever the console."""
    return width(_PLAIN.sub("", text), ambiguous=2)


def _broken(line: str, columns: int) -> Iterator[str]:
    body = line.lstrip(" ")
    lead = line[: len(line) - len(body)]
    hanging = lead + "  "
    current, room = lead, columns - len(lead)
    for unit in _pieces(body, columns - len(hanging)):
        wide = _wide(unit)
        if wide > room and current.strip(" "):
            yield current.rstrip(" ")
            current, room = hanging, columns - len(hanging)
        if not (unit.isspace() and current == hanging):
            current += unit
            room -= wide
    yield current.rstrip(" ")


def _pieces(text: str, most: int) -> Iterator[str]:
    """What may stand alone on a line: a word or a character with its punctuation; too long ones in parts."""
    piece = ""
    for unit in _UNITS.findall(text):
        glued = _glued(piece, unit)
        if piece and not glued:
            yield from _parts(piece, most)
            piece = ""
        piece += unit
    yield from _parts(piece, most)


def _glued(before: str, unit: str) -> bool:
    """Whether nothing may come between two units."""
    if not before or _PLAIN.fullmatch(unit) or not _PLAIN.sub("", before):
        return True  # a change of colour takes no place
    if unit.isspace() or before[-1] == " ":
        return False
    return unit[0] in _CLOSING or _PLAIN.sub("", before)[-1] in _OPENING


def _parts(piece: str, most: int) -> Iterator[str]:
    if _wide(piece) <= most:
        yield piece
        return
    part, taken = "", 0
    for unit in re.findall(rf"{_COLOUR}|.", piece, re.DOTALL):
        wide = _wide(unit)
        if taken + wide > most:
            yield part
            part, taken = "", 0
        part += unit
        taken += wide
    yield part
