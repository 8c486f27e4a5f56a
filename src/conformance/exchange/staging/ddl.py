"""The tables of a staging database as SQL text. That for SQLite is run by the tests; the others are text for whoever has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

from conformance.exchange.staging.layout import (
    BATCH_TABLE,
    LINE_TABLE,
    RECEIPT_TABLE,
    STATUS,
    Column,
    Table,
    data_tables,
)
from conformance.publish.emit.sql.dialect import comment, oracle_text, quoted
from conformance.report.errors import unknown
from conformance.standard.model import Standard

Dialect: TypeAlias = Literal["sqlite", "postgresql", "oracle"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
_INTEGERS: dict[str, str] = {"sqlite": "INTEGER", "postgresql": "INTEGER", "oracle": "NUMBER(10)"}
_TEXTS: dict[str, Callable[[int], str]] = {
    "sqlite": lambda length: f"VARCHAR({length})",
    "postgresql": lambda length: f"VARCHAR({length})",
    "oracle": oracle_text,
}


def script(standard: Standard, dialect: str, tables: Sequence[Table] | None = None) -> str:
    """Statements that create every table with Chinese comments. Raises UsageError for another dialect."""
    if dialect not in DIALECTS:
        raise unknown("数据库", "dialect", dialect, DIALECTS)
    wanted = (BATCH_TABLE, *(data_tables(standard) if tables is None else tables), RECEIPT_TABLE, LINE_TABLE)
    return "\n".join(_table(table, dialect) for table in wanted)


def _table(table: Table, dialect: str) -> str:
    lines = []
    for column in table.columns:
        line = f"  {column.name} {_type(column, dialect)},"
        lines.append(f"{line:<60} -- {comment(column.title)}")
    text = f"-- {comment(table.title)}\nCREATE TABLE {table.name} (\n" + "\n".join(lines)
    text += f"\n  PRIMARY KEY ({', '.join(table.key)})\n);\n"
    if any(column.name == STATUS for column in table.columns):  # what waits is looked for again and again
        text += f"CREATE INDEX IX_{table.name} ON {table.name} ({STATUS});\n"
    if dialect != "sqlite":
        text += f"COMMENT ON TABLE {table.name} IS {quoted(comment(table.title))};\n"
        text += "".join(
            f"COMMENT ON COLUMN {table.name}.{one.name} IS {quoted(comment(one.title))};\n" for one in table.columns
        )
    return text


def _type(column: Column, dialect: str) -> str:
    plain = _INTEGERS[dialect] if column.kind == "integer" else _TEXTS[dialect](column.length)
    # Oracle wants the default before the constraint; the others do not mind.
    default = " DEFAULT 0" if column.name == STATUS else ""
    return f"{plain}{default}{' NOT NULL' if column.required else ''}"
