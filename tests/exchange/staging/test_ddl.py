"""The tables as SQL text: national codes for names, Chinese for comments, short enough for everybody."""

from __future__ import annotations

import re

import pytest

from conformance.exchange.staging.ddl import DIALECTS, script
from conformance.exchange.staging.layout import BATCH_TABLE, LINE_TABLE, RECEIPT_TABLE, data_tables, table_of_item
from conformance.report.errors import UsageError
from exchange.carrying import STANDARD, database

TABLES = (*data_tables(STANDARD), BATCH_TABLE, RECEIPT_TABLE, LINE_TABLE)


def test_columns_have_the_names_of_the_national_form() -> None:
    table = table_of_item("admin-licence", STANDARD)
    assert table.name == "JH_XK"
    assert [column.name for column in table.columns[:6]] == ["PC_BH", "PC_XH", "JH_ZT", "XK_WSH", "XK_XMMC", "XK_SPLB"]


def test_what_one_item_adds_has_a_column_in_the_table_of_its_kind() -> None:
    columns = {column.name: column.title for column in table_of_item("traffic-serious", STANDARD).columns}
    assert columns["VEHICLE_PLATE"]


def test_every_name_is_short_enough_and_there_once() -> None:
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names)
    for table in TABLES:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns)
        assert all(re.fullmatch(r"[A-Z][A-Z0-9_]{0,29}", name) for name in [table.name, *columns])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_column_is_explained_in_chinese(dialect: str) -> None:
    text = script(STANDARD, dialect)
    for table in TABLES:
        assert f"CREATE TABLE {table.name} (" in text
        assert all(column.title in text for column in table.columns)
    assert ("COMMENT ON COLUMN JH_XK.XK_WSH IS '行政许可决定书文号';" in text) == (dialect != "sqlite")


def test_sqlite_makes_them_all() -> None:
    tables = database()
    assert {row["NAME"] for row in tables.rows("sqlite_master", {"type": "table"})} == {one.name for one in TABLES}


def test_another_dialect_is_refused() -> None:
    with pytest.raises(UsageError):
        script(STANDARD, "db2")
