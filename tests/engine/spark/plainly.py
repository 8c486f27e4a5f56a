"""A job without a cluster: every split is judged here, as an executor would, and what came of it is looked through plainly.

How Spark looks through it is not tried by that: see ``test_watching`` for the order of pieces, ``test_cluster`` for all of it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import polars as pl

from conformance.api import Options, check_many
from conformance.engine.model import Request, TableResult
from conformance.engine.running import Turn
from conformance.engine.spark.answers import Piece
from conformance.engine.spark.joining import Numbers, joined, read_at_its_place
from conformance.engine.spark.links import LOST, Links, links_of
from conformance.engine.spark.splits import Split, splits_of, up_to
from conformance.engine.spark.task import Unread, brief
from conformance.engine.spark.worker import BEYOND, GATHERED, KEYS, SIGN, THERE, UNREAD, WANTED, gathered, judged
from conformance.report.model import Report
from conformance.standard.load import load

DAY = date(2016, 12, 31)
REQUEST = Request(load(), DAY)


class Plainly:
    """As of ``Answers``: the rows of all splits in one frame, asked in their order."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.upto = _upto(rows)
        rows = _that_count(rows, self.upto)
        self.broken: dict[int, Unread] = {
            row["table"]: pickle.loads(row["payload"]) for row in rows.filter(pl.col("kind") == UNREAD).to_dicts()
        }
        self._pieces = rows.filter(pl.col("kind").is_in(["found", "judged"])).sort("table", "at", "record")
        keys = rows.filter(pl.col("kind") == KEYS).sort("table", "at", "row")
        place = ("table", "at", "row")
        first = [pl.col(name).first().over("same", "low", "high").alias(f"first_{name}") for name in place]
        is_first = pl.all_horizontal(pl.col(name) == pl.col(f"first_{name}") for name in place)
        self._again = keys.with_columns(first).filter(~is_first).sort("table", "check", "at", "row")

    def of(self, table: int) -> Iterator[Piece]:
        for row in self._pieces.filter(pl.col("table") == table).to_dicts():
            yield row["at"], pickle.loads(row["payload"])

    def again(self, table: int, check: int) -> Iterator[Any]:
        return iter(self._again.filter(pl.col("table") == table, pl.col("check") == check).to_dicts())


class PlainRunner:
    """The runner without a cluster: splits of so many bytes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._number_of_tables = 0
        self._splits: list[Split] = []
        self._answers: Plainly | None = None
        self._numbers = Numbers()
        self.splits = 0

    def __call__(self, turn: Turn) -> TableResult:
        if self._answers is None:
            self._number_of_tables = len(turn.coming)
            splits = pickle.loads(pickle.dumps(list(splits_of(turn.coming, self._size))))
            links, lost, upto = _linked(splits, links_of(turn.coming, turn.request))
            told = pickle.loads(pickle.dumps(brief(turn.request, turn.sink is not None, links)))
            numbers = range(len(splits))
            self._answers = Plainly(_frame(batch for n in numbers for batch in judged(n, told, splits, lost.get(n))))
            assert upto == {table: at for table, at in self._answers.upto.items() if table < links.referring}
            self._splits, self.splits = splits, len(splits)
        place = self._number_of_tables - len(turn.coming)
        again = partial(read_at_its_place, self._splits, turn.request)
        return joined(turn, place, self._answers, self._numbers, again)


def both_ways(
    paths: list[Path], size: int, findings: Path | None = None, item: str | None = None
) -> tuple[Report, Report, int]:
    """The report of the local engine, that of splits of so many bytes, and how many of these there were."""
    local = None if findings is None else findings.with_name("local.jsonl")
    here = check_many(list(paths), Options(as_of=DAY, findings=local, item=item))
    runner = PlainRunner(size)
    there = check_many(list(paths), Options(as_of=DAY, findings=findings, item=item), runner=runner)
    return here, there, runner.splits


def _frame(batches: Iterator[Any]) -> pl.DataFrame:
    return pl.concat([cast("pl.DataFrame", pl.from_arrow(batch)) for batch in batches])


def _upto(rows: pl.DataFrame) -> dict[int, int]:
    """Of some tables the first split that broke off, or went on to the end of the file."""
    ends = rows.filter(pl.col("kind").is_in([UNREAD, BEYOND]))
    return dict(ends.sort("at", descending=True).select("table", "at").rows())


def _that_count(rows: pl.DataFrame, upto: dict[int, int]) -> pl.DataFrame:
    if not upto:
        return rows
    return rows.filter(pl.col("at") <= pl.col("table").replace_strict(upto, default=1 << 40, return_dtype=pl.Int64))


def _linked(splits: list[Split], links: Links) -> tuple[Links, dict[int, pl.DataFrame], dict[int, int]]:
    """As ``lost`` does it: what is referred to and nowhere, by the number of the split that asks for it; and how far that counts."""
    if not links.referred:
        return links, {}, {}
    told = pickle.loads(pickle.dumps(brief(REQUEST, everything=False, links=links)))
    mine = range(up_to(splits, links.referring))
    rows = _frame(batch for number in mine for batch in gathered(number, told, splits))
    ends = rows.filter(pl.col("kind") == GATHERED).select("at", "payload").rows()
    asked = {at: pickle.loads(payload).asked for at, payload in ends}
    upto = _upto(rows)
    rows = _that_count(rows, upto)
    broken = rows.filter(pl.col("kind") == UNREAD)["table"].to_list()
    there, wanted, signs = (rows.filter(pl.col("kind") == kind) for kind in (THERE, WANTED, SIGN))
    lost = wanted.join(there, ["check", "low", "high"], how="anti").select("at", "check", "low", "high")
    parts = lost.rename(dict(zip(("check", "low", "high"), LOST, strict=True))).partition_by("at", as_dict=True)
    registrars = [set(signs.filter(pl.col("check") == pool)["value"]) for pool in range(len(links.referred))]
    return links.found(registrars, broken, asked), {int(at): part.drop("at") for (at,), part in parts.items()}, upto
