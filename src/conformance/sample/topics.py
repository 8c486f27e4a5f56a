"""What decisions are about: invented but likely projects and cases, from the tables in ``data/``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from conformance.sample.dice import Dice, Ints

KINDS = ("enterprise", "shop", "body", "institution", "person", "foreigner")
"""Kinds of subject: enterprise, individual business, social organisation, public institution, person, foreigner."""
ENTERPRISE, SHOP, BODY, INSTITUTION, PERSON, FOREIGNER = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one record type, column by column."""

    columns: dict[str, list[str]]

    def numbers(self, name: str) -> Ints:
        """A column of whole numbers."""
        return np.array([int(value) for value in self.columns[name]], dtype=np.int64)

    def fitting(self, dice: Dice, kinds: Ints) -> Ints:
        """A topic that fits each subject's kind."""
        table = [[n for n, names in enumerate(self.columns["kinds"]) if kind in names.split()] for kind in KINDS]
        counts = np.array([len(row) for row in table], dtype=np.int64)
        width = int(counts.max())
        padded = np.array([row + row[:1] * (width - len(row)) for row in table], dtype=np.int64)
        return np.asarray(padded[kinds, dice.below(counts[kinds])], dtype=np.int64)


@cache
def topics(record_type: str) -> Topics:
    """The topics of ``licence`` or ``penalty``."""
    path = files("conformance.sample") / "data" / f"{record_type}_topics.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return Topics({name: [row[position] for row in rows[1:]] for position, name in enumerate(rows[0])})
