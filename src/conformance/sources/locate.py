"""Finding the header among title rows: the row, or the pair of rows, of the first ten that names most fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from conformance.sources.hints import DATA, is_hint

Cells = Sequence[str | None]
Named = Callable[[str | None], str | None]
"""Tells which field a header names (None: none)."""

_FEWEST = 3
"""Fewer cells than this say nothing about a row."""
SEARCHED = 10
"""Rows searched for the header."""


class Layout(Struct, frozen=True):
    """Where the header ends and what it says, column by column."""

    last: int
    """0-based position of the last header row among the rows given."""
    headers: tuple[str | None, ...]
    matched: int
    """Distinct fields named."""


def locate(rows: Sequence[Cells], named: Named) -> Layout:
    """Find the header in the first rows of a table. With no match at all, the fullest row is the best guess."""
    rows = rows[:SEARCHED]
    cache: dict[str | None, str | None] = {}

    def field_of(header: str | None) -> str | None:
        if header not in cache:
            cache[header] = named(header)
        return cache[header]

    best = Layout(0, (), 0)
    widest = max(map(len, rows), default=0)
    for position, row in enumerate(rows):
        matched = len({field_of(cell) for cell in row} - {None})
        if matched > best.matched:
            best = Layout(position, tuple(row), matched)
    for position in range(1, len(rows)):
        if best.matched == widest:
            break  # two rows cannot name more fields than there are columns
        headers = _joined(rows[position - 1], rows[position], field_of)
        matched = len({field_of(header) for header in headers} - {None})
        if matched > best.matched:
            best = Layout(position, headers, matched)
    if best.matched == 0:
        return _guess(rows)
    return _with_repeats(best, rows, field_of)


def _joined(upper: Cells, lower: Cells, field_of: Named) -> tuple[str | None, ...]:
    """Headers of two rows: a group above (merged, so written once) and its columns below, or a cell spanning both."""
    width = max(len(upper), len(lower))
    group: str | None = None
    headers: list[str | None] = []
    for column in range(width):
        above = upper[column] if column < len(upper) else None
        below = lower[column] if column < len(lower) else None
        group = above or group
        if not below:
            headers.append(above)
        elif group and field_of(below) is None and field_of(group + below) is not None:
            headers.append(group + below)
        else:
            headers.append(below)
    return tuple(headers)


def _with_repeats(best: Layout, rows: Sequence[Cells], field_of: Named) -> Layout:
    """Header too, and no record: a row of national codes under the titles (or the other way round), and a row that
    tells how to fill in the columns."""
    last = best.last
    while last + 1 < len(rows):
        row = rows[last + 1]
        same = sum(
            1
            for header, cell in zip(best.headers, row, strict=False)
            if cell and field_of(cell) is not None and field_of(cell) == field_of(header)
        )
        if same < max(_FEWEST, best.matched / 2) and not _instructs(row):
            break
        last += 1
    return Layout(last, best.headers, best.matched)


def _instructs(row: Cells) -> bool:
    """Whether most filled cells say how to fill in a column (必填，文本128位), and none is what only a record has."""
    filled = [cell.strip() for cell in row if cell and cell.strip()]
    hints = sum(map(is_hint, filled))
    return hints >= _FEWEST and hints * 2 > len(filled) and not any(map(DATA.fullmatch, filled))


def _guess(rows: Sequence[Cells]) -> Layout:
    filled = [sum(1 for cell in row if cell) for row in rows]
    most = max(filled, default=0)
    for position, count in enumerate(filled):
        if count and count * 2 >= most and (count > 1 or most == 1):
            return Layout(position, tuple(rows[position]), 0)
    return Layout(0, tuple(rows[0]) if rows else (), 0)
