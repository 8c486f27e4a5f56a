"""Records as rows of the tables: how whoever loads them writes them, and how they are read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from conformance.artefacts import emitters
from conformance.publish.emit import made
from conformance.publish.emit.sql.layout import ITEM, KEY, Table, tables
from conformance.publish.model import EditionModel, FieldModel
from publish.emit.proof import Judged, Record, edition_of, judged_records, names_of

_DAY = re.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})")
_POINT = re.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})(?: ([0-9]{2}:[0-9]{2})(:[0-9]{2})?)?")


def with_plain_items(edition: EditionModel) -> EditionModel:
    """With an item more for every record type, which asks no more than the type does."""
    plain = (replace(one, id=f"plain-{one.id}", item=f"plain-{one.id}") for one in edition.records)
    return replace(edition, items=(*edition.items, *plain))


@cache
def script(target: str, which: str = "shipped") -> str:
    """The script, in which there are plain items as well."""
    files = made(emitters()[target], with_plain_items(edition_of(which)), names_of(which))
    return files["tables.sql"].decode()


@cache
def layout(which: str = "shipped") -> dict[str, Table]:
    """Record type → its table."""
    return {one.record.record_type: one for one in tables(with_plain_items(edition_of(which)), names_of(which))}


def stored(field: FieldModel, text: str | None) -> str | None:
    """A value as the head of the script says that it is loaded."""
    if not text:
        return None
    if field.kind in ("date", "timestamp") and text in field.words:
        return "9999-12-31"
    if field.kind == "date" and (day := _DAY.fullmatch(text)):
        return "-".join(day.groups())
    if field.kind == "timestamp" and (point := _POINT.fullmatch(text)):
        return f"{point[1]}-{point[2]}-{point[3]} {point[4] or '00:00'}{point[5] or ':00'}"
    return text


def literal(text: str | None, backslashes: bool) -> str:
    """Spelt without what the emitters spell with."""
    if text is None:
        return "NULL"
    return "'" + "".join({"'": "''", "\\": "\\\\" if backslashes else "\\"}.get(one, one) for one in text) + "'"


def row(number: int, record: Record, table: Table, item: str | None) -> dict[str, str | None]:
    """Column → what is loaded into it."""
    head = {KEY: str(number)} | ({ITEM: item} if table.items else {})
    return head | {one.name: stored(one.field, record.get(one.field.name)) for one in table.columns}


def insert(table: Table, values: dict[str, str | None], backslashes: bool = False) -> str:
    """The statement, on one line but for line ends within values."""
    told = ", ".join(literal(one, backslashes) for one in values.values())
    return f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({told});"


@cache
def cases() -> tuple[tuple[Judged, str], ...]:
    """Records that are judged, each with the item as which it is loaded. In a value there is no NUL, which no database takes."""
    told = [(one, one.item or f"plain-{one.record_type}") for one in (*judged_records(), *judged_records(items=True))]
    return tuple((one, item) for one, item in told if not any("\0" in (v or "") for v in one.record.values()))


@cache
def thinned(record_type: str | None = None) -> tuple[tuple[Judged, str], ...]:
    """Of records, or those of a type, in which the same is wrong, one for every value: for engines that take their time."""
    seen = Counter[object]()
    kept = []
    for one, item in cases():
        if record_type in (None, one.record_type):
            key = (one.found, tuple(sorted(one.record.get(name) or "" for _, _, name in one.found)))
            seen[key] += 1
            if seen[key] <= 1:
                kept.append((one, item))
    return tuple(kept)


def rows_of(records: Sequence[tuple[Judged, str]]) -> Iterable[tuple[Table, dict[str, str | None]]]:
    """The rows of the cases, numbered from 1: for 0 MySQL takes a number of its own."""
    for number, (one, item) in enumerate(records, start=1):
        table = layout()[one.record_type]
        yield table, row(number, one.record, table, item)
