"""Uniqueness over all batches of a table, in memory that does not grow with them.

Of every record 128 bits of its key (`checks.keys.key_digest`) and its row are remembered, in memory while there are few of them and then on disk.
A record whose key may have been there before (a table of short hashes says so, now and then without cause) is
remembered with its place and its value as well. At the end the keys are looked through, a share of them at a time; of
those that came before 16 bytes each are held, and their records come out in order.
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
        again = self._may_repeat(rows[_LOW].to_numpy())
        self._keep("keys", pl.DataFrame([rows[name] for name in (_LOW, _HIGH, "record", "row")]))
        if again.any():
            self._keep("again", rows if again.all() else rows.filter(pl.Series(again)))
        self.keyed += rows.height

    def _may_repeat(self, hashes: npt.NDArray[np.uint64]) -> Mask:
        """Which keys share a slot with an earlier one, in this batch or before; of a few keys each might repeat."""
        if self._seen is None:
            if self.keyed + len(hashes) <= _FEW:
                return np.ones(len(hashes), dtype=np.bool_)
            self._seen = np.zeros(_SLOTS, dtype=np.int32)
            for frame in self._kept["keys"]:
                self._seen[_slots(frame[_LOW].to_numpy())] = 1
        slots = _slots(hashes)
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
        """Records whose key an earlier record has, with that record's row as ``first_row``, in order of the source.

        Frames have their places, ``value`` (the cell where it is shown) and ``key`` (the same without blanks around).
        """
        found = [self._repeated(share) for share in range(self.keyed // _SHARE + 1)] if self.keyed else []
        every = pl.concat(found).sort("record") if found else pl.DataFrame()
        if not every.height:
            return
        records, firsts = every["record"].to_numpy(), every["first_row"].to_numpy()
        for frame in self._kept["again"]:
            mine = frame["record"].to_numpy()
            places = np.minimum(np.searchsorted(records, mine), len(records) - 1)
            repeated = np.flatnonzero(records[places] == mine)
            if len(repeated):
                again = frame[repeated].drop(_LOW, _HIGH)
                key = again["value"].str.strip_chars(BLANKS).alias("key")
                yield again.with_columns(key, pl.Series("first_row", firsts[places[repeated]]))

    def _repeated(self, share: int) -> pl.DataFrame:
        """Of one share of the keys the ``record`` of each that came before, and its ``first_row``."""
        shares = self.keyed // _SHARE + 1
        keys = pl.concat(frame.filter(pl.col(_LOW) % shares == share) for frame in self._kept["keys"])
        lows = np.sort(keys[_LOW].to_numpy())
        twice = pl.Series(_LOW, np.unique(lows[1:][lows[1:] == lows[:-1]]), dtype=pl.UInt64)
        if not len(twice):
            return pl.DataFrame(schema={"record": pl.Int64, "first_row": pl.Int64})
        return (
            keys.join(twice.to_frame(), on=_LOW, how="semi")
            .sort("record")
            .with_columns(
                pl.col("record").first().over(_LOW, _HIGH).alias("first"),
                pl.col("row").first().over(_LOW, _HIGH).alias("first_row"),
            )
            .filter(pl.col("record") != pl.col("first"))
            .select("record", "first_row")
        )


class _Kept:
    """Frames that wait in memory, and the files where earlier ones went."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.rows = 0
        self.waiting: list[pl.DataFrame] = []
        self.files: list[Path] = []

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Everything that was kept, one file after the other, in the order in which it came."""
        for path in self.files:
            yield pl.read_ipc(path)
        yield from self.waiting


def _slots(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    return (hashes & np.uint64(_SLOTS - 1)).view(np.int64)
