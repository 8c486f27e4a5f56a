"""What a bulletin in one language is made of, for every format to draw in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conformance.bulletin.model import Rate


@dataclass(frozen=True, slots=True)
class Mark:
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


@dataclass(frozen=True, slots=True)
class Table:
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


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares to be drawn as bars beside each other; the numbers stand in a table as well."""

    caption: str
    lines: Sequence[tuple[str, Rate]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading."""

    anchor: str
    title: str
    said: Sequence[str] = ()
    tables: Sequence[Table] = ()
    bars: Sequence[Bars] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole bulletin in one language."""

    title: str
    lead: Sequence[str]
    sections: Sequence[Section]
    pages: Sequence[Section] = ()
    """One for each unit."""
    basis: str = ""
