"""Fields of the record types: their names, where they come from, and the class rules about them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from conformance.standard.compile.conditions import class_rules
from conformance.standard.compile.schema import NATIONAL_CODE, Element, Schema, Use, english, notes_of
from conformance.standard.problems import Problem

_NOTED = ("requirement_origin", "disclosure", "origin", "clause")
_NO_NAME = re.compile(r"[\s_\-()\[\]{}（）【】〔〕《》“”\"':：,，.。、/]+")


def problems(schema: Schema) -> Iterator[Problem]:
    """Faults of the record types."""
    records = list(schema.record_classes())
    named = {str(value) for value in schema.enums["RecordTypeName"].permissible_values}
    if named != {name for name, _ in records}:
        yield Problem("schemas/rulebook.yaml", "RecordTypeName does not list the record types that the classes are")
    for _, cls in records:
        yield from _class(cls, schema)
        uses = schema.uses(str(cls.name))
        for use in uses:
            yield from _field(str(cls.name), use, schema)
        yield from _confusable(str(cls.name), uses)
        ranks = Counter(use.rank for use in uses)
        for rank, number in ranks.items():
            if number > 1:
                yield Problem(str(cls.name), f"{number} slots have the rank {rank}")
    yield from _class_rules(schema)


def _class(cls: Element, schema: Schema) -> Iterator[Problem]:
    notes, place = notes_of(cls), str(cls.name)
    if not cls.title or not english(cls) or "clause" not in notes:
        yield Problem(place, "a record type has titles in both languages and a clause")
    slots = {str(slot) for slot in schema.view.class_slots(place)}
    if notes.get("key_field") not in slots:
        yield Problem(place, f"the key field {notes.get('key_field')} is no slot of the class")
    for name in cls.slot_usage:
        if str(name) not in slots:
            yield Problem(place, f"slot_usage of {name}, which is no slot of the class")


def _field(cls: str, use: Use, schema: Schema) -> Iterator[Problem]:
    place = f"{cls}.{use.name}"
    if not use.title or not use.title_en or not use.description:
        yield Problem(place, "a field has titles in both languages and a description")
    for tag in _NOTED:
        if tag not in use.notes:
            yield Problem(place, f"the annotation {tag} is missing")
    if use.range not in schema.enums and use.range not in schema.types:
        yield Problem(place, f"the range {use.range} is neither a type of this standard nor a code list")
    codes = [alias for alias in use.aliases if NATIONAL_CODE.match(alias)]
    if use.notes.get("origin") == "national" and len(codes) != 1:
        yield Problem(place, f"exactly one alias is the national code, not {len(codes)}: {', '.join(codes)}")
    if len(codes) > 1:
        yield Problem(place, f"more than one alias looks like a national code: {', '.join(codes)}")
    if ("max_length" in use.notes) != ("length_origin" in use.notes):
        yield Problem(place, "max_length and length_origin belong together")
    if use.required and "one_of" in use.notes:
        yield Problem(place, "a field of a one-of group is not required by itself")


def _confusable(cls: str, uses: list[Use]) -> Iterator[Problem]:
    """A header names one field at most."""
    owners: dict[str, set[str]] = defaultdict(set)
    for use in uses:
        for name in (use.name, use.title or "", use.title_en or "", *use.aliases):
            owners[_NO_NAME.sub("", unicodedata.normalize("NFKC", name)).casefold()].add(use.name)
    for name, fields in owners.items():
        if len(fields) > 1:
            yield Problem(cls, f"the header {name} names {' and '.join(sorted(fields))}")


def _class_rules(schema: Schema) -> Iterator[Problem]:
    for record, owner, rule in class_rules(schema):
        place = f"{owner}, rule {rule.title!r}"
        if "rule_id" not in notes_of(rule):
            yield Problem(place, "a class rule carries the id of its rule as annotation rule_id")
        cls = next(str(cls.name) for name, cls in schema.record_classes() if name == record)
        ranges = {use.name: use.range for use in schema.uses(cls)}
        for expression in (rule.preconditions, rule.postconditions):
            for slot in expression.slot_conditions.values() if expression else ():
                name = str(slot.name)
                if name not in ranges:
                    yield Problem(place, f"{name} is no slot of {cls}")
                    continue
                enum = schema.enums.get(ranges[name])
                for value in [slot.equals_string, *slot.equals_string_in]:
                    if enum is not None and value is not None and str(value) not in enum.permissible_values:
                        yield Problem(place, f"{value} is no code of {ranges[name]}, the list of {name}")
