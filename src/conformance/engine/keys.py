"""Uniqueness over all batches of a table, in memory that does not grow with them.

Each batch leaves the hash of its keys, their texts and the place of each record, in memory while there are few of them
and then on disk. At the end the hashes are looked through, a share of them at a time; records whose hash comes more
than once are compared by their texts, and those whose key was there before come out in order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
import polars as pl

from conformance.checks.base import Context
from conformance.checks.facets import BLANKS
from conformance.checks.keys import key_columns
from conformance.engine.cells import Cells
from conformance.engine.plan import Planned

_SHARE = 1_000_000
"""Hashes looked at together."""
_IN_MEMORY = 100_000
"""Records whose keys are kept in memory before the first go to disk."""
_SEED = 0x5EED_0001
_VALUE = "@value"


class KeySpill:
    """Keys of one uniqueness check until every batch was seen. Use it as a context manager."""

    def __init__(self, planned: Planned, context: Context) -> None:
        self.planned = planned
        self.keyed = 0
        self._columns = {f"@{n}": column for n, column in enumerate(key_columns(context, planned.check.fields))}
        self._waiting: list[pl.DataFrame] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files = 0

    def __enter__(self) -> KeySpill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, cells: Cells, places: pl.DataFrame) -> None:
        """Remember the keys of a batch. ``places`` has a row per record and a column ``record``."""
        rows = cells.select(
            self.planned.judgement.applies.fill_null(value=False).alias("keyed"),
            _digest(list(self._columns.values())).alias("hash"),
            pl.col(self.planned.check.field).alias(_VALUE),
            **self._columns,
        )
        keyed = rows["keyed"]
        kept = rows.drop("keyed").hstack(places)
        kept = kept if keyed.all() else kept.filter(keyed)
        self.keyed += kept.height
        self._waiting.append(kept)
        if sum(frame.height for frame in self._waiting) > _IN_MEMORY:
            self._flush()

    def _flush(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="conformance-keys-")
        pl.concat(self._waiting).write_ipc(Path(self._folder.name) / f"{self._files}.arrow")
        self._waiting.clear()
        self._files += 1

    def repeats(self) -> Iterator[pl.DataFrame]:
        """Places of the records whose key an earlier record has, with that record's row as ``first_row``.

        Frames also have ``value``, the cell where it is shown, and ``key``. They are in order of the hash share,
        records within a frame in order of the source.
        """
        if not self.keyed:
            return
        every = self._every()
        shares = self.keyed // _SHARE + 1
        for share in range(shares):
            mine = every if shares == 1 else every.filter(pl.col("hash") % shares == share)
            hashes = np.sort(mine.select("hash").collect()["hash"].to_numpy())
            again = pl.Series("hash", np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
            if len(again):
                yield from self._repeated(every.join(again.to_frame().lazy(), on="hash", how="semi").collect())

    def _every(self) -> pl.LazyFrame:
        if self._folder is None:
            return pl.concat(self._waiting).lazy()
        if self._waiting:
            self._flush()
        return pl.scan_ipc(Path(self._folder.name) / "*.arrow")

    def _repeated(self, candidates: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Of the candidates those whose whole key came before."""
        columns = list(self._columns)
        found = (
            candidates.sort("record")
            .with_columns(
                pl.col("row").first().over(columns).alias("first_row"),
                (pl.col("record") != pl.col("record").first().over(columns)).alias("again"),
                pl.col(_VALUE).str.strip_chars(BLANKS).alias("key"),
            )
            .filter("again")
            .rename({_VALUE: "value"})
            .drop("hash", "again", *columns)
        )
        if found.height:
            yield found


def _digest(columns: list[pl.Expr]) -> pl.Expr:
    """64 bits of the columns' texts in their order."""
    digest = columns[0].hash(_SEED)
    for place, column in enumerate(columns[1:], start=1):
        # An odd multiplier keeps every bit, and the position in it keeps texts that change places apart.
        digest = digest * 0x9E3779B97F4A7C15 + column.hash(_SEED + place)
    return digest
