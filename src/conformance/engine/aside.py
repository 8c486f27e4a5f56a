"""Rows that are set aside as text until their failures are described; the batches that they came in are let go of."""

from __future__ import annotations

import numpy as np
import polars as pl

from conformance.engine.places import Places, Positions
from conformance.engine.written import Texts, Written
from conformance.sources.model import Batch


class Aside:
    """Rows of some batches of one table."""

    def __init__(self) -> None:
        self.height = 0
        self.characters = 0
        """Of all their cells together, of those that a mapping may have replaced in both forms."""
        self._texts: dict[str, Texts] = {}
        self._written: dict[str, Texts] | None = None
        """The same as they were written, where a mapping replaced some."""
        self._places: list[Places] = []

    def add(self, batch: Batch, places: Places, rows: Positions) -> Positions:
        """Set some rows of a batch aside; answers with their positions here."""
        if batch.as_written is not None and self._written is None:
            self._written = {name: list(texts) for name, texts in self._texts.items()}
            self.characters *= 2
        self._add(self._texts, batch.frame, rows)
        if self._written is not None:
            self._add(self._written, batch.written, rows)
        self._places.append(places.at(rows))
        first, self.height = self.height, self.height + len(rows)
        return np.arange(first, self.height, dtype=np.int64)

    def _add(self, texts: dict[str, Texts], frame: pl.DataFrame, rows: Positions) -> None:
        # Lists, because a column that is gathered keeps hold of all the text of its batch.
        for column in frame[rows].get_columns():
            taken = column.to_list()
            texts.setdefault(column.name, []).extend(taken)
            self.characters += sum(map(len, filter(None, taken)))

    def frame(self) -> pl.DataFrame:
        """Their cells, as in the frame of a batch."""
        return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in self._texts.items()])

    @property
    def written(self) -> Written:
        """The same as they were written."""
        return self._texts if self._written is None else self._written

    @property
    def places(self) -> Places:
        """Their places."""
        return Places.joined(self._places)
