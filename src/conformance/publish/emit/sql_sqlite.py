"""Tables for SQLite."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.sql.dialect import SQLITE
from conformance.publish.emit.sql.script import script
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "sql-sqlite"
TITLE = Text("SQLite 建表语句", "tables for SQLite")
USE = Text("在 SQLite 中建表", "make the tables in SQLite")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``tables.sql``."""
    yield "tables.sql", script(edition, names, SQLITE)
