"""The locked table of names: what records, fields and codes are called in each family of languages.

A name is allocated once and never again: what is built on an artefact goes on fitting the next one. What an edition no longer
has stays in the table and in those of later editions: its name, and its Protobuf number, go to nobody else. ``python -m conformance.publish.names
--allocate`` adds what an edition has anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, get_args

import msgspec
from msgspec import Struct, field

from conformance.standard.load import DEFAULT_EDITION

Family = Literal["python", "typescript", "java", "sql", "protobuf", "xsd"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Names = dict[str, str]
"""Family → identifier."""


class NameTable(Struct, frozen=True):
    """Every name of an edition. Look-ups raise KeyError for what has none yet."""

    records: Mapping[str, Names] = field(default_factory=dict)
    """Record types, as classes, messages and tables."""
    items: Mapping[str, Names] = field(default_factory=dict)
    """Data items, likewise."""
    code_lists: Mapping[str, Names] = field(default_factory=dict)
    fields: Mapping[str, Names] = field(default_factory=dict)
    """A field has one name in all records."""
    codes: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    """Code list → code → constant."""
    field_numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Record type → field → its Protobuf number; the fields that only items have are among them. A field that became something
    else has a second number, under its name and what it is now."""
    field_shapes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Record type → field → what it was when it got its number (``FieldModel.shape``)."""
    code_numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code list → code → its Protobuf number, from 1; 0 is nobody's."""
    table_numbers: Mapping[str, int] = field(default_factory=dict)
    """Record type, or ``item`` and the id of a data item → the number of its table in a database."""
    constraint_numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Record type → what a constraint of its table means → its number there."""

    def record(self, family: Family, record: str, item: str | None = None) -> str:
        """The name of a record type or, where one is given, of the item."""
        return self.records[record][family] if item is None else self.items[item][family]

    def code_list(self, family: Family, name: str) -> str:
        """The name of a code list."""
        return self.code_lists[name][family]

    def field(self, family: Family, name: str) -> str:
        """The name of a field."""
        return self.fields[name][family]

    def code(self, family: Family, code_list: str, code: str) -> str:
        """The name of a code, within its list."""
        return self.codes[code_list][code][family]

    def table_number(self, record: str, item: str | None = None) -> int:
        """The number of the table of a record type or, where one is given, of the item's own."""
        return self.table_numbers[table_key(record, item)]

    def key(self, record: str, name: str, shape: str) -> str:
        """Under what the number of a field stands: its name, and what it is where it was something else before.

        Old readers take the bytes under a number for what they were: a number cannot change its meaning.
        """
        before = self.field_shapes.get(record, {}).get(name, shape)
        return name if shape == before else f"{name} {shape}"

    def number(self, record: str, name: str, shape: str) -> int:
        """The Protobuf number of a field that holds such values."""
        return self.field_numbers[record][self.key(record, name, shape)]

    def retired(self, record: str, present: Collection[str]) -> dict[str, int]:
        """What a record type had once under a number and has no more; ``present`` are the keys of what it has."""
        return {key: number for key, number in self.field_numbers.get(record, {}).items() if key not in present}

    def retired_codes(self, code_list: str, present: Collection[str]) -> dict[str, int]:
        """Codes with numbers that a list had once and has no more."""
        return {code: number for code, number in self.code_numbers.get(code_list, {}).items() if code not in present}


def table_key(record: str, item: str | None = None) -> str:
    """Under what the number of a table stands: the record type or, where one is given, the item of which it is."""
    return record if item is None else f"item {item}"


@cache
def name_table(edition: str = DEFAULT_EDITION) -> NameTable:
    """The table of an edition that is shipped. Raises ValueError where it has none."""
    path = files("conformance.publish.names") / f"{edition}.json"
    if not path.is_file():
        raise ValueError(f"edition {edition!r} has no table of names")
    return read_table(path)


def read_table(path: Traversable) -> NameTable:
    """The table that a file holds."""
    return msgspec.json.decode(path.read_bytes(), type=NameTable)
