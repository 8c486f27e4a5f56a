"""What a bulletin in one language is made of, for every format to draw in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from conformance.bulletin.model import Rate


class Mark(Struct, frozen=True):
    """A share, place, score or day as it is written, which no line breaks; and what it is, for formats that sort and reckon."""

    text: str
    value: Fraction | None = None
    form: str = "0"
    """The number format of workbooks that writes it."""
    of: Rate | None = None
    """Both numbers of a share that is written with them."""

    def __str__(self) -> str:
        return self.text


Cell = str | int | Mark | None


class Table(Struct, frozen=True):
    """A small table; texts of others in it are visible, and not escaped for any format."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    links: Sequence[str | None] = ()
    """For each row the anchor that one of its cells leads to."""
    linked: int = 0
    """Which cell that is."""
    whole: bool = False
    """Whether its texts are to be read to the end, so that none is shortened."""


class Bars(Struct, frozen=True):
    """Shares to be drawn as bars beside each other; the numbers stand in a table as well."""

    caption: str
    lines: Sequence[tuple[str, Rate]]


class Section(Struct, frozen=True):
    """A part with a heading."""

    anchor: str
    title: str
    said: Sequence[str] = ()
    tables: Sequence[Table] = ()
    bars: Sequence[Bars] = ()


class Document(Struct, frozen=True):
    """A whole bulletin in one language."""

    title: str
    lead: Sequence[str]
    sections: Sequence[Section]
    pages: Sequence[Section] = ()
    """One for each unit."""
    basis: str = ""
