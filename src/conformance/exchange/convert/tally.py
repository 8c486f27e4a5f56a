"""Counting what becomes of each column while its batches go through."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from msgspec import Struct, field

from conformance.exchange.convert.model import Asked, ColumnFate
from conformance.exchange.convert.plan import Planned
from conformance.exchange.convert.values import recode

_EXAMPLES = 5


class Tally(Struct):
    """The columns of one table in the other form, and what was counted of each."""

    planned: Sequence[Planned]
    records: int = 0
    _filled: list[int] = field(default_factory=list)
    _changed: list[int] = field(default_factory=list)
    _untold: list[int] = field(default_factory=list)
    _too_long: list[int] = field(default_factory=list)
    _examples: list[set[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        counts = len(self.planned)
        self._filled, self._changed, self._untold, self._too_long = ([0] * counts for _ in range(4))
        self._examples = [set() for _ in range(counts)]

    def turn(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A batch in the other form."""
        self.records += frame.height
        turned = [self._column(place, one, frame).alias(one.written) for place, one in enumerate(self.planned)]
        return pl.DataFrame(turned)

    def _column(self, place: int, one: Planned, frame: pl.DataFrame) -> pl.Series:
        if one.key is None:
            return pl.Series(one.written, [None] * frame.height, dtype=pl.String)
        column = frame[one.key]
        if one.recoding is not None:
            recoded = recode(column, one.recoding)
            column = recoded.column
            self._changed[place] += recoded.changed
            self._untold[place] += recoded.untold
            self._examples[place] |= set(recoded.examples[:_EXAMPLES])
        self._filled[place] += int((column.str.strip_chars() != "").sum())
        if one.length is not None:
            self._too_long[place] += int((column.str.len_chars() > one.length).sum())
        return column

    def columns(self) -> tuple[ColumnFate, ...]:
        """What became of each column; examples as they were written."""
        return tuple(
            ColumnFate(
                one.header,
                one.field,
                one.written,
                one.fate,
                one.title,
                one.alike,
                self._filled[place],
                self._changed[place],
                self._untold[place],
                tuple(sorted(self._examples[place])[:_EXAMPLES]),
                self._too_long[place],
                one.length,
            )
            for place, one in enumerate(self.planned)
        )

    def asked(self) -> tuple[Asked, ...]:
        """What the other side requires and is missing."""
        return tuple(
            Asked(one.field or "", one.written, self.records - self._filled[place], one.clause)
            for place, one in enumerate(self.planned)
            if one.required and self._filled[place] < self.records
        )
