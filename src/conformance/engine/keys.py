"""Uniqueness over all batches of a table, in memory that does not grow with them.

Of every record 128 bits of its key and its row are remembered, in memory while there are few of them and then on disk.
A record whose key may have been there before (a table of short hashes says so, now and then without cause) is
remembered with its place and its value as well. At the end the keys are looked through, a share of them at a time, and
the records whose key an earlier one has come out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.checks.base import Context
from conformance.checks.facets import BLANKS
from conformance.checks.keys import key_digest
from conformance.engine.cells import Cells
from conformance.engine.places import Mask
from conformance.engine.plan import Planned

_SHARE = 1_000_000
"""Keys looked at together."""
_SLOTS = 1 << 22
"""Size of the table of short hashes."""
_FEW = 10_000
"""Keys for which such a table is not worth making."""
_LOW, _HIGH = "@low", "@high"


class KeySpill:
    """Keys of one uniqueness check until every batch was seen. Use it as a context manager."""

    def __init__(self, planned: Planned, context: Context) -> None:
        self.planned = planned
        self.keyed = 0
        self._key = dict(zip((_LOW, _HIGH), key_digest(context, planned.check.fields), strict=True))
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._kept = {"keys": _Kept(_SHARE), "again": _Kept(_SHARE // 10)}
        self._seen: npt.NDArray[np.int32] | None = None

    def __enter__(self) -> KeySpill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, cells: Cells, places: pl.DataFrame) -> None:
        """Remember the keys of a batch. ``places`` has a row per record: ``record``, ``row``, ``line``, ``ordinal``."""
        rows = cells.select(
            self.planned.judgement.applies.fill_null(value=False).alias("keyed"),
            pl.col(self.planned.check.field).alias("value"),
            **self._key,
        )
        keyed = rows["keyed"]
        rows = pl.DataFrame([rows[_LOW], rows[_HIGH], rows["value"], *places.get_columns()])
        rows = rows if keyed.all() else rows.filter(keyed)
        if not rows.height:
            return
        self._keep("keys", pl.DataFrame([rows[name] for name in (_LOW, _HIGH, "record", "row")]))
        again = self._may_repeat(rows[_LOW].to_numpy())
        if again.any():
            self._keep("again", rows if again.all() else rows.filter(pl.Series(again)))
        self.keyed += rows.height

    def _may_repeat(self, hashes: npt.NDArray[np.uint64]) -> Mask:
        """Which keys share a slot with an earlier one, in this batch or before; of a few keys each might repeat."""
        if self._seen is None:
            if self.keyed + len(hashes) <= _FEW:
                return np.ones(len(hashes), dtype=np.bool_)
            self._seen = np.zeros(_SLOTS, dtype=np.int32)
            earlier = [frame[_LOW].to_numpy() for frame in self._kept["keys"].waiting[:-1]]
            self._seen[(np.concatenate(earlier or [hashes[:0]]) & np.uint64(_SLOTS - 1)).view(np.int64)] = 1
        slots = (hashes & np.uint64(_SLOTS - 1)).view(np.int64)
        number = np.arange(self.keyed + 1, self.keyed + 1 + len(slots), dtype=np.int64).astype(np.int32)
        before = self._seen.take(slots)
        self._seen[slots[::-1]] = number[::-1]  # of those in one slot the first is written last
        mask: Mask = (before != 0) | (self._seen.take(slots) != number)
        return mask

    def _keep(self, name: str, rows: pl.DataFrame) -> None:
        kept = self._kept[name]
        kept.waiting.append(rows)
        kept.rows += rows.height
        if kept.rows < kept.most:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="conformance-keys-")
        path = Path(self._folder.name) / f"{name}-{len(kept.files)}.arrow"
        pl.concat(kept.waiting).write_ipc(path)
        kept.files.append(path)
        kept.waiting, kept.rows = [], 0

    def repeats(self) -> Iterator[pl.DataFrame]:
        """Records whose key an earlier record has, with that record's row as ``first_row``.

        Frames have their places, ``value`` (the cell where it is shown) and ``key`` (the same without blanks around).
        They are in order of the share, records within a frame in order of the source.
        """
        again, keys = self._kept["again"].all(), self._kept["keys"].all()
        if again is None or keys is None:
            return
        shares = self.keyed // _SHARE + 1
        for share in range(shares):
            mine = pl.lit(value=True) if shares == 1 else pl.col(_LOW) % shares == share
            repeated = self._repeated(again.filter(mine), keys.filter(mine))
            if repeated.height:
                yield repeated

    def _repeated(self, again: pl.LazyFrame, keys: pl.LazyFrame) -> pl.DataFrame:
        firsts = (
            keys.join(again.select(_LOW, _HIGH).unique(), on=[_LOW, _HIGH], how="semi")
            .group_by(_LOW, _HIGH)
            .agg(pl.col("record").min().alias("first"), pl.col("row").sort_by("record").first().alias("first_row"))
        )
        return (
            again.join(firsts, on=[_LOW, _HIGH])
            .filter(pl.col("record") != pl.col("first"))
            .with_columns(pl.col("value").str.strip_chars(BLANKS).alias("key"))
            .drop(_LOW, _HIGH, "first")
            .sort("record")
            .collect()
        )


class _Kept:
    """Frames that wait in memory, and the files where earlier ones went."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.rows = 0
        self.waiting: list[pl.DataFrame] = []
        self.files: list[Path] = []

    def all(self) -> pl.LazyFrame | None:
        """Everything that was kept; None if nothing was."""
        frames = [pl.scan_ipc(path) for path in self.files] + [frame.lazy() for frame in self.waiting]
        return pl.concat(frames) if frames else None
