"""The reference receiver of staging tables: batches whole or not at all, and nothing of the sender's but the status."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conformance.exchange.profile import synthetic
from conformance.exchange.staging.database import Database, Row
from conformance.exchange.staging.layout import BATCH, BATCHES, LINES, RECEIPTS, ROW, STATUS
from conformance.exchange.staging.opening import create_tables, open_database
from conformance.exchange.staging.receiver import Receiver, Said, Ways
from conformance.report.errors import UsageError
from exchange.carrying import DAY, STANDARD, database

TABLE = "JH_RATING"
GOOD: Row = {
    "SUBJECT_NAME": "上海甲公司",
    "SUBJECT_USCC": synthetic.uscc(1, 0),
    "SCHEME_NAME": "纳税信用等级评价",
    "GRADE": "A",
    "RATING_YEAR": "2015",
    "DECISION_DATE": "2016/04/01",
    "AUTHORITY": "上海市税务局",
    "CURRENT_STATUS": "0",
    "DFBM": "310000",
    "SJC": "2016/04/02",
}
BAD: Row = {**GOOD, "DECISION_DATE": "2016/04/31"}


def insert(tables: Database, batch: str, rows: Sequence[Row], first: int = 1, **announced: Any) -> None:
    """Rows of a batch, announced unless ``JL_SL`` is None."""
    with tables.transaction():
        for number, row in enumerate(rows, start=first):
            tables.insert(TABLE, {BATCH: batch, ROW: number, STATUS: 0, **row})
        entry = {"SX_BH": "tax-credit-rating", "BZ_BB": "2016", "BS_FS": "full", "JL_SL": len(rows), **announced}
        if entry["JL_SL"] is not None:
            tables.insert(BATCHES, {BATCH: batch, **entry})


def look(tables: Database) -> dict[str, Said]:
    return {said.batch: said for said in Receiver(tables, STANDARD, lambda: DAY).once()}


def statuses(tables: Database, batch: str) -> list[int]:
    return [row[STATUS] for row in tables.rows(TABLE, {BATCH: batch}, [ROW])]


def lines(tables: Database, batch: str) -> list[tuple[Any, ...]]:
    names = (ROW, "WT_XH", "JG", "GZ", "LM")
    return [tuple(row[name] for name in names) for row in tables.rows(LINES, {BATCH: batch}, [ROW, "WT_XH"])]


def test_every_row_gets_its_status_a_line_and_its_problems() -> None:
    tables = database()
    insert(tables, "1", [GOOD, BAD])
    look(tables)
    assert statuses(tables, "1") == [1, 2]
    assert lines(tables, "1") == [
        (1, 0, "accepted", None, None),
        (2, 0, "rejected", None, None),
        (2, 1, "rejected", "date", "DECISION_DATE"),
    ]
    totals = tables.rows(RECEIPTS)[0]
    assert (totals["CL_ZT"], totals["ZS_SL"], totals["CG_SL"], totals["SB_SL"]) == ("partially-accepted", 2, 1, 1)


def test_rows_that_are_not_announced_are_left_alone_and_said() -> None:
    tables = database()
    insert(tables, "1", [GOOD], JL_SL=None)
    assert look(tables)["1"].standing == "waiting"
    assert (statuses(tables, "1"), tables.rows(RECEIPTS)) == ([0], [])


@pytest.mark.parametrize(
    ("announced", "reason"),
    [
        ({"JL_SL": 3}, "manifest-count"),
        ({"BZ_BB": "2015"}, "staging-edition-unknown"),
        ({"BS_DW": "no-such-unit"}, "staging-provider-unknown"),
    ],
)
def test_a_batch_that_is_not_what_was_announced_is_refused_row_by_row(announced: Row, reason: str) -> None:
    tables = database()
    insert(tables, "1", [GOOD, GOOD], **announced)
    look(tables)
    assert (statuses(tables, "1"), tables.rows(RECEIPTS)[0]["CL_ZT"]) == ([2, 2], "refused")
    assert {line[3] for line in lines(tables, "1") if line[1]} == {reason}


def test_rows_have_to_be_numbered_without_gaps_and_new() -> None:
    tables = database()
    insert(tables, "gap", [GOOD], first=2)
    insert(tables, "old", [{**GOOD, STATUS: 1}])
    look(tables)
    assert {line[3] for line in lines(tables, "gap") if line[1]} == {"staging-rows-numbering"}
    assert {line[3] for line in lines(tables, "old") if line[1]} == {"staging-row-status"}


def test_rows_that_come_after_the_receipt_are_left_and_said() -> None:
    tables = database()
    insert(tables, "1", [GOOD])
    look(tables)
    insert(tables, "1", [GOOD], first=2, JL_SL=None)
    assert look(tables)["1"].standing == "closed"
    assert statuses(tables, "1") == [1, 0]
    assert tables.rows(RECEIPTS)[0]["ZS_SL"] == 1


def test_a_batch_of_nothing_is_a_nil_return() -> None:
    tables = database()
    insert(tables, "1", [])
    look(tables)
    assert tables.rows(RECEIPTS)[0]["CL_ZT"] == "accepted"


class _Breaking:
    """A connection that breaks at one of its statements."""

    def __init__(self, connection: sqlite3.Connection, at: int) -> None:
        self._connection, self._left = connection, at
        self.commit, self.rollback = connection.commit, connection.rollback

    def cursor(self) -> Any:
        cursor, outer = self._connection.cursor(), self

        class Cursor:
            description = property(lambda _: cursor.description)
            fetchall, close = cursor.fetchall, cursor.close

            def execute(self, statement: str, values: Any = ()) -> Any:
                if not statement.startswith("SELECT"):
                    outer._left -= 1
                    if outer._left < 0:
                        raise KeyboardInterrupt
                return cursor.execute(statement, values)

        return Cursor()


@pytest.mark.parametrize("at", range(6))
def test_a_break_at_any_statement_leaves_nothing_half(at: int, tmp_path: Path) -> None:
    tables = database(tmp_path / "x.db")
    insert(tables, "1", [GOOD, BAD])
    before = tables.rows(TABLE)
    broken = Database(_Breaking(sqlite3.connect(tmp_path / "x.db"), at))
    with pytest.raises(KeyboardInterrupt):
        look(broken)
    assert (tables.rows(TABLE), tables.rows(RECEIPTS), tables.rows(LINES)) == (before, [], [])
    look(tables)
    assert statuses(tables, "1") == [1, 2]


def test_a_batch_that_another_receiver_took_meanwhile_is_not_taken_twice() -> None:
    tables = database()
    insert(tables, "1", [GOOD])
    meanwhile = tables.rows(BATCHES)
    look(tables)
    late = Receiver(tables, STANDARD, lambda: DAY, Ways(due=lambda _, __: meanwhile))
    assert [said.standing for said in late.once()] == ["trouble"]
    assert (len(tables.rows(RECEIPTS)), len(tables.rows(LINES))) == (1, 1)


def test_a_driver_with_other_marks_does_as_well() -> None:
    tables = Database(database().connection, paramstyle="named")
    insert(tables, "1", [GOOD])
    look(tables)
    assert statuses(tables, "1") == [1]


def test_the_file_is_made_with_its_tables_and_opened(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'new.db'}"
    create_tables(address, STANDARD)
    assert open_database(address).rows(BATCHES) == []


@pytest.mark.parametrize("content", [b"no database at all, only words" * 40, b""])
def test_a_file_that_is_no_staging_database_is_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(UsageError) as refused:
        open_database(f"sqlite:///{tmp_path / 'x.db'}")
    assert "x.db" in refused.value.text.en


@pytest.mark.parametrize("address", ["postgresql://host/db", "x.db", "sqlite:///nothing.db"])
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        open_database(address)
