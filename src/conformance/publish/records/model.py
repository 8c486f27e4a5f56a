"""What a kind of check comes to in JSON Schema, and the registry of the kinds.

A check is *told* where JSON Schema can say when it fails, exactly: for every record, or for every record whose values
stay within stated bounds (``within``), beyond which the schema says nothing. Where it could only say something stricter
or looser the check is *untold*, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from conformance.publish.records import texts, words
from conformance.standard.model import Check, Field, Party, Purpose, RecordType, Rule, Standard, Text

Schema = dict[str, Any]
"""A JSON Schema, or part of one."""


class Told(Struct, frozen=True):
    """``demand`` is a schema of the whole record that holds exactly where the check does not fail."""

    demand: Schema
    within: Mapping[str, str] = field(default_factory=dict)
    """Field → pattern of the texts that are judged; a field that is not named is judged whatever it holds."""
    bounds: Text | None = None
    """The same in words."""


class Untold(Struct, frozen=True):
    """Why JSON Schema cannot say the check."""

    reason: Text


class About(Struct, frozen=True):
    """The record type that a schema is made of, for whom, and the definitions that its parts share."""

    standard: Standard
    record_type: RecordType
    purpose: Purpose
    party: Party | None = None
    definitions: dict[str, Schema] = field(default_factory=dict)
    _checks: dict[tuple[str, str], Check] = field(default_factory=dict)
    """Kind and first field → the first such check: each field is asked about dozens of times."""

    def __post_init__(self) -> None:
        for check in reversed(self.record_type.checks):
            self._checks[check.kind, check.field] = check

    def field(self, name: str) -> Field:
        """A field of the record type. Raises KeyError."""
        return self.record_type.field(name)

    def named(self, name: str, schema: Schema) -> Schema:
        """A reference to a definition, which is entered under the name or, where that is taken, the name and a number."""
        wanted, number = name, 1
        while self.definitions.setdefault(wanted, schema) != schema:
            number += 1
            wanted = f"{name}-{number}"
        return {"$ref": f"#/$defs/{wanted}"}

    # What a cell can hold, as schemas of its value.

    def absent(self, name: str) -> Schema:
        """Nothing, blanks only, or a word that people write for an empty cell."""
        pattern = texts.empty(self._words(name))
        return self.named("empty", {"anyOf": [{"type": "null"}, {"type": "string", "pattern": pattern}]})

    def placeholder(self, name: str) -> Schema:
        """A word that people write for an empty cell."""
        return self.named("placeholder", {"type": "string", "pattern": texts.placeholder(self._words(name))})

    def damaged(self, name: str) -> Schema:
        """What a spreadsheet program made of a text, or control characters in it."""
        numeric, document_number = self._scars(name)
        scars = texts.scars(self.field(name).type, numeric, document_number)
        return self.named("damaged", {"type": "string", "pattern": f"{scars}|{texts.CONTROL}"})

    def scarred(self, name: str) -> Schema:
        """What a spreadsheet program made of a text."""
        numeric, document_number = self._scars(name)
        scars = texts.scars(self.field(name).type, numeric, document_number)
        return self.named("scarred", {"type": "string", "pattern": scars})

    def value(self, name: str) -> Schema:
        """A text that content rules judge: not empty, not damaged, not masked."""
        unfit = [self.absent(name), self.damaged(name)]
        held = self.field(name)
        if held.personal != "none" or held.type in texts.IDENTIFIER_TYPES:
            unfit.append({"pattern": texts.MASK})
        return self.named("value", {"type": "string", "not": {"anyOf": unfit}})

    def _words(self, name: str) -> tuple[str, ...]:
        check = self._checks.get(("required", name)) or self._checks.get(("placeholder", name))
        lawful = () if check is None else check.params.get("lawful", ())
        words = tuple(word for word in self.standard.placeholders if word not in lawful)
        return words + (texts.NO_CODE if self.field(name).type in texts.IDENTIFIER_TYPES else ())

    def _scars(self, name: str) -> tuple[bool, bool]:
        check = self._checks.get(("excel_mangled", name))
        params = {} if check is None else check.params
        return params.get("numeric", False), params.get("document_number", False)


Teller = Callable[[About, Check], Told | Untold]
TELLERS: dict[str, Teller] = {}
"""Kind of check → what it comes to."""


def tells(kind: str) -> Callable[[Teller], Teller]:
    """Enter what a kind of check comes to."""

    def enter(function: Teller) -> Teller:
        if kind in TELLERS:
            raise ValueError(f"two functions tell {kind}")
        TELLERS[kind] = function
        return function

    return enter


def tell(about: About, check: Check) -> Told | Untold:
    """What a check comes to. Raises KeyError for a kind of check on records that nobody has decided about."""
    rule = about.standard.rules[check.rule]
    if rule.scope != "record":
        return beyond(rule)
    try:
        teller = TELLERS[check.kind]
    except KeyError:
        raise KeyError(f"nothing says what the check kind {check.kind!r} comes to in JSON Schema") from None
    return teller(about, check)


def beyond(rule: Rule) -> Untold:
    """Why JSON Schema cannot say a rule that is not about one record."""
    return Untold(words.READING if rule.scope == "file" else words.BETWEEN_RECORDS)


# Schemas of the record.


def at(name: str, schema: Schema) -> Schema:
    """The schema for the value of one field, where it is there."""
    return {"properties": {name: schema}}


def has(name: str, schema: Schema) -> Schema:
    """The field is there and its value fits."""
    return {"required": [name], **at(name, schema)}


def filled(about: About, name: str) -> Schema:
    """The field holds a value, fit or not."""
    return has(name, {"not": about.absent(name)})


def both(parts: Iterable[Schema]) -> Schema:
    """All of the schemas."""
    return {"allOf": list(parts)}


def either(parts: Iterable[Schema]) -> Schema | bool:
    """One of the schemas; nothing fits where there is none."""
    listed = list(parts)
    return {"anyOf": listed} if listed else False


def never(schema: Schema | bool) -> Schema:
    """Anything but this."""
    return {"not": schema}


def judged(about: About, name: str, within: str, demand: Schema) -> Schema:
    """The demand on a value that content rules judge and that stays within the bounds."""
    return at(name, {"if": {"allOf": [about.value(name), {"pattern": within}]}, "then": demand})
