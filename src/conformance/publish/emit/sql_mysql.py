"""Tables for MySQL."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.sql.dialect import MYSQL
from conformance.publish.emit.sql.script import script
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "sql-mysql"
TITLE = Text("MySQL 建表语句", "tables for MySQL")
USE = Text("在 MySQL 或 MariaDB 中建表", "make the tables in MySQL or MariaDB")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``tables.sql``."""
    yield "tables.sql", script(edition, names, MYSQL)
