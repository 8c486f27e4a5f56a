"""Adding to the table of names what an edition has anew. Nothing that is there is changed or taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from conformance.publish.emit.sql import constraints
from conformance.publish.model import EditionModel, RecordModel
from conformance.publish.names import FAMILIES, Names, NameTable, table_key
from conformance.publish.names.identifiers import CODE, FIELD, NO_CODE, TYPE, Styles, folded, identifier

_KEPT_BY_PROTOBUF = range(19000, 20000)
"""Field numbers that Protobuf keeps for itself."""


def allocated(edition: EditionModel, table: NameTable) -> NameTable:
    """The table with a name for everything that the whole edition has."""
    every = (*edition.records, *edition.items)
    # One program has records, items and code lists beside each other, a schema of a database likewise.
    types = {**table.records, **{f"item {key}": names for key, names in table.items.items()}}
    types |= {f"list {key}": names for key, names in table.code_lists.items()}
    types = _named([one.record_type for one in edition.records], types, TYPE, "R")
    types = _named([f"list {one.id}" for one in edition.code_lists], types, TYPE, "C")
    types = _named([f"item {one.id}" for one in edition.items], types, TYPE, "I")
    fields = _named(dict.fromkeys(field.name for record in every for field in record.fields), table.fields, FIELD, "f")
    codes = {
        **table.codes,
        **{
            one.id: _named([code.code for code in one.codes], table.codes.get(one.id, {}), CODE, "code")
            for one in edition.code_lists
        },
    }
    shapes = _shapes(every, table.field_shapes)
    shaped = replace(table, field_shapes=shapes)
    field_numbers = dict(table.field_numbers)
    for record in every:
        keys = [shaped.key(record.record_type, field.name, field.shape) for field in record.fields]
        field_numbers[record.record_type] = _numbered(keys, field_numbers.get(record.record_type, {}))
    code_numbers = dict(table.code_numbers) | {
        one.id: _numbered([code.code for code in one.codes], table.code_numbers.get(one.id, {}))
        for one in edition.code_lists
    }
    named = NameTable(
        records={key: names for key, names in types.items() if " " not in key},
        items=_of("item ", types),
        code_lists=_of("list ", types),
        fields=fields,
        codes=codes,
        field_numbers=field_numbers,
        field_shapes=shapes,
        code_numbers=code_numbers,
        table_numbers=_numbered([table_key(one.record_type, one.item) for one in every], table.table_numbers),
    )
    return replace(named, constraint_numbers=_constraints(edition, named, table.constraint_numbers))


def _constraints(
    edition: EditionModel, named: NameTable, known: Mapping[str, Mapping[str, int]]
) -> dict[str, Mapping[str, int]]:
    found = {
        record: _numbered(told, known.get(record, {})) for record, told in constraints.keys(edition, named).items()
    }
    return {**known, **found}


def _of(prefix: str, types: Mapping[str, Names]) -> dict[str, Names]:
    return {key.removeprefix(prefix): names for key, names in types.items() if key.startswith(prefix)}


def _shapes(every: Iterable[RecordModel], known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found = {record: dict(shapes) for record, shapes in known.items()}
    for record in every:
        for field in record.fields:
            found.setdefault(record.record_type, {}).setdefault(field.name, field.shape)
    return found


def _named(keys: Iterable[str], known: Mapping[str, Names], styles: Styles, prefix: str) -> dict[str, Names]:
    found = dict(known)
    taken = {family: {folded(family, names[family], styles) for names in found.values()} for family in FAMILIES}
    if styles is CODE:
        taken["protobuf"].add(folded("protobuf", NO_CODE, styles))
    for key in keys:
        if key in found:
            continue
        word = key.rpartition(" ")[2]
        if key.startswith("item ") and word in found:
            word += "-item"
        found[key] = {family: identifier(family, word, styles, taken[family], prefix) for family in FAMILIES}
        for family in FAMILIES:
            taken[family].add(folded(family, found[key][family], styles))
    return found


def _numbered(keys: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    found = dict(known)
    for key in keys:
        if key not in found:
            number = max(found.values(), default=0) + 1
            found[key] = _KEPT_BY_PROTOBUF.stop if number in _KEPT_BY_PROTOBUF else number
    return found
