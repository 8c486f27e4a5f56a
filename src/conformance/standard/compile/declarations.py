"""Checks as they are declared, before they belong to a record type: the form in which LinkML can hold them to a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.standard.compile.schema import Schema, notes_of, snake
from conformance.standard.model import Check, Purpose, Severity, Text

ENVELOPE = ("kind", "records", "fields", "purposes", "severity", "message", "remedy", "origin", "clause")
SUFFIX = "Check"


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration with the rule that it belongs to and the place where it is written."""

    rule: str
    data: dict[str, Any]
    place: str


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
