"""Tables for PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.sql.dialect import POSTGRESQL
from conformance.publish.emit.sql.script import script
from conformance.publish.model import EditionModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "sql-postgresql"
TITLE = Text("PostgreSQL 建表语句", "tables for PostgreSQL")
USE = Text("在 PostgreSQL 中建表", "make the tables in PostgreSQL")


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``tables.sql``."""
    yield "tables.sql", script(edition, names, POSTGRESQL)
