"""Tables of Markdown pages."""

from __future__ import annotations

from collections.abc import Iterable


def cell(words: str) -> str:
    """Text that may stand in a cell and is shown as it is."""
    return _in_a_line(words.replace("\\", "\\\\")).replace("<", "&lt;").replace("*", "\\*")


def code(words: str) -> str:
    """Text shown as code in a cell."""
    return f"`{_in_a_line(words).replace('`', chr(39))}`"


def _in_a_line(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def row(cells: Iterable[object]) -> str:
    """A line of a table."""
    return "| " + " | ".join(str(each) for each in cells) + " |"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A table."""
    columns = list(heads)
    return [row(columns), "|---" * len(columns) + "|", *map(row, rows)]
