"""Uniqueness over all batches of a table, in memory that does not grow with them.

Each batch leaves the hash of its keys and the place of each record in a file of its own; at the end the files are read
again, a share of the hashes at a time, and the records whose key was there before come out in order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import polars as pl

from conformance.checks.base import Context
from conformance.checks.keys import key_columns
from conformance.engine.plan import Planned

_SHARE = 1_000_000
"""Hashes looked at together: some 200 bytes each while repeats are looked for."""

_SEEDS = (0x5EED_0001, 0x5EED_0002)


class KeySpill:
    """Keys of one uniqueness check, on disk until every batch was seen. Use it as a context manager."""

    def __init__(self, planned: Planned, context: Context) -> None:
        self.planned = planned
        self.keyed = 0
        self._columns = key_columns(context, planned.check.fields)
        self._folder = tempfile.TemporaryDirectory(prefix="conformance-keys-")
        self._files = 0

    def __enter__(self) -> KeySpill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def add(self, wide: pl.DataFrame, places: pl.DataFrame) -> None:
        """Remember the keys of a batch. ``places`` has a row per row of ``wide`` and a column ``record``."""
        rows = wide.select(
            self.planned.judgement.applies.fill_null(value=False).alias("keyed"),
            _digest(self._columns, _SEEDS[0]).alias("low"),
            _digest(self._columns, _SEEDS[1]).alias("high"),
        )
        kept = pl.concat([rows, places], how="horizontal").filter("keyed").drop("keyed")
        self.keyed += kept.height
        if kept.height:
            kept.write_ipc(Path(self._folder.name) / f"{self._files}.arrow")
            self._files += 1

    def repeats(self) -> Iterator[pl.DataFrame]:
        """Places of the records whose key an earlier record has, with that record's row as ``first_row``.

        Frames are in order of the hash share, records within a frame in order of the source.
        """
        if not self._files:
            return
        every = pl.scan_ipc(Path(self._folder.name) / "*.arrow")
        shares = self.keyed // _SHARE + 1
        for share in range(shares):
            hashes = every.filter(pl.col("low") % shares == share).select("low", "high", "record").collect()
            again = hashes.filter(hashes.select("low", "high").is_duplicated())
            if not again.height:
                continue
            found = every.join(again.lazy().select("record"), on="record", how="semi").collect().sort("record")
            yield (
                found.with_columns(pl.col("row").first().over("low", "high").alias("first_row"))
                .filter(pl.col("record") != pl.col("record").first().over("low", "high"))
                .drop("low", "high")
            )


def _digest(columns: list[pl.Expr], seed: int) -> pl.Expr:
    """64 bits of the columns' texts in their order; two seeds make 128, of which no two keys of a city are alike."""
    digest = columns[0].hash(seed)
    for place, column in enumerate(columns[1:], start=1):
        # An odd multiplier keeps every bit, and the position in it keeps texts that change places apart.
        digest = digest * 0x9E3779B97F4A7C15 + column.hash(seed + place)
    return digest
