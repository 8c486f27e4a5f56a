"""The script that creates the tables of an edition: code lists with their labels, then records."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.publish.emit import header
from conformance.publish.emit.sql.conditions import ENDLESS, column_type
from conformance.publish.emit.sql.constraints import named
from conformance.publish.emit.sql.dialect import Dialect, comment, quoted
from conformance.publish.emit.sql.layout import ITEM, KEY, Column, Table, tables
from conformance.publish.model import CodeListModel, EditionModel
from conformance.publish.names import NameTable
from conformance.publish.names.identifiers import SQL_BYTES

_WORD, _ITEM_LENGTH = 500, 64
_LIST_COLUMNS = (
    ("CODE_TEXT", "填报的文本"),
    ("CODE", "代码"),
    ("LABEL_ZH", "名称"),
    ("LABEL_EN", "英文名称"),
    ("PREFERRED", "1 为标准写法，0 为同样接受的写法"),
)
_LOADING = (
    "Loading: a day YYYY/MM/DD goes in as YYYY-MM-DD, a point in time with its time of day (00:00:00 where it has none),",
    f"a word for a day without end as {ENDLESS}; what is empty as NULL; everything else as it is.",
)


def script(edition: EditionModel, names: NameTable, dialect: Dialect) -> str:
    """All statements, in an order in which they can be run."""
    head = [*header.lines(edition, f"sql-{dialect.name}"), *_LOADING]
    parts = ["".join(f"-- {line}\n" for line in head) + "".join(f"{line}\n" for line in dialect.head)]
    parts += [_code_list(entries, names, dialect) for entries in edition.code_lists]
    parts += [_table(table, edition, names, dialect) for table in tables(edition, names)]
    told = "\n".join(parts)
    # Literals have none any more; in comments Oracle's tools ask for a value as well.
    return told.replace("&", "＆") if dialect.name == "oracle" else told


def _code_list(entries: CodeListModel, names: NameTable, dialect: Dialect) -> str:
    name = names.code_list("sql", entries.id)
    text = dialect.text(_WORD)
    types = (text, text, text, text, dialect.integer)
    lines = [
        f"  {column} {kind} NOT NULL{_inline(title, dialect)}"
        for (column, title), kind in zip(_LIST_COLUMNS, types, strict=True)
    ]
    title = f"代码表：{entries.title.zh}"
    told = _created(name, title, [*lines, "  PRIMARY KEY (CODE_TEXT)"], dialect)
    told += _comments(name, title, _LIST_COLUMNS, dialect)
    columns = ", ".join(one for one, _ in _LIST_COLUMNS)
    for code in entries.codes:
        for word in code.accepted:
            texts = (word, code.code, code.title.zh, code.title.en)
            values = ", ".join(dialect.literal(one) for one in texts)
            told += (
                f"INSERT INTO {name} ({columns})"  # noqa: S608 it is a script that is made
                f" VALUES ({values}, {int(word == code.written)});\n"
            )
    return told


def _table(table: Table, edition: EditionModel, names: NameTable, dialect: Dialect) -> str:
    described = [(KEY, "行号"), *((ITEM, "数据事项编号"),) * bool(table.items)]
    described += [(one.name, _told(one)) for one in table.columns]
    types = [dialect.key, *(dialect.text(_ITEM_LENGTH),) * bool(table.items)]
    types += [column_type(one.field, dialect) for one in table.columns]
    needed = {KEY, ITEM} | {one.name for one in table.columns if one.field.required}
    lines = []
    for (column, title), kind in zip(described, types, strict=True):
        empty = " NOT NULL" if column in needed else ""
        lines.append(f"  {column} {kind}{empty}{_inline(title, dialect)}")
    lines.append(f"  PRIMARY KEY ({KEY})")
    lines += [
        f"  -- {comment(one.why)}\n  CONSTRAINT {name} CHECK ({one.expression})"
        for name, one in named(table, edition, names, dialect).items()
    ]
    title = table.record.title.zh
    return _created(table.name, title, lines, dialect) + _comments(table.name, title, described, dialect)


def _told(column: Column) -> str:
    field = column.field
    return field.title.zh + (f"（长期记作{ENDLESS}）" if field.kind == "date" and field.words else "")


def _created(name: str, title: str, lines: list[str], dialect: Dialect) -> str:
    if len(name.encode()) > SQL_BYTES:
        raise ValueError(f"the name of the table is too long: {name}")
    told = ""
    for place, line in enumerate(lines):
        comma = "," if place < len(lines) - 1 else ""
        code, sign, after = line.partition("\0")
        told += f"{code}{comma}{sign and '  -- '}{after}\n"
    options = f" {dialect.table_options}" if dialect.table_options else ""
    if dialect.inline:
        options += f" COMMENT={dialect.literal(comment(title))}"
    return f"-- {comment(title)}\nCREATE TABLE {name} (\n{told}){options};\n"


def _inline(title: str, dialect: Dialect) -> str:
    """The comment within the definition; behind the mark goes what stands behind the comma."""
    if dialect.inline:
        return f" COMMENT {dialect.literal(comment(title))}"
    return f"\0{comment(title)}" if not dialect.comments else ""


def _comments(name: str, title: str, columns: Sequence[tuple[str, str]], dialect: Dialect) -> str:
    if dialect.inline or not dialect.comments:
        return ""
    told = f"COMMENT ON TABLE {name} IS {quoted(comment(title))};\n"
    for column, what in columns:
        told += f"COMMENT ON COLUMN {name}.{column} IS {quoted(comment(what))};\n"
    return told
