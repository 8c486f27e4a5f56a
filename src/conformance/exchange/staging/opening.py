"""From an address to a database. SQLite comes with Python; for others a program hands over a connection of its own driver."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from conformance.exchange.staging.database import Database
from conformance.exchange.staging.ddl import script
from conformance.exchange.staging.layout import BATCHES, LINES, RECEIPTS
from conformance.report.errors import UsageError
from conformance.standard.model import Standard

SCHEME = "sqlite:///"
_BUSY_SECONDS = 10.0


def create_tables(address: str, standard: Standard) -> None:
    """Make the file of ``sqlite:///FILE`` with every table in it. Raises UsageError where it cannot be made."""
    place = Path(address.removeprefix(SCHEME))
    try:
        connection = sqlite3.connect(place)
        try:
            connection.executescript(script(standard, "sqlite"))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UsageError(
            f"无法建立数据库“{place}”（{error}）。", f"The database {place} cannot be made ({error})."
        ) from error


def open_database(address: str) -> Database:
    """The database at ``sqlite:///FILE``, which has to be there with the exchange tables in it. Raises UsageError."""
    if not address.startswith(SCHEME):
        raise UsageError(
            f"“{address}”不是可用的前置库地址，应为 sqlite:///文件；其他数据库请用 Python 传入连接。",
            f"{address} is no address of a staging database: give sqlite:///FILE; for others hand over a connection in Python.",
        )
    place = Path(address.removeprefix(SCHEME))
    if not place.is_file():
        raise UsageError(f"找不到数据库文件“{place}”。", f"There is no database file {place}.")
    connection = sqlite3.connect(place, timeout=_BUSY_SECONDS, check_same_thread=False)
    database = Database(connection)
    try:
        found = {row["NAME"] for row in database.rows("sqlite_master", {"type": "table"})}
    except sqlite3.Error as error:
        connection.close()
        raise UsageError(
            f"“{place}”不是可以打开的 SQLite 数据库（{error}）。", f"{place} is no SQLite database ({error})."
        ) from error
    lacking = [name for name in (BATCHES, RECEIPTS, LINES) if name not in found]
    if lacking:
        connection.close()
        raise UsageError(
            f"数据库“{place}”没有交换用的表（缺 {'、'.join(lacking)}），请先按建表语句建表。",
            f"The database {place} lacks exchange tables ({', '.join(lacking)}); create them first.",
        )
    return database
