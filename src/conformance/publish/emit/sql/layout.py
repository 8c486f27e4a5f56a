"""Which tables there are, and what their columns are called: the national codes, else the names of the locked table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conformance.publish.model import EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable
from conformance.publish.names.identifiers import SQL_BYTES, reserved

KEY, ITEM = "JL_ID", "SX_BH"
"""Number of the row, and id of the data item that the record is one of."""
_CODE = re.compile(r"[A-Z][A-Z0-9_]*")


class Column(Struct, frozen=True):
    """A column and the field that it holds."""

    name: str
    field: FieldModel


class Table(Struct, frozen=True):
    """The table of a record type with what its items add, or of one item."""

    name: str
    record: RecordModel
    columns: tuple[Column, ...]
    items: tuple[RecordModel, ...]
    """The items whose records share the table; none where it is that of one item."""

    def column(self, field: str) -> str:
        """The column of a field. Raises KeyError."""
        for one in self.columns:
            if one.field.name == field:
                return one.name
        raise KeyError(f"table {self.name} has no column for {field}")


def national(code: str | None) -> str | None:
    """A national code as the name of a column; None where there is none or it cannot be one."""
    if code is None or not _CODE.fullmatch(code) or len(code) > SQL_BYTES or reserved("sql", code):
        return None
    return code


def tables(edition: EditionModel, names: NameTable) -> Iterator[Table]:
    """A table for each record of the edition. Raises ValueError where two columns would have the same name."""
    for record in edition.records:
        yield table_of(record, edition, names)


def table_of(record: RecordModel, edition: EditionModel, names: NameTable) -> Table:
    """The table of one record. Raises ValueError where its items do not agree on what a field is."""
    items = _items(record, edition)
    fields = tuple(_fields(record, items))
    columns = tuple(map(Column, _column_names(fields, names), fields))
    return Table(names.record("sql", record.record_type, record.item), record, columns, items)


def disagreed(record: RecordModel, edition: EditionModel) -> list[str]:
    """Fields that items of a record add and mean different things by: no table can hold them."""
    return [name for name, found in _added(record, _items(record, edition)).items() if _differ(found)]


def _items(record: RecordModel, edition: EditionModel) -> tuple[RecordModel, ...]:
    return () if edition.item else tuple(one for one in edition.items if one.record_type == record.record_type)


def _added(record: RecordModel, items: Sequence[RecordModel]) -> dict[str, list[FieldModel]]:
    own = {field.name for field in record.fields}
    added: dict[str, list[FieldModel]] = {}
    for item in items:
        for field in item.fields:
            if field.name not in own:
                added.setdefault(field.name, []).append(field)
    return added


def _differ(found: Sequence[FieldModel]) -> bool:
    return len({(one.kind, one.code_list) for one in found}) > 1


def _fields(record: RecordModel, items: Sequence[RecordModel]) -> Iterator[FieldModel]:
    """Those of the record, then those that items add, each wide enough for all of them."""
    yield from record.fields
    for name, found in _added(record, items).items():
        if _differ(found):
            raise ValueError(f"items of {record.id} do not agree on what {name} is")
        lengths = [one.max_length for one in found]
        longest = None if None in lengths else max(one for one in lengths if one is not None)
        yield replace(found[0], required=False, max_length=longest)


def _column_names(fields: Sequence[FieldModel], names: NameTable) -> list[str]:
    locked = [names.field("sql", field.name).upper() for field in fields]
    codes = [national(field.code) for field in fields]
    times = Counter(one for one in codes if one)
    found = []
    for code, plain in zip(codes, locked, strict=True):
        taken = {other for other in locked if other != plain} | {KEY, ITEM}
        found.append(plain if code is None or times[code] > 1 or code in taken else code)
    if clash := {name for name, count in Counter([*found, KEY, ITEM]).items() if count > 1}:
        raise ValueError(f"columns of the same name: {sorted(clash)}")
    return found
