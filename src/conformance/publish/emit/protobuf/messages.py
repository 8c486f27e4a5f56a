"""Records as messages: a record type with the fields that only some of its data items have, or one data item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from conformance.publish.emit.protobuf.text import comment, literal, option
from conformance.publish.model import EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable

_TYPES = {
    "text": "optional string",
    "date": ".threelist.Day",
    "timestamp": ".threelist.Moment",
    "decimal": ".threelist.Decimal",
    "integer": "optional int64",
}


class Member(Struct, frozen=True):
    """A field of a message."""

    field: FieldModel
    key: str
    """Under what its number stands in the table of names."""
    items: tuple[str, ...]
    """The data items that alone have it; empty: all."""


def message(record: RecordModel, whole: EditionModel, edition: EditionModel, names: NameTable) -> Iterator[str]:
    """The message of a record.

    ``whole`` is the whole edition, of which ``edition`` may be one item: what no part of it has any more is reserved.
    """
    of_type = next(one for one in whole.records if one.record_type == record.record_type)
    every = members(of_type, whole.items, names)
    # The message of a record type holds records of each of its items, that of an item only its own.
    chosen = every if record.item is None else members(record, (), names)
    yield comment(f"{record.title.zh} / {record.title.en} ({record.clause})")
    yield f"message {names.record('protobuf', record.record_type, record.item)} {{"
    told = {
        "record_type": record.record_type,
        "item": record.item,
        "title": record.title.zh,
        "title_en": record.title.en,
        "clause": record.clause,
        "key_field": record.key_field,
    }
    yield f"  option (.threelist.record) = {option(told)};"
    yield from _reserved(record.record_type, {one.key for one in every}, {one.field.name for one in every}, names)
    yield ""
    taken: set[str] = set()
    for one in chosen:
        yield from _member(one, record.record_type, edition, names, taken)
    yield "}"
    yield ""


def members(record: RecordModel, items: Sequence[RecordModel], names: NameTable) -> tuple[Member, ...]:
    """The fields of a record, and behind them those that only some items have, in the order of their numbers."""
    own = {_key(record, field, names): field for field in record.fields}
    found: dict[str, tuple[FieldModel, list[str]]] = {}
    for item in items:
        if item.record_type == record.record_type and item.item is not None:
            for field in item.fields:
                if (key := _key(record, field, names)) not in own:
                    found.setdefault(key, (field, []))[1].append(item.item)
    numbers = names.field_numbers[record.record_type]
    return (
        *(Member(field, key, ()) for key, field in own.items()),
        *(Member(found[key][0], key, tuple(found[key][1])) for key in sorted(found, key=numbers.__getitem__)),
    )


def _key(record: RecordModel, field: FieldModel, names: NameTable) -> str:
    return names.key(record.record_type, field.name, field.shape)


def _reserved(record_type: str, keys: set[str], present: set[str], names: NameTable) -> Iterator[str]:
    """Numbers of what the record type has no more, and the names that nothing has any more."""
    gone = names.retired(record_type, keys)
    if gone:
        yield f"  reserved {', '.join(map(str, sorted(gone.values())))};"
    if lost := {key.partition(" ")[0] for key in gone} - present:
        yield f"  reserved {', '.join(sorted(literal(names.field('protobuf', name)) for name in lost))};"


def _member(one: Member, record_type: str, edition: EditionModel, names: NameTable, taken: set[str]) -> Iterator[str]:
    field = one.field
    number = names.field_numbers[record_type][one.key]
    name = names.field("protobuf", field.name)
    # Two items may mean different things by one word; the number tells the second apart.
    name, wire = (name, field.name) if name not in taken else (f"{name}_{number}", f"{field.name}_{number}")
    taken.add(name)
    said = [f"{field.title.zh} / {field.title.en}", *([field.code] if field.code else [])]
    said += [f"仅限 / only of {', '.join(one.items)}"] if one.items else []
    yield comment("; ".join(said), "  ")
    if field.description:
        yield comment(field.description, "  ")
    yield f"  {_type(field, edition, names)} {name} = {number} ["
    yield f"    json_name = {literal(wire)},"
    yield f"    (.threelist.field) = {_told(one)}"
    yield "  ];"


def _type(field: FieldModel, edition: EditionModel, names: NameTable) -> str:
    if field.code_list is None:
        return _TYPES[field.kind]
    entries = edition.code_list(field.code_list)
    return f"{'repeated ' if entries.several else ''}{names.code_list('protobuf', entries.id)}"


def _told(one: Member) -> str:
    field = one.field
    return option(
        {
            "title": field.title.zh,
            "title_en": field.title.en,
            "code": field.code,
            "clause": field.clause,
            "required": field.required,
            "max_length": field.max_length,
            "patterns": [field.pattern] if field.pattern is not None else field.forms,
            "check_digit": field.check_digit,
            "minimum": field.minimum,
            "maximum": field.maximum,
            "decimals": field.decimals,
            "allowed": field.allowed,
            "endless": field.words if field.kind == "date" else (),
            "items": one.items,
        }
    )
