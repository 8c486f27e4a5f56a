"""SQLite takes the tables, and refuses what is declared."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

import pytest

from publish.emit.nasty import nasty_records
from publish.emit.proof import EDITIONS, Judged, artefact, disagreements
from publish.emit.sqlrecords import cases, layout, row, rows_of, script, thinned

TARGET = "sql-sqlite"


def database(text: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(text)
    return connection


def taken(connection: sqlite3.Connection, table: str, values: dict[str, str | None]) -> bool:
    marks = ", ".join("?" * len(values))
    try:
        connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", [*values.values()])
    except sqlite3.IntegrityError:
        return False
    return True


def wrong(text: str, records: Sequence[tuple[Judged, str]]) -> list[str]:
    connection = database(text)
    verdicts = [taken(connection, table.name, values) for table, values in rows_of(records)]
    return disagreements(TARGET, [one for one, _ in records], verdicts)


@pytest.mark.parametrize("which", EDITIONS)
def test_l2_every_table_is_made(which):
    made = {
        name
        for (name,) in database(script(TARGET, which)).execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    assert {table.name for table in layout(which).values()} <= made


@pytest.mark.slow
def test_l4_it_refuses_what_is_declared():
    assert not wrong(script(TARGET), cases())


def test_l2_those_of_one_item_are_made():
    assert (
        database(artefact(TARGET, item="admin-licence")["tables.sql"].decode())
        .execute("SELECT XK_WSH FROM admin_licence")
        .fetchall()
        == []
    )


def test_l3_what_goes_in_comes_out():
    [table] = layout("nasty").values()
    rows = [row(number, record, table, "string") for number, record in enumerate(nasty_records())]
    connection = database(script(TARGET, "nasty"))
    assert all(taken(connection, table.name, values) for values in rows)
    told = connection.execute(f"SELECT {', '.join(rows[0])} FROM {table.name} ORDER BY JL_ID").fetchall()
    assert [[None if one is None else str(one) for one in line] for line in told] == [[*v.values()] for v in rows]


def test_code_lists_lead_from_what_is_written_to_the_label():
    connection = database(script(TARGET))
    told = connection.execute("SELECT CODE, LABEL_ZH, PREFERRED FROM approval_category WHERE CODE_TEXT = '其它'")
    assert told.fetchall() == [("other", "其他", 0)]


def test_a_day_that_the_calendar_does_not_have_is_refused():
    connection = sqlite3.connect(":memory:")
    [check] = re.findall(r"CHECK (\(DATE\(XK_JDRQ.*\)),", script(TARGET))
    connection.execute(f"CREATE TABLE t (XK_JDRQ TEXT CHECK {check})")
    assert taken(connection, "t", {"XK_JDRQ": "2016-02-29"})
    assert not taken(connection, "t", {"XK_JDRQ": "2015-02-29"})
    assert not taken(connection, "t", {"XK_JDRQ": "today"})


@pytest.mark.slow
def test_what_an_item_asks_holds_for_its_records_only():
    connection = database(script(TARGET))
    [(one, item)] = [case for case in cases() if case[1] == "admin-licence" and not case[0].found][:1]
    table = layout()["licence"]
    values = row(1, one.record | {"publication_date": None}, table, item)
    assert taken(connection, table.name, values)
    assert not taken(connection, table.name, values | {"JL_ID": "2", "SX_BH": "safety-permit"})
    assert not taken(connection, table.name, values | {"JL_ID": "3", "SX_BH": "no-such-item"})


WRONG = {
    "loses a pattern": ("CHECK (XK_XDR_SHXYM GLOB", "CHECK (1 OR XK_XDR_SHXYM GLOB"),
    "loses a length": ("CHECK (LENGTH(XK_XMMC) <= 256)", "CHECK (LENGTH(XK_XMMC) <= 257)"),
    "loses a code": ("CHECK (XK_SPLB IN ('普通', ", "CHECK (XK_SPLB IN ("),
    "loses the group": ("XK_XDR_SHXYM IS NOT NULL OR", "1 OR XK_XDR_SHXYM IS NOT NULL OR"),
    "confuses the order of two days": ("CHECK (XK_JZQ >= XK_JDRQ)", "CHECK (XK_JZQ <= XK_JDRQ)"),
    "lets a required column be empty": ("XK_XMMC VARCHAR(256) NOT NULL", "XK_XMMC VARCHAR(256)"),
    "asks of everybody what one item asks": ("SX_BH NOT IN ('agri-permit') OR (XK_XDR_SHXYM", "(XK_XDR_SHXYM"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_emitter_is_caught(fault):
    old, new = WRONG[fault]
    assert old in script(TARGET)
    records = thinned("licence")
    assert {*wrong(script(TARGET).replace(old, new), records)} - {*wrong(script(TARGET), records)}
