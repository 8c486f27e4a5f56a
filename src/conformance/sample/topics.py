"""What records are about: invented but likely matters, from the tables in ``data/``.

A cell may give several texts separated by ``|``, of which each row of a sample takes one, and a text may hold numbers as
``{low-high}``. The column ``for`` names the data items and units that a topic is likely for, and ``kinds`` the
kinds of subject; empty stands for all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.sample.authorities import DEPARTMENT_UNITS
from conformance.sample.columns import choose, join, number, take
from conformance.sample.dice import Dice, Ints

KINDS = ("enterprise", "shop", "body", "institution", "person", "foreigner")
"""Kinds of subject: enterprise, individual business, social organisation, public institution, person, foreigner."""
ENTERPRISE, SHOP, BODY, INSTITUTION, PERSON, FOREIGNER = range(len(KINDS))
_NUMBER = re.compile(r"\{([0-9]+)-([0-9]+)\}")

Row = dict[str, str]


class Topics(Struct, frozen=True):
    """The topics of one data item, column by column."""

    columns: dict[str, list[str]]

    def has(self, name: str) -> bool:
        """Whether the tables have the column."""
        return name in self.columns

    def numbers(self, name: str) -> Ints:
        """A column of whole numbers."""
        return np.array([int(value) for value in self.columns[name]], dtype=np.int64)

    def kinds(self) -> tuple[int, ...]:
        """Kinds of subject that some topic fits."""
        known = {kind for names in self.columns["kinds"] for kind in names.split() or KINDS}
        return tuple(position for position, kind in enumerate(KINDS) if kind in known)

    def fitting(self, dice: Dice, kinds: Ints) -> Ints:
        """A topic that fits each subject's kind."""
        table = [
            [n for n, names in enumerate(self.columns["kinds"]) if not names or kind in names.split()] or [0]
            for kind in KINDS
        ]
        counts = np.array([len(row) for row in table], dtype=np.int64)
        width = int(counts.max())
        padded = np.array([row + row[:1] * (width - len(row)) for row in table], dtype=np.int64)
        return np.asarray(padded[kinds, dice.below(counts[kinds])], dtype=np.int64)

    def told(self, name: str, topic: Ints, dice: Dice) -> pl.Series:
        """One of the texts of each row's topic, with its number; null where the topic has none."""
        return texts(self.columns[name], topic, dice)


def texts(cells: Sequence[str], position: Ints, dice: Dice) -> pl.Series:
    """One of the texts of the cell at each position."""
    offered = [cell.split("|") for cell in cells]
    counts = np.array([len(row) for row in offered], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    flat = [_NUMBER.split(text) for row in offered for text in row]
    chosen = starts[position] + dice.below(counts[position])
    text = take([parts[0] for parts in flat], chosen)
    # Each further number of the longest text: its limits and the words behind it; nothing in texts without it.
    for place in range(1, max(len(parts) for parts in flat), 3):
        rest = [parts[place : place + 3] or ["0", "-1", ""] for parts in flat]
        low = np.array([int(part[0]) for part in rest], dtype=np.int64)[chosen]
        high = np.array([int(part[1]) for part in rest], dtype=np.int64)[chosen]
        amount = number(low + dice.below(np.maximum(high - low + 1, 1)))
        text = choose(high >= low, join(text, amount, take([part[2] for part in rest], chosen)), text)
    return text.replace("", None)


@cache
def rows_of(record_type: str) -> tuple[Row, ...]:
    """The topics of a record type, in the order of its table; those of ``*_more`` behind the others."""
    name = record_type.replace("-", "_")
    return (*_read(f"{name}_topics"), *_read(f"{name}_more_topics"))


@cache
def plain_rows(record_type: str) -> tuple[Row, ...]:
    """The topics of the general item of a record type."""
    return tuple(_read(f"{record_type}_topics"))


def _read(name: str) -> list[Row]:
    path = files("conformance.sample") / "data" / f"{name}.csv"
    if not path.is_file():
        return []
    rows = [dict(row) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    for row in rows:
        row.setdefault("for", DEPARTMENT_UNITS.get(row.get("department", ""), ""))
    return rows


@cache
def cells_of(name: str) -> dict[str, str]:
    """A table of two columns."""
    path = files("conformance.sample") / "data" / f"{name}.csv"
    return {row[0]: row[1] for row in csv.reader(path.read_text(encoding="utf-8").splitlines()[1:])}
