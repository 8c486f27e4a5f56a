"""Tables for Oracle."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.sql.dialect import ORACLE
from conformance.publish.emit.sql.script import script
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "sql-oracle"
TITLE = Text("Oracle 建表语句，达梦可用", "tables for Oracle, and for DM")
USE = Text("在 Oracle 或达梦中建表", "make the tables in Oracle or DM")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``tables.sql``."""
    yield "tables.sql", script(edition, names, ORACLE)
