"""The ways in which the reference receiver can be made wrong, one at a time: each replaces one decision of it.

What each breaks and by what it is caught is declared in ``faults.yaml`` beside this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from conformance.exchange.rowlines import Line, Problem
from conformance.exchange.staging.database import Database, Row
from conformance.exchange.staging.judging import Answer, judge
from conformance.exchange.staging.layout import (
    BATCH,
    BATCHES,
    RECEIPTS,
    RETURNED,
    ROW,
    STATUS,
    TAKEN,
    WAITING,
)
from conformance.exchange.staging.receiver import Ways, Written, line_rows
from conformance.standard.model import Standard


def judged_as(change: Callable[[Line], Line]) -> Ways:
    """A receiver that says something else of rows; counts and status go with it."""

    def judged(batch: Row, rows: Sequence[Row], standard: Standard, today: date) -> Answer:
        found = judge(batch, rows, standard, today)
        return replace(found, lines=tuple(change(line) for line in found.lines)) if found.state != "refused" else found

    return Ways(judge=judged)


def batch_read_as(change: Callable[[Row, Sequence[Row]], Row]) -> Ways:
    """A receiver that takes the announcement of a batch for another than it is."""
    return Ways(judge=lambda batch, rows, standard, today: judge(change(batch, rows), rows, standard, today))


def problems_as(**changed: str) -> Ways:
    """A receiver that names problems otherwise."""
    return Ways(
        written=lambda written: replace(
            written, lines=tuple({**row, **changed} if row["WT_XH"] else row for row in written.lines)
        )
    )


def _without_last(written: Written) -> Written:
    last = max((row[ROW] for row in written.lines), default=0)
    return replace(written, lines=tuple(row for row in written.lines if row[ROW] != last))


def _one_more(written: Written) -> Written:
    row = max((row[ROW] for row in written.lines), default=0) + 1
    return replace(written, lines=(*written.lines, *line_rows(str(written.batch[BATCH]), Line(row, "accepted"))))


def _totals(written: Written, **changed: int) -> Written:
    return replace(
        written, totals=tuple({**row, **{k: row[k] + v for k, v in changed.items()}} for row in written.totals)
    )


def _without_standard(written: Written) -> Written:
    return replace(written, totals=tuple({**row, "BZ_ZY": ""} for row in written.totals))


def _accepted(line: Line) -> Line:
    return Line(line.row, "accepted") if line.verdict == "rejected" else line


def _first_rejected(line: Line) -> Line:
    problem = Problem("required", "error", "form-2015#必填", "", "不能为空。")
    return Line(line.row, "rejected", (problem,)) if line.verdict != "rejected" and line.row <= _FIRST else line


_FIRST = 2


def _all_taken(written: Written) -> Written:
    return replace(written, status=tuple((row, TAKEN) for row, _ in written.status))


def _only_returned(written: Written) -> Written:
    return replace(written, status=tuple(one for one in written.status if one[1] == RETURNED))


def _unannounced(waiting: Sequence[Row], database: Database) -> Sequence[Row]:
    """Batches are made up from the rows that are there."""
    known = {row[BATCH] for row in database.rows(BATCHES)}
    return [*waiting, *(_made_up(batch, rows) for batch, rows in _strays(database) if batch not in known)]


def _strays(database: Database) -> Iterator[tuple[str, list[Row]]]:
    rows = database.rows("JH_XK", {STATUS: WAITING})
    for batch in sorted({row[BATCH] for row in rows}):
        yield batch, [row for row in rows if row[BATCH] == batch]


def _made_up(batch: str, rows: Sequence[Row]) -> Row:
    return {BATCH: batch, "SX_BH": "admin-licence", "BZ_BB": "2016", "BS_DW": None, "BS_FS": "full", "JL_SL": len(rows)}


def _changes_rows(database: Database, written: Written) -> None:
    if written.table is not None:
        database.update(written.table, {"BZ": "已接收"}, {BATCH: written.batch[BATCH]})


def _rewrites_others(database: Database, written: Written) -> None:
    for row in database.rows(RECEIPTS):
        if row[BATCH] != written.batch[BATCH]:
            database.update(RECEIPTS, {"BZ_SJBB": "replaced"}, {BATCH: row[BATCH]})


def _counts_as_announced(batch: Row, rows: Sequence[Row]) -> Row:
    return {**batch, "JL_SL": len(rows)}


def _any_item(batch: Row, rows: Sequence[Row], standard: Standard, today: date) -> Answer:
    """A batch of an item that nobody knows is accepted as it is."""
    return judge(batch, rows, standard, today) if batch["SX_BH"] in standard.items else Answer("accepted", ())


def _touches_rows(database: Database, written: Written) -> None:
    """Rows of other batches are set back to waiting."""
    for row in database.rows("JH_XK"):
        if row[BATCH] != written.batch[BATCH] and row[STATUS] == RETURNED:
            database.update("JH_XK", {STATUS: WAITING}, {BATCH: row[BATCH], ROW: row[ROW]})


def _never_again(waiting: Sequence[Row], database: Database) -> Sequence[Row]:
    """A batch with a document number that was returned before is passed over."""
    seen = {row["XK_WSH"] for row in database.rows("JH_XK", {STATUS: RETURNED})}
    return [
        batch
        for batch in waiting
        if not seen & {row["XK_WSH"] for row in database.rows("JH_XK", {BATCH: batch[BATCH]})}
    ]


def _first_of_day(waiting: Sequence[Row], database: Database) -> Sequence[Row]:
    """Of several batches that wait at the same time the first is answered, and the others are dropped."""
    for batch in waiting[1:]:
        with database.transaction():
            database.delete(BATCHES, {BATCH: batch[BATCH]})
    return waiting[:1]


def _closed_again(waiting: Sequence[Row], database: Database) -> Sequence[Row]:
    """Rows that were added to an answered batch are marked as taken."""
    answered = {row[BATCH] for row in database.rows(RECEIPTS)}
    for batch in sorted({row[BATCH] for row in database.rows("JH_XK", {STATUS: WAITING})} & answered):
        database.update("JH_XK", {STATUS: TAKEN}, {BATCH: batch, STATUS: WAITING})
    return waiting


def _without_first(waiting: Sequence[Row], _: Database) -> Sequence[Row]:
    """The first batch that a tester announces is never dealt with."""
    return [batch for batch in waiting if not str(batch[BATCH]).endswith("-good")]


FAULTS: Mapping[str, Ways] = {
    "staging-never-answers": Ways(due=lambda _, __: ()),
    "staging-forgets-first": Ways(due=_without_first),
    "staging-receipt-loses-row": Ways(written=_without_last),
    "staging-receipt-foreign-row": Ways(written=_one_more),
    "staging-receipt-wrong-counts": Ways(written=lambda written: _totals(written, SB_SL=1)),
    "staging-receipt-without-standard": Ways(written=_without_standard),
    "staging-receipt-wrong-rule": problems_as(GZ="max-length"),
    "staging-receipt-without-clause": problems_as(YJ=""),
    "staging-accepts-bad-rows": judged_as(_accepted),
    "staging-rejects-good-rows": judged_as(_first_rejected),
    "staging-status-all-taken": Ways(written=_all_taken),
    "staging-status-left-waiting": Ways(written=_only_returned),
    "staging-takes-unannounced": Ways(due=_unannounced),
    "staging-takes-late-rows": Ways(due=_closed_again),
    "staging-ignores-count": batch_read_as(_counts_as_announced),
    "staging-ignores-item": Ways(judge=_any_item),
    "staging-changes-rows": Ways(after=_changes_rows),
    "staging-touches-receipts": Ways(after=_rewrites_others),
    "staging-touches-rows": Ways(after=_touches_rows),
    "staging-takes-each-once": Ways(due=_never_again),
    "staging-loses-batch": Ways(due=_first_of_day),
}
"""Fault → the receiver's ways with it."""
