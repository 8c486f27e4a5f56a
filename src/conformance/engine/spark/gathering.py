"""What a task does before anything is judged that refers to other files: tell the keys of a split, those that are there and those that
are referred to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from conformance.checks.references import reference_keys
from conformance.engine.beside import Derived, column_of
from conformance.engine.referred import ReferredKeys, of_item, sound
from conformance.engine.spark.links import Tally, hashed, wanted_of
from conformance.engine.spark.splits import Split
from conformance.engine.spark.task import Beyond, Brief, Gathered, Message, Named, Signed, Unread, opened
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.raw import Ended

_TOGETHER = 1_000_000
"""Keys that are held before they are handed on: of those held each is told once."""


def gather(split: Split, told: Brief) -> Iterator[Message]:
    """The keys of a split; of one whose reading breaks off those before the break, and why."""
    ended: list[Ended] = []
    table = opened(split, told, ended)
    if not isinstance(table, Table):
        yield table
        return
    keys = _Keys(table, told)
    try:
        for batch in table.batches:
            keys.add(batch)
            if keys.held > _TOGETHER:
                yield from keys.take()
    except Unusable as error:
        yield from keys.take()
        yield Gathered(keys.asked)
        yield Unread.of(error)
        return
    yield from keys.take()
    yield Gathered(keys.asked)
    if ended and not ended[0].as_cut:
        yield Beyond()


class _Keys:
    """The keys of a table that were read and not handed on yet."""

    def __init__(self, table: Table, told: Brief) -> None:
        links, standard = told.links, told.request.standard
        self._number = {referred: number for number, referred in enumerate(links.referred)}
        self._there = ReferredKeys(table, told.request, of_item(links.referred, table.item, standard))
        # As the checks themselves are planned: for the sender that the table names.
        self._derived = Derived(table, told.request.of(table.party))
        self._wanted = [
            (pool, key)
            for pool, fields, matching in wanted_of(table.item, self._derived.request, links)
            for key in reference_keys(self._derived.context, fields, matching)
        ]
        self._read: dict[tuple[bool, int], list[pl.DataFrame]] = defaultdict(list)
        self._signs: set[tuple[int, str]] = set()
        self.asked: dict[int, Tally] = {}
        self.held = 0

    def add(self, batch: Batch) -> None:
        """Take the keys of a batch."""
        for referred, found, signs in self._there.of(batch):
            for one in found:
                self._add(False, self._number[referred], hashed(one.drop_nulls().unique()))
            self._signs |= {(self._number[referred], sign) for sign in signs}
        if self._wanted:
            wide = self._derived.widen(sound(batch))
            for pool, key in self._wanted:
                hashes = hashed(column_of(wide, key).drop_nulls())
                self.asked[pool] = self.asked.get(pool, Tally()).with_keys(hashes)
                self._add(True, pool, hashes.unique())

    def _add(self, wanted: bool, pool: int, rows: pl.DataFrame) -> None:
        self._read[wanted, pool].append(rows)
        self.held += rows.height

    def take(self) -> Iterator[Message]:
        """Everything that was read since the last time."""
        for (wanted, pool), rows in self._read.items():
            yield Named(wanted, pool, pl.concat(rows).unique())
        yield from (Signed(pool, sign) for pool, sign in sorted(self._signs))
        self._read.clear()
        self._signs.clear()
        self.held = 0
