"""Small parts of an SVG drawing: nothing but text, lines, circles and rectangles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from msgspec import Struct

INK, PALE, GRID = "#1f2933", "#52606d", "#d9e2ec"
FONT = "font-family=\"system-ui, 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif\""


class LogScale(Struct, frozen=True):
    """Values on an axis of powers of ten, from ``start`` to ``end`` in units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Place of a value above zero."""
        share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> Sequence[float]:
        """The powers of ten on the axis."""
        return [10.0**n for n in range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)]


def around(values: Iterable[float], start: float, end: float) -> LogScale:
    """A scale of whole powers of ten around the values, all above zero. Raises ValueError if there are none."""
    known = list(values)
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return LogScale(10.0**low, 10.0 ** max(high, low + 1), start, end)


def text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, fill: str = INK, bold: bool = False
) -> str:
    """A line of text whose foot stands at ``y``."""
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{weight}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = GRID, dashed: bool = False) -> str:
    """A straight line."""
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}"{dashes}/>'


def bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{max(width, 1):g}" height="{height:g}" fill="{fill}"/>'


def curve(points: Sequence[tuple[float, float]], stroke: str) -> str:
    """Points joined by a line."""
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{stroke}"/>' for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{stroke}" stroke-width="2"/>{dots}'


def drawing(width: int, height: int, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole drawing with the words that a screen reader says."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-labelledby="title desc" {FONT}>',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(description)}</desc>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )
