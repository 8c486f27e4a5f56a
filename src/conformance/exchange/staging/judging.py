"""What is said of one batch in staging tables: whether it can be taken as it is, and if so what becomes of each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from conformance.api import check
from conformance.exchange.rowlines import (
    EVERY,
    Line,
    Problem,
    counted,
    findings_of,
    lines_of,
    party_of_provider,
    state_of,
)
from conformance.exchange.staging.database import Database, Row
from conformance.exchange.staging.layout import BATCH, CONTROL, ROW, STATUS, WAITING, table_of_item
from conformance.standard.model import Standard
from conformance.submission.verify import COUNT

CLAUSE = "profile#staging-table"
EDITION, ITEM, PROVIDER = "staging-edition-unknown", "staging-item-unknown", "staging-provider-unknown"
NUMBERING, STANDING = "staging-rows-numbering", "staging-row-status"
OWN_RULES = (EDITION, ITEM, PROVIDER, NUMBERING, STANDING)
"""For what a batch is refused besides ``manifest-count`` of the rule book."""


class Answer(Struct, frozen=True):
    """What becomes of a batch: a line for every row of it."""

    state: str
    """``accepted``, ``partially-accepted``, ``rejected``, or ``refused`` where no row was looked at for its own sake."""
    lines: tuple[Line, ...]


def rows_of(database: Database, standard: Standard, batch: Row) -> list[Row]:
    """The rows of a batch in the order of their numbers; none where its item is unknown."""
    if batch["SX_BH"] not in standard.items:
        return []
    return database.rows(table_of_item(batch["SX_BH"], standard).name, {BATCH: batch[BATCH]}, [ROW])


def judge(batch: Row, rows: Sequence[Row], standard: Standard, as_of: date) -> Answer:
    """The answer to a batch whose rows are all there; ``rows`` are in the order of their numbers."""
    problem = _unfit(batch, rows, standard)
    if problem is not None:
        return Answer("refused", tuple(Line(row[ROW], "rejected", (problem,)) for row in rows))
    if not rows:
        return Answer("accepted", ())
    records = [{name: _text(value) for name, value in row.items() if name not in CONTROL} for row in rows]
    party = party_of_provider(str(batch["BS_DW"] or ""), standard)
    report = check(
        records,
        item=str(batch["SX_BH"]),
        party=None if party is None else party.id,
        as_of=as_of,
        examples=EVERY,
    )
    lines = lines_of(report.inputs[0], findings_of(report, report.inputs[0]))
    counts = counted(lines)
    return Answer(state_of(counts["totalSize"], counts["failSize"]), lines)


def _unfit(batch: Row, rows: Sequence[Row], standard: Standard) -> Problem | None:
    """Why the batch is taken in no part; None where it may be."""
    if str(batch["BZ_BB"]) != standard.edition.id:
        return _own(EDITION, f"没有标准版本“{batch['BZ_BB']}”，应为 {standard.edition.id}。")
    if batch["SX_BH"] not in standard.items:
        return _own(ITEM, f"没有数据事项“{batch['SX_BH']}”。")
    if batch["BS_DW"] and party_of_provider(str(batch["BS_DW"]), standard) is None:
        return _own(PROVIDER, f"没有报送单位“{batch['BS_DW']}”。")
    if len(rows) != batch["JL_SL"]:
        rule, found, declared = standard.rules[COUNT], len(rows), batch["JL_SL"]
        said = rule.message.zh.format(declared=declared, found=found, difference=f"{found - declared:+d}")
        return Problem(rule.id, rule.severity, rule.clause, "", said)
    if [row[ROW] for row in rows] != list(range(1, len(rows) + 1)):
        return _own(NUMBERING, "批内序号应从 1 起连续编号。")
    if any(row[STATUS] != WAITING for row in rows):
        return _own(STANDING, "新批次的记录，处理状态应全部为 0（待处理）。")
    return None


def _own(rule: str, message: str) -> Problem:
    return Problem(rule, "error", CLAUSE, "", message)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
