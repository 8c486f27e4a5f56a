"""The texts of rows as they were written, before a mapping replaced some: what is quoted comes from here."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from conformance.engine.places import Positions
from conformance.sources.model import Batch

Texts = list[str | None]
Written = Mapping[str, "pl.Series | Texts"]
"""Columns by the keys of the table's, in its order."""

_ONE_BY_ONE = 16
"""Rows of which cells are taken by themselves."""


def written_in(batch: Batch) -> Written:
    """The columns of a batch."""
    return dict(zip(batch.written.columns, batch.written.get_columns(), strict=True))


def taken(column: pl.Series | Texts, rows: Positions) -> Texts:
    """The cells of a column in some rows. A query over them would cost more than the few that are mostly wanted."""
    if isinstance(column, pl.Series) and len(rows) > _ONE_BY_ONE:
        return column[rows].to_list()
    return [column[row] for row in rows.tolist()]
