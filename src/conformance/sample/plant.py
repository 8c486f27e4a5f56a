"""Planting defects in batches of valid records, and the log of what was planted where."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TextIO

import polars as pl
from msgspec.structs import replace

from conformance.sample.defect import Context, Defect, Record
from conformance.sample.defects import context_for, defects_of, item_defects
from conformance.sample.dice import Dice, mix
from conformance.standard.model import Standard

LOG_HEADER = ("row", "record", "field", "rule", "before", "after")
_TRIES = 40
"""Draws before a row is left alone because no defect fits it; nearly every row takes one of the first few."""


class Log:
    """One line per planted defect; without a file the lines go nowhere."""

    def __init__(self, file: TextIO | None) -> None:
        self._writer = csv.writer(file, lineterminator="\n") if file else None
        self.add(*LOG_HEADER)

    def add(self, *cells: object) -> None:
        """Write one line."""
        if self._writer:
            self._writer.writerow(cells)


@contextmanager
def open_log(path: Path) -> Iterator[Log]:
    """A log in a new file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield Log(file)


def plant(
    frame: pl.DataFrame, item: str, standard: Standard, seed: int, first: int, rate: float, log: Log
) -> pl.DataFrame:
    """The frame with one defect in about ``rate`` of its rows; ``first`` is the number of rows before it."""
    record_type = standard.record_type_of(item)
    possible = (*defects_of(record_type), *item_defects(item, standard))
    usable = [defect for defect in possible if defect.plantable and defect.field in frame.columns]
    rules = sorted({defect.rule for defect in usable})
    by_rule = [[defect for defect in usable if defect.rule == rule] for rule in rules]
    context = context_for(standard, record_type)
    chosen = Dice(seed + 1, first, frame.height).chance(rate).nonzero()[0].tolist()
    columns = {name: frame[name].to_list() for name in frame.columns}
    spoilt: set[int] = set()
    for position in chosen:
        record: Record = {name: values[position] for name, values in columns.items()}
        before = position - 1 in spoilt or position == 0
        previous = None if before else {name: values[position - 1] for name, values in columns.items()}
        chance = Random(mix(seed * 2 + 1) ^ (first + position))  # noqa: S311 - samples, not secrets
        found = _spoil(record, by_rule, chance, replace(context, previous=previous))
        if found is None:
            continue
        defect, changed = found
        spoilt.add(position)
        for name, value in changed.items():
            columns[name][position] = value
        number = first + position + 1
        log.add(number + 1, number, defect.field, defect.rule, record[defect.field], changed[defect.field])
    return pl.DataFrame(columns, schema=frame.schema)


def _spoil(
    record: Record, by_rule: list[list[Defect]], chance: Random, context: Context
) -> tuple[Defect, Record] | None:
    """A rule by lot, then one of its defects, until one fits: every rule gets about its share."""
    for _ in range(_TRIES):
        candidates = by_rule[chance.randrange(len(by_rule))]
        defect = candidates[chance.randrange(len(candidates))]
        changed = defect.apply(record, chance, context)
        if changed is not None:
            return defect, changed
    return None
