"""The reference receiver: takes every batch that is complete, whole and in one transaction, and leaves everything else alone.

What it decides stands in :class:`Ways`, one function for each decision, so that a fault is one of them replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct, field

from conformance.exchange.rowlines import Line, counted, ending
from conformance.exchange.staging.database import Database, Row
from conformance.exchange.staging.judging import Answer, judge, rows_of
from conformance.exchange.staging.layout import (
    BATCH,
    BATCHES,
    LINES,
    RECEIPTS,
    RETURNED,
    ROW,
    STATUS,
    TAKEN,
    WAITING,
    data_tables,
    table_of_item,
)
from conformance.standard.jsonpointer import steps
from conformance.standard.model import Standard, Text

Standing: TypeAlias = Literal["answered", "waiting", "closed", "trouble"]


class Said(Struct, frozen=True):
    """What a receiver says of one batch that it looked at."""

    batch: str
    standing: Standing
    """``answered`` now; ``waiting``: rows without their row in the table of batches; ``closed``: rows added to an answered batch;
    ``trouble``: the database refused, nothing of it was written, and it is tried again at the next look."""
    text: Text


class Written(Struct, frozen=True):
    """All that is written about one batch, before it is."""

    batch: Row
    table: str | None
    """The data table; None where its item is unknown."""
    status: tuple[tuple[int, int], ...]
    """Number of a row and its new status."""
    lines: tuple[Row, ...]
    totals: tuple[Row, ...]


def line_rows(batch: str, line: Line) -> Iterable[Row]:
    """A line of the receipt as rows of ``JH_HZMX``: the verdict, then each problem."""
    head = {BATCH: batch, ROW: line.row}
    yield {**head, "WT_XH": 0, "JG": line.verdict}
    for number, one in enumerate(line.problems, start=1):
        column = "/".join(steps(one.pointer))
        found = {"GZ": one.rule, "JB": one.severity, "YJ": one.clause, "LM": column, "SM": one.message}
        yield {**head, "WT_XH": number, "JG": line.verdict, **found}


def _complete(batches: Sequence[Row], _: Database) -> Sequence[Row]:
    return batches


def _same(written: Written) -> Written:
    return written


def _nothing(_: Database, __: Written) -> None:
    return None


class Ways(Struct, frozen=True):
    """The decisions of a receiver. A fault is a receiver with one of them replaced."""

    due: Callable[[Sequence[Row], Database], Sequence[Row]] = _complete
    """Which batches are taken, of those that were announced and have no receipt."""
    judge: Callable[[Row, Sequence[Row], Standard, date], Answer] = judge
    written: Callable[[Written], Written] = _same
    """What is going to be written."""
    after: Callable[[Database, Written], None] = _nothing
    """What else is done to the tables: nothing."""


class Receiver(Struct, frozen=True):
    """Who receives in one database."""

    database: Database
    standard: Standard
    today: Callable[[], date]
    ways: Ways = field(default_factory=Ways)

    def once(self) -> tuple[Said, ...]:
        """Look through the tables once. Where the database refuses, nothing of the batch at hand is written, and that is said."""
        try:
            waiting, said = self._waiting()
        except self.database.errors as error:
            return (_trouble("", error),)
        for batch in self.ways.due(waiting, self.database):
            try:
                with self.database.transaction():
                    said.append(self._take(batch))
            except self.database.errors as error:
                said.append(_trouble(str(batch[BATCH]), error))
        return tuple(said)

    def _waiting(self) -> tuple[list[Row], list[Said]]:
        with self.database.transaction():
            answered = {row[BATCH] for row in self.database.rows(RECEIPTS)}
            announced = self.database.rows(BATCHES, order=[BATCH])
            waiting = [row for row in announced if row[BATCH] not in answered]
            return waiting, [*self._left({row[BATCH] for row in announced}, answered)]

    def _take(self, batch: Row) -> Said:
        known = batch["SX_BH"] in self.standard.items
        table = table_of_item(batch["SX_BH"], self.standard).name if known else None
        rows = rows_of(self.database, self.standard, batch)
        answer = self.ways.judge(batch, rows, self.standard, self.today())
        written = self.ways.written(self._written(batch, table, answer))
        for row in written.totals:
            self.database.insert(RECEIPTS, row)
        for row in written.lines:
            self.database.insert(LINES, row)
        for number, status in written.status:
            self.database.update(str(table), {STATUS: status}, {BATCH: batch[BATCH], ROW: number})
        self.ways.after(self.database, written)
        return Said(str(batch[BATCH]), "answered", ending(answer.state, counted(answer.lines)))

    def _written(self, batch: Row, table: str | None, answer: Answer) -> Written:
        number, edition, counts = batch[BATCH], self.standard.edition, counted(answer.lines)
        totals = {
            BATCH: number,
            "CL_ZT": answer.state,
            "ZS_SL": counts["totalSize"],
            "CG_SL": counts["successSize"],
            "SB_SL": counts["failSize"],
            "BZ_BB": edition.id,
            "BZ_SJBB": edition.version,
            "BZ_ZY": self.standard.digest,
        }
        status = tuple((line.row, RETURNED if line.verdict == "rejected" else TAKEN) for line in answer.lines)
        lines = tuple(row for line in answer.lines for row in line_rows(number, line))
        return Written(batch, table, status, lines, (totals,))

    def _left(self, announced: set[str], answered: set[str]) -> Iterable[Said]:
        """What waits for its batch to be announced, and what came too late."""
        waiting = {
            str(row[BATCH])
            for table in data_tables(self.standard)
            for row in self.database.rows(table.name, {STATUS: WAITING})
        }
        for batch in sorted(waiting - announced):
            yield Said(
                batch, "waiting", Text("批次表中还没有该批次，视为尚未放完，未处理", "not announced yet: left alone")
            )
        for batch in sorted(waiting & answered):
            said = Text(
                "该批次已有回执，后加入的记录不再处理，请另编批次", "it was answered; rows added since need a new batch"
            )
            yield Said(batch, "closed", said)


def _trouble(batch: str, error: Exception) -> Said:
    why = " ".join(str(error).split())[:200]
    return Said(
        batch,
        "trouble",
        Text(f"数据库拒绝（{why}），未写入，下次再试", f"the database refuses ({why}); nothing was written"),
    )
