"""Shares as bars: whole numbers of a drawing, so that it is the same everywhere."""

from __future__ import annotations

from msgspec import Struct

from conformance.bulletin.parts import Bars
from conformance.bulletin.words import rate_text, share_text
from conformance.report.view import visible

LENGTH = 400
"""Length of a bar for everything."""
_LINE = 24


class Bar(Struct, frozen=True):
    """One line of a chart."""

    label: str
    said: str
    share: str
    length: int | None
    """None where there was nothing to count."""
    top: int


class Chart(Struct, frozen=True):
    """Bars below each other."""

    caption: str
    bars: list[Bar]
    height: int

    @property
    def said(self) -> str:
        """The chart in words, for those who do not see it."""
        return "; ".join(f"{bar.label} {bar.said}" for bar in self.bars)


def chart_of(bars: Bars) -> Chart:
    """The drawing of some shares."""
    drawn = []
    for place, (label, rate) in enumerate(bars.lines):
        length = LENGTH * rate.numerator // rate.denominator if rate.denominator else None
        drawn.append(Bar(visible(label), rate_text(rate), share_text(rate), length, place * _LINE))
    return Chart(bars.caption, drawn, len(drawn) * _LINE)
