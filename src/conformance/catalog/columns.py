"""Columns for a terminal, where a Han character is two places wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.standard.terminal import width


def cut(text: str, limit: int) -> str:
    """The text, shortened with an ellipsis where it is wider than the limit."""
    if width(text) <= limit:
        return text
    shown = ""
    for character in text:
        if width(shown + character) > limit - 2:
            break
        shown += character
    return shown + "…"


def table(rows: Sequence[Sequence[str]], limits: Sequence[int] = (), indent: str = "") -> list[str]:
    """Rows with their columns in line; the last column is neither padded nor cut."""
    if not rows:
        return []
    cells = [[cut(cell, limit) for cell, limit in zip(row, _limits(limits, len(row)), strict=True)] for row in rows]
    widths = [max(width(row[place]) for row in cells) for place in range(len(cells[0]))]
    return [indent + _line(row, widths) for row in cells]


def _limits(limits: Sequence[int], number: int) -> list[int]:
    return [*limits, *[10_000] * (number - len(limits))][:number]


def _line(row: Sequence[str], widths: Iterable[int]) -> str:
    return "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True)).rstrip()
