"""A set of texts with what belongs to each, of any size: hashed, kept on disk beyond a bound, and looked up exactly.

Texts are entered batch by batch and then put in order of their hashes, a share of them at a time. A look-up finds the
candidates by hash and compares the texts themselves, so that two texts of one hash are never taken for each other.
"""

from __future__ import annotations

import contextlib
import importlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.engine.places import Mask, Positions

IN_MEMORY = 64 << 20
"""Bytes of texts, and of what belongs to them, that are kept in memory; more of them go to disk."""
_BITS = 4
"""Texts on disk are parted by so many bits of their hash."""
_SEED = 0x5EED_0003
NOT_FOUND = -1

Hashes = npt.NDArray[np.uint64]


class _Share(Struct, frozen=True):
    """Texts in order of their hashes, in memory or mapped from disk."""

    first: int
    """Position of its first text among those of all shares."""
    hashes: Hashes
    table: Any
    """pyarrow.Table with the column ``key`` and those that belong to it."""


class KeyStore:
    """Use it as a context manager: enter texts with ``add``, then ``settle``, then look up with ``find``.

    A text that is entered again is counted, and what belongs to it stays that of the first time. ``columns`` are the
    types of what belongs to a text.
    """

    def __init__(self, columns: Mapping[str, pl.DataType | type[pl.DataType]] | None = None) -> None:
        self._schema = {"key": pl.String, **(columns or {})}
        self._waiting: list[pl.DataFrame] = []
        self._held = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._writers: dict[int, Any] = {}
        self._shares: list[_Share] = []
        self._owner: dict[int, int] = {}
        self._met: npt.NDArray[np.bool_] | None = None
        self.size = 0
        """Distinct texts, once it is settled."""

    def __enter__(self) -> KeyStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shares.clear()
        self._met = None
        try:
            for writer in self._writers.values():
                # On a full disk there is no end to be written: what is half written goes away all the same.
                with contextlib.suppress(OSError):
                    writer.close()
        finally:
            if self._folder is not None:
                self._folder.cleanup()

    def add(self, rows: pl.DataFrame) -> None:
        """Enter texts: a column ``key`` and those that belong to it. A row without a key is left out."""
        rows = rows.select(pl.col(name).cast(kind) for name, kind in self._schema.items()).drop_nulls("key")
        if not rows.height:
            return
        rows = _counted(rows.with_columns(pl.col("key").hash(_SEED).alias("hash"), pl.lit(1, pl.UInt32).alias("times")))
        self._waiting.append(rows)
        self._held += int(rows.estimated_size())
        if self._held > IN_MEMORY:
            self._spill()

    def settle(self) -> None:
        """Put the texts in order; nothing can be entered after it."""
        if self._folder is None:
            if self._waiting:
                self._enter(0, pl.concat(self._waiting))
            self._waiting.clear()
            return
        self._spill()
        for share, writer in self._writers.items():
            writer.close()
            self._enter(share, self._read(share))
        self._writers.clear()

    def find(self, keys: pl.Series) -> Positions:
        """Position of each text among those entered, ``NOT_FOUND`` for others and for null."""
        found = np.full(len(keys), NOT_FOUND, dtype=np.int64)
        if not self._shares:
            return found
        asked = np.flatnonzero(keys.is_not_null().to_numpy())
        hashes = keys.hash(_SEED).to_numpy()
        shares = (hashes >> np.uint64(64 - _BITS)).astype(np.int64) if self._folder is not None else None
        for number, place in self._owner.items():
            mine = asked if shares is None else asked[shares[asked] == number]
            if len(mine):
                found[mine] = _positions(self._shares[place], hashes[mine], keys.gather(mine))
        return found

    def rows(self, positions: Positions) -> pl.DataFrame:
        """The texts at these positions with what belongs to them and ``times``, in the order of the positions."""
        pa = _arrow()
        order = np.argsort(positions, kind="stable")
        parts: list[pl.DataFrame] = []
        for share in self._shares:
            within = positions[order] - share.first
            mine = within[(within >= 0) & (within < len(share.hashes))]
            if len(mine):
                parts.append(_frame(share.table.take(pa.array(mine))))
        if not parts:
            return pl.DataFrame(schema={**self._schema, "hash": pl.UInt64, "times": pl.UInt32})
        return pl.concat(parts)[np.argsort(order, kind="stable")]

    def meet(self, positions: Positions) -> None:
        """Remember that these were met."""
        if self._met is None:
            self._met = self._marks()
        self._met[positions] = True

    def unmet(self, step: int = 10_000) -> list[Positions]:
        """Positions of texts that were never met, a bounded number at a time."""
        met = self._met if self._met is not None else np.zeros(self.size, dtype=np.bool_)
        left = np.flatnonzero(~met)
        return [left[at : at + step] for at in range(0, len(left), step)]

    def _marks(self) -> Mask:
        if self._folder is None or not self.size:
            return np.zeros(self.size, dtype=np.bool_)
        path = Path(self._folder.name) / "met"
        return np.memmap(path, dtype=np.bool_, mode="w+", shape=(self.size,))

    def _spill(self) -> None:
        """Move what waits to disk, each text to the file of its share."""
        if not self._waiting:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="conformance-keys-")
        rows = pl.concat(self._waiting)
        self._waiting.clear()
        self._held = 0
        parted = rows.with_columns((pl.col("hash") // 2 ** (64 - _BITS)).alias("share")).partition_by(
            "share", as_dict=True, include_key=False, maintain_order=True
        )
        for (share,), part in parted.items():
            table = _table(part)
            if share not in self._writers:
                ipc = importlib.import_module("pyarrow.ipc")
                self._writers[share] = ipc.new_stream(self._path(share, "stream"), table.schema)
            self._writers[share].write_table(table)

    def _read(self, share: int) -> pl.DataFrame:
        ipc = importlib.import_module("pyarrow.ipc")
        path = self._path(share, "stream")
        with _arrow().OSFile(path, "rb") as source:
            rows = _frame(ipc.open_stream(source).read_all())
        Path(path).unlink()
        return rows

    def _enter(self, share: int, rows: pl.DataFrame) -> None:
        """Sort one share, and map it from disk where texts are kept there."""
        table = _table(_counted(rows).sort("hash", maintain_order=True))
        if self._folder is not None:
            pa, ipc = _arrow(), importlib.import_module("pyarrow.ipc")
            path = self._path(share, "arrow")
            with ipc.new_file(path, table.schema) as writer:
                writer.write_table(table)
            table = ipc.open_file(pa.memory_map(path)).read_all()
        hashes = table.column("hash").combine_chunks().to_numpy(zero_copy_only=False)
        self._owner[share] = len(self._shares)
        self._shares.append(_Share(self.size, hashes, table))
        self.size += len(hashes)

    def _path(self, share: int, suffix: str) -> str:
        assert self._folder is not None  # noqa: S101 - there are no paths before something went to disk
        return str(Path(self._folder.name) / f"{share}.{suffix}")


def _positions(share: _Share, hashes: Hashes, keys: pl.Series) -> Positions:
    """Positions of texts in one share: candidates by hash, one after the other where several share a hash."""
    pa = _arrow()
    found = np.full(len(keys), NOT_FOUND, dtype=np.int64)
    waiting = np.arange(len(keys))
    at = np.searchsorted(share.hashes, hashes)
    texts = share.table.column("key")
    while len(waiting):
        inside = at[waiting] < len(share.hashes)
        waiting = waiting[inside]
        waiting = waiting[share.hashes[at[waiting]] == hashes[waiting]]
        if not len(waiting):
            break
        candidates = _series(texts.take(pa.array(at[waiting])))
        same = (candidates == keys.gather(waiting)).to_numpy()
        found[waiting[same]] = share.first + at[waiting[same]]
        waiting = waiting[~same]
        at[waiting] += 1
    return found


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """Each text once, with what belonged to it the first time, and how often it was there."""
    if not rows.select(pl.col("key").is_duplicated().any()).item():
        return rows
    times = rows.group_by("key").agg(pl.col("times").sum())
    first = rows.unique("key", keep="first", maintain_order=True).drop("times")
    return first.join(times, on="key", how="left", maintain_order="left").select(rows.columns)


def _table(rows: pl.DataFrame) -> Any:
    return rows.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())


def _frame(table: Any) -> pl.DataFrame:
    made = pl.from_arrow(table)
    assert isinstance(made, pl.DataFrame)  # noqa: S101 - that is what a table becomes
    return made


def _series(column: Any) -> pl.Series:
    made = pl.from_arrow(column)
    assert isinstance(made, pl.Series)  # noqa: S101 - that is what a column becomes
    return made


def _arrow() -> Any:
    return importlib.import_module("pyarrow")
