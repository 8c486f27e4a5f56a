"""Where the keys of a TOML text stand: its reader in the standard library tells values, not their lines.

Tables and keys that begin a line are found, which is how people write a configuration; what stands inside a value has
the line of its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Steps = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$"""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_LONG = re.compile(r"\"{3}|'{3}")


def lines_of(text: str) -> dict[Steps, int]:
    """The line of each key and of each table of an array: ``("suppress", 0, "rule")`` → 12."""
    found: dict[Steps, int] = {}
    counts: dict[Steps, int] = {}
    table: Steps = ()
    for number, line in _outside_long_strings(text):
        if (header := _TABLE.match(line)) and not _KEY.match(line):
            table = _within(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                found.setdefault(table, number)
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(place: Steps, lines: dict[Steps, int]) -> int | None:
    """The line of a place, or of what it is in."""
    return next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), None)


def _parts(dotted: str) -> Steps:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _within(parts: Steps, counts: dict[Steps, int]) -> Steps:
    """The place of a table: below the last element of every array that it is in."""
    place: Steps = ()
    for position, part in enumerate(parts):
        place = (*place, part)
        if place in counts and position < len(parts) - 1:
            place = (*place, counts[place])
    return place


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not begin inside a string of several lines."""
    quotes: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if quotes is None:
            yield number, line
        for mark in _LONG.findall(line):
            if quotes is None:
                quotes = mark
            elif quotes == mark:
                quotes = None
