"""The constraints of a table and their names, which stay what they are whatever an edition adds or loses.

A database says which constraint refused a row, and scripts alter tables by these names. So a name is made of numbers of the locked
table: that of the table, and that of what the constraint means, which it never shares with anything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from conformance.publish.emit.sql.conditions import Condition, of_record
from conformance.publish.emit.sql.dialect import DIALECTS, Dialect
from conformance.publish.emit.sql.layout import ITEM, Table, disagreed, table_of
from conformance.publish.model import EditionModel, RecordModel
from conformance.publish.names import NameTable
from conformance.publish.names.identifiers import SQL_BYTES


def of_table(table: Table, edition: EditionModel, dialect: Dialect) -> Iterator[Condition]:
    """Those of the record, and those that only records of some items have to fulfil. No two have the same key."""
    plain = list(of_record(table.record, table, edition, dialect))
    present = {f"{one.name} IS NOT NULL" for one in table.columns if one.field.required}
    yield from (one for one in plain if one.expression not in present)
    if table.items:
        listed = ", ".join(dialect.literal(item.id) for item in table.items)
        yield Condition(f"{ITEM} IN ({listed})", "本表的数据事项", "items")
    known = {one.expression for one in plain}
    asking: dict[str, list[tuple[RecordModel, Condition]]] = {}
    for item in table.items:
        for one in of_record(item, table, edition, dialect):
            if one.expression not in known:
                asking.setdefault(one.expression, []).append((item, one))
    for expression, found in asking.items():
        others = ", ".join(dialect.literal(item.id) for item, _ in found)
        why = "、".join(item.title.zh for item, _ in found)
        one = found[0][1]
        told = f"{ITEM} NOT IN ({others}) OR ({expression})"
        yield replace(one, expression=told, why=f"{why}：{one.why}", of_items=True)


def named(table: Table, edition: EditionModel, names: NameTable, dialect: Dialect) -> dict[str, Condition]:
    """Name → constraint, those of a table. Raises KeyError where the locked table has none yet, ValueError for a name that two would have."""
    found: dict[str, Condition] = {}
    for one in of_table(table, edition, dialect):
        name = _name(table.record, one, names)
        if name in found:
            raise ValueError(f"two constraints of {table.name} mean the same: {one.key}")
        found[name] = one
    return found


def _name(record: RecordModel, condition: Condition, names: NameTable) -> str:
    """The numbers of the table and of the condition, and its field as far as there is room."""
    table, number = names.table_number(record.record_type, record.item), names.constraint_numbers[record.record_type]
    field = f"_{names.field('sql', condition.fields[0])}" if condition.fields else ""
    return f"CK{table:03}_{number[condition.key]:03}{field}"[:SQL_BYTES].rstrip("_").upper()


def keys(edition: EditionModel, names: NameTable) -> dict[str, list[str]]:
    """Record type → what constraints of its table mean in any dialect, and those of tables of its items alone.

    Of a record of which no table can be made, which the emitter refuses, there is nothing to number.
    """
    found: dict[str, dict[str, None]] = {}
    for table in (table_of(one, edition, names) for one in edition.records if not disagreed(one, edition)):
        told = found.setdefault(table.record.record_type, {})
        for dialect in DIALECTS:
            told |= dict.fromkeys(one.key for one in of_table(table, edition, dialect))
            for item in table.items:
                told |= dict.fromkeys(one.key for one in of_record(item, table, edition, dialect))
    return {record: list(told) for record, told in found.items()}
