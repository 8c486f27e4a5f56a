"""Uniqueness over all batches of a table, and over tables that hold records of one kind, in memory that does not grow with them.

Of every record 128 bits of its key (`checks.keys.key_digest`) and its row are remembered, in memory while there are few of them and then on disk.
A record whose key may have been there before (a table of short hashes says so, now and then without cause) is
remembered with its place and its value as well. At the end the keys are looked through, a share of them at a time; of
those that came before 16 bytes each are held, and their records come out in order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol

import numpy as np
import polars as pl

from conformance.checks.base import FACET, field_of
from conformance.checks.facets import BLANKS
from conformance.checks.few import FEW
from conformance.engine.cells import Cells
from conformance.engine.lookup import Hashes
from conformance.engine.places import Mask
from conformance.engine.plan import Planned
from conformance.engine.seen import Seen

_SHARE = 1_000_000
"""Keys looked at together."""
_FEW = 10_000
"""Keys for which such a table is not worth making."""
LOW, HIGH = "@low", "@high"
_TABLE_BITS = 40
"""Records of a table are fewer than two to this."""
_REPEATED = {"record": pl.Int64, "first_row": pl.Int64, "first_table": pl.Int32}


class Keys:
    """The keys of every table whose records are compared with each other. Use it as a context manager."""

    def __init__(self) -> None:
        self.keyed = 0
        self.beginning: Callable[[], None] | None = None
        """Adds the first few keys, which were seen to be distinct: hardly ever come more, and then nobody needs their digests."""
        self._kept = Kept(_SHARE)
        self._seen: Seen | None = None

    def __enter__(self) -> Keys:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def add(self, rows: pl.DataFrame) -> Mask:
        """Remember keys; answers which of them may have been there before.

        Columns: the two halves of the key, ``record`` (ascending over all tables), ``row`` and ``table``.
        """
        if self.beginning is not None:
            beginning, self.beginning = self.beginning, None
            beginning()
        again = self._may_repeat(rows[LOW].to_numpy())
        self._kept.add(rows)
        self.keyed += rows.height
        return again

    def _may_repeat(self, hashes: Hashes) -> Mask:
        """Which keys share a slot with an earlier one, in this batch or before; of a few keys each might repeat."""
        if self._seen is None:
            if self.keyed + len(hashes) <= _FEW:
                return np.ones(len(hashes), dtype=np.bool_)
            self._seen = Seen()
            for frame in self._kept:
                self._seen.enter(frame[LOW].to_numpy())
        return self._seen.enter(hashes)

    def repeated(self, since: int) -> pl.DataFrame:
        """The records from number ``since`` on that came before: ``record``, ``first_row`` and ``first_table``, in order."""
        shares = range(self.keyed // _SHARE + 1) if self.keyed else ()
        found = [self._repeated(share, len(shares), since) for share in shares]
        if len(found) > 1:
            return pl.concat(found).sort("record")
        return found[0] if found else pl.DataFrame(schema=_REPEATED)

    def _repeated(self, share: int, shares: int, since: int) -> pl.DataFrame:
        frames = [frame if shares == 1 else frame.filter(pl.col(LOW) % shares == share) for frame in self._kept]
        lows = np.concatenate([frame[LOW].to_numpy() for frame in frames])
        lows.sort()  # in its place: a copy is as large again, and the system is slow to give so much at once
        repeated = lows[1:] == lows[:-1]
        if not repeated.any():
            return pl.DataFrame(schema=_REPEATED)
        keys, twice = pl.concat(frames), pl.Series(LOW, np.unique(lows[1:][repeated]), dtype=pl.UInt64)
        return (
            keys.join(twice.to_frame(), on=LOW, how="semi")
            .sort("record")
            .with_columns(
                pl.col("record").first().over(LOW, HIGH).alias("first"),
                pl.col("row").first().over(LOW, HIGH).alias("first_row"),
                pl.col("table").first().over(LOW, HIGH).alias("first_table"),
            )
            .filter(pl.col("record") != pl.col("first"), pl.col("record") >= since)
            .select(*_REPEATED)
        )


Placed = Callable[[], pl.DataFrame]
"""Gives the places of the records of a batch, a row for each: ``record``, ``row``, ``line``, ``ordinal``."""


class TakesKeys(Protocol):
    """Is handed the cells of all records, batch by batch."""

    def add(self, cells: Cells, places: Placed) -> None:
        """Remember the keys of a batch."""


class Repeating(Protocol):
    """Knows which records of a table came before, once every batch was read."""

    planned: Planned
    keyed: int
    """Records that have a key."""

    def repeats(self) -> Iterator[pl.DataFrame]:
        """Records whose key an earlier record has, with that record's ``first_row`` and ``first_table``, in order of the source.

        Frames have their places, ``value`` (the cell where it is shown) and ``key`` (the same without blanks around).
        """


class KeyReader:
    """Reads the keys for one uniqueness check off the cells of a batch."""

    def __init__(self, planned: Planned, digest: tuple[pl.Expr, pl.Expr]) -> None:
        self._planned = planned
        self._key = {LOW: digest[0], HIGH: digest[1]}
        self._texts = [f"{field_of(name)}{FACET}text" for name in digest[0].meta.root_names()]

    def read(self, cells: Cells, places: pl.DataFrame) -> pl.DataFrame:
        """The two halves of the key, ``value`` (the cell where a repeat is shown) and the places of the records that have one."""
        rows = cells.select(
            self._planned.judgement.applies.fill_null(value=False).alias("keyed"),
            pl.col(self._planned.check.field).alias("value"),
            **self._key,
        )
        keyed = rows["keyed"]
        rows = pl.DataFrame([rows[LOW], rows[HIGH], rows["value"], *places.get_columns()])
        return rows if keyed.all() else rows.filter(keyed)

    def distinct(self, cells: Cells) -> int | None:
        """How many of a few records have a key, where each has another one; else None, and None of more than a few."""
        applies = self._planned.judgement.applies
        if cells.height > FEW or not applies.meta.is_column():
            return None
        keyed = cells.listed(applies.meta.output_name())
        keys = [key for key, has_one in zip(cells.rows(self._texts), keyed, strict=True) if has_one]
        return len(keys) if len(set(keys)) == len(keys) else None


class KeySpill:
    """One uniqueness check of one table. Use it as a context manager; ``keys`` may hold those of earlier tables."""

    def __init__(self, planned: Planned, digest: tuple[pl.Expr, pl.Expr], keys: Keys, table: int = 0) -> None:
        self.planned = planned
        self.keyed = 0
        self._keys = keys
        self._table = table
        self._reader = KeyReader(planned, digest)
        self._again = Kept(_SHARE // 10)

    def __enter__(self) -> KeySpill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._again.close()

    def add(self, cells: Cells, places: Placed) -> None:
        """As of :class:`TakesKeys`."""
        if not self._keys.keyed and self._keys.beginning is None and (keyed := self._reader.distinct(cells)):
            self._keys.beginning = lambda: self._remember(self._reader.read(cells, places()))
            self.keyed += keyed
        else:
            self.take(self._reader.read(cells, places()))

    def take(self, rows: pl.DataFrame) -> None:
        """Remember keys that were read already; records and rows are those of the whole table."""
        if rows.height:
            self._remember(rows)
            self.keyed += rows.height

    def _remember(self, rows: pl.DataFrame) -> None:
        number = rows["record"] + self._first_number if self._table else rows["record"]
        table = pl.Series("table", [self._table], dtype=pl.Int32).new_from_index(0, rows.height)
        again = self._keys.add(pl.DataFrame([rows[LOW], rows[HIGH], number, rows["row"], table]))
        if again.any():
            few = rows.filter(pl.Series(again))
            # Texts of their own: those of a frame may be views into the memory of a whole batch, which waits with them.
            self._again.add(few.with_columns(pl.Series("value", few["value"].to_list(), dtype=pl.String)))

    @property
    def _first_number(self) -> int:
        """What is added to the numbers of this table's records, so that those of all tables ascend."""
        return self._table << _TABLE_BITS

    def repeats(self) -> Iterator[pl.DataFrame]:
        """As of :class:`Repeating`."""
        if not self._again.some:
            return
        every = self._keys.repeated(self._first_number)
        if not every.height:
            return
        records = every["record"].to_numpy() - self._first_number
        for frame in self._again:
            mine = frame["record"].to_numpy()
            places = np.minimum(np.searchsorted(records, mine), len(records) - 1)
            repeated = np.flatnonzero(records[places] == mine)
            if len(repeated):
                again = frame[repeated].drop(LOW, HIGH)
                first = every[places[repeated]].select("first_row", "first_table")
                yield again.with_columns(shown_key(again["value"]), *first.get_columns())


def shown_key(values: pl.Series) -> pl.Series:
    """The keys as they are shown: the cells without blanks around."""
    return values.str.strip_chars(BLANKS).alias("key")


class Kept:
    """Frames that wait in memory, and the files where earlier ones went: in ``folder``, where they stay, or in one of its own."""

    def __init__(self, most: int, folder: Path | None = None) -> None:
        self._most = most
        self._rows = 0
        self._waiting: list[pl.DataFrame] = []
        self._files: list[Path] = []
        self._folder = folder
        self._own: tempfile.TemporaryDirectory[str] | None = None

    @property
    def some(self) -> bool:
        """Whether there are any."""
        return bool(self._waiting or self._files)

    def add(self, rows: pl.DataFrame) -> None:
        """One more frame; beyond so many rows they go to disk."""
        self._waiting.append(rows)
        self._rows += rows.height
        if self._rows >= self._most:
            self._put_away()

    def _put_away(self) -> None:
        if self._folder is None:
            self._own = tempfile.TemporaryDirectory(prefix="conformance-keys-")
            self._folder = Path(self._own.name)
        path = self._folder / f"{len(self._files)}.arrow"
        pl.concat(self._waiting).write_ipc(path)
        self._files.append(path)
        self._waiting, self._rows = [], 0

    def files(self) -> list[Path]:
        """The files in which everything is, in the order in which it came."""
        if self._waiting:
            self._put_away()
        return self._files

    def close(self) -> None:
        """Remove the files, but those in a folder that was named."""
        if self._own is not None:
            self._own.cleanup()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Everything that was kept, one file after the other, in the order in which it came."""
        for path in self._files:
            yield pl.read_ipc(path)
        yield from self._waiting
