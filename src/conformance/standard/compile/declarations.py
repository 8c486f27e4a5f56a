"""Checks as they are declared, before they belong to a record type: the form in which LinkML can hold them to a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.standard.compile.schema import Schema, notes_of, snake
from conformance.standard.model import Check, Purpose, RecordType, Severity, Text

ENVELOPE = ("kind", "records", "fields", "purposes", "severity", "message", "remedy", "origin", "clause")
SUFFIX = "Check"


class Declared(Struct, frozen=True):
    """A declaration with the rule that it belongs to and the place where it is written."""

    rule: str
    data: dict[str, Any]
    place: str


def everywhere(declared: Iterable[Declared], records: Mapping[str, RecordType]) -> list[Declared]:
    """Declarations with the record types that they hold for, where they leave them out.

    These are all that have every field that is named, but for those for which another check of the same rule, kind and
    fields is declared by name: what is said of a record type goes before what is said of all.
    """
    given = list(declared)
    by_name = {(_what(one), record) for one in given for record in one.data.get("records", ())}

    def holders(one: Declared) -> list[str]:
        names = _named(one.data)
        able = [record.name for record in records.values() if names <= {field.name for field in record.fields}]
        return [name for name in able if (_what(one), name) not in by_name]

    return [one if "records" in one.data else replace(one, data={**one.data, "records": holders(one)}) for one in given]


def _what(one: Declared) -> tuple[str, str, tuple[str, ...]]:
    return one.rule, str(one.data["kind"]), tuple(one.data["fields"])


def _named(data: dict[str, Any]) -> set[str]:
    conditions = [condition["field"] for part in ("when", "then") for condition in data.get(part, ())]
    return {*data["fields"], *conditions} - {"*"}


def words(data: dict[str, str]) -> Text:
    """Words in both languages."""
    return Text(data["zh"].strip(), data["en"].strip())


def kind_of(class_name: str) -> str:
    """``OneOfCheck`` → ``one_of``, the name of the function."""
    return snake(class_name.removesuffix(SUFFIX))


def class_of(kind: str) -> str:
    """``one_of`` → ``OneOfCheck``, the name of the LinkML class."""
    return "".join(part.capitalize() for part in kind.split("_")) + SUFFIX


def placeholders_of(class_name: str, schema: Schema) -> frozenset[str]:
    """Placeholders that a kind of check supplies to sentences."""
    return frozenset(notes_of(schema.classes[class_name]).get("placeholders", "").split())


def check(declared: Declared, all_fields: tuple[str, ...], schema: Schema, purposes: tuple[Purpose, ...]) -> Check:
    """The check of one record type. ``all_fields`` are what ``*`` stands for."""
    data = declared.data
    names = {slot: notes_of(schema.slots[slot]).get("param", slot) for slot in data if slot not in ENVELOPE}
    own: tuple[Purpose, ...] = tuple(data["purposes"]) if "purposes" in data else purposes
    severity: Severity | None = data.get("severity")
    fields = tuple(data["fields"])
    return Check(
        rule=declared.rule,
        kind=kind_of(data["kind"]),
        fields=all_fields if fields == ("*",) else fields,
        params={names[slot]: data[slot] for slot in sorted(names)},
        severity=severity,
        purposes=own,
        message=words(data["message"]) if "message" in data else None,
        remedy=words(data["remedy"]) if "remedy" in data else None,
        origin=data.get("origin"),
        clause=data.get("clause"),
    )
