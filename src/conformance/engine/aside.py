"""Rows that are set aside as text until their failures are described; the batches that they came in are let go of."""

from __future__ import annotations

import numpy as np
import polars as pl

from conformance.engine.places import Places, Positions
from conformance.sources.model import Batch

_Texts = dict[str, list[str | None]]


class Aside:
    """Rows of some batches of one table."""

    def __init__(self) -> None:
        self.height = 0
        self.characters = 0
        """Of all their cells together."""
        self._texts: _Texts = {}
        self._written: _Texts | None = None
        """The same as they were written, where a mapping replaced some."""
        self._places: list[Places] = []

    def add(self, batch: Batch, places: Places, rows: Positions) -> Positions:
        """Set some rows of a batch aside; answers with their positions here."""
        if batch.as_written is not None and self._written is None:
            self._written = {name: list(texts) for name, texts in self._texts.items()}
        self._add(self._texts, batch.frame, rows)
        if self._written is not None:
            self._add(self._written, batch.frame if batch.as_written is None else batch.as_written, rows)
        self._places.append(places.at(rows))
        first, self.height = self.height, self.height + len(rows)
        return np.arange(first, self.height, dtype=np.int64)

    def _add(self, texts: _Texts, frame: pl.DataFrame, rows: Positions) -> None:
        # Lists, because a column that is gathered keeps hold of all the text of its batch.
        for column in frame[rows].get_columns():
            taken = column.to_list()
            texts.setdefault(column.name, []).extend(taken)
            self.characters += sum(map(len, filter(None, taken)))

    def batch(self) -> tuple[Batch, Places]:
        """All of them as one batch, and their places."""
        places = Places.joined(self._places)
        written = None if self._written is None else _frame(self._written)
        return Batch(_frame(self._texts), places.row, places.ordinal, as_written=written), places


def _frame(texts: _Texts) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in texts.items()])
