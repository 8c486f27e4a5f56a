"""Records that come again, found by Spark: two keys are the same if both halves of their hash are.

The first record of a key is found by an aggregate, which Spark begins where the keys lie: a key that a hundred million
records have is no more work for one task than any other.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from msgspec import Struct

from conformance.engine.keys import shown_key
from conformance.engine.plan import Planned
from conformance.engine.spark.worker import KEYS

_TOGETHER = 10_000
"""Records handed on at a time."""
_FEW = 1_000_000
"""Keys that come more than once, up to which all of them are sent to each executor."""
_PLACES = ("record", "row", "line", "ordinal")
_SCHEMA = {
    **dict.fromkeys(_PLACES, pl.Int64),
    "value": pl.String,
    "first_row": pl.Int64,
    "first_table": pl.Int32,
}


def repeated(judged: Any, upto: Mapping[int, int], pieces: int) -> tuple[Any | None, Any]:
    """The records (a DataFrame, None for none) whose key an earlier one has, in the order of tables, checks and rows; and what is
    kept for that on the cluster, to be let go.

    ``judged`` is what came of all splits, of which there are so many ``pieces``: little is compared in few tasks, for each costs
    time of its own. ``upto`` says of some tables behind which split nothing counts.
    """
    f: Any = importlib.import_module("pyspark.sql.functions")
    keys = that_count(judged.where(f.col("kind") == KEYS), upto)
    key = ["same", "low", "high"]
    kept = firsts = (
        keys.groupBy(*key)
        .agg(f.count(f.lit(1)).alias("many"), f.min(f.struct("table", "at", "row")).alias("first"))
        .where(f.col("many") > 1)
        .select(*key, *(f.col(f"first.{name}").alias(f"first_{name}") for name in ("table", "at", "row")))
        .coalesce(max(1, pieces))
        .persist()
    )
    # Known before the join is planned: few of them go to where the keys lie, which then need not be sent about themselves.
    number = kept.count()
    if not number:
        return None, kept
    if number <= _FEW:
        firsts = f.broadcast(kept)
    again = keys.select(*key, "table", "check", "at", *_PLACES, "value").join(firsts, key)
    is_first = f.struct("table", "at", "row") == f.struct("first_table", "first_at", "first_row")
    wanted = ("table", "check", "at", *_PLACES, "value", "first_table", "first_at", "first_row")
    return again.where(~is_first).select(*wanted).orderBy("table", "check", "at", "row"), kept


def that_count(rows: Any, upto: Mapping[int, int]) -> Any:
    """Rows of splits (a DataFrame), less what stands behind the last split of its table that counts."""
    f: Any = importlib.import_module("pyspark.sql.functions")
    for table, at in upto.items():
        rows = rows.where(~((f.col("table") == table) & (f.col("at") > at)))
    return rows


class Before(Struct, frozen=True):
    """What comes before a piece of a table, as far as its own numbers do not count it."""

    records: int = 0
    rows: int = 0
    lines: int = 0


class Again:
    """The rows of such a DataFrame, handed out table by table and check by check, in that order."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, table: int, check: int) -> Iterator[Any]:
        """The rows of one check of one table. Those of tables that were left out are passed over."""
        while self._next is not None and (self._next["table"], self._next["check"]) < (table, check):
            self._next = next(self._rows, None)
        while self._next is not None and (self._next["table"], self._next["check"]) == (table, check):
            yield self._next
            self._next = next(self._rows, None)


class SparkRepeating(Struct):
    """One uniqueness check of one table, as of :class:`conformance.engine.keys.Repeating`."""

    planned: Planned
    keyed: int
    rows: Callable[[], Iterator[Any]]
    """The records that repeat."""
    before: Callable[[int, int], Before]
    """What comes before a piece, by its table's place and where it stands."""
    place: int
    """Of the table, among all of them."""
    numbers: Callable[[int], int]
    """What a table is called in ``Uniqueness.named``, by its place."""

    def repeats(self) -> Iterator[pl.DataFrame]:
        """As of the protocol."""
        waiting: list[tuple[Any, ...]] = []
        for row in self.rows():
            before, earlier = self.before(self.place, row["at"]), self.before(row["first_table"], row["first_at"])
            line = None if row["line"] is None else row["line"] + before.lines
            place = row["record"] + before.records, row["row"] + before.rows, line, row["ordinal"] + before.rows
            first = row["first_row"] + earlier.rows, self.numbers(row["first_table"])
            waiting.append((*place, row["value"], *first))
            if len(waiting) == _TOGETHER:
                yield _frame(waiting)
                waiting = []
        if waiting:
            yield _frame(waiting)


def _frame(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return frame.with_columns(shown_key(frame["value"]))
