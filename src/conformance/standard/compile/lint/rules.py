"""The rule book: every rule is decided somewhere, and every check reads fields that are there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from conformance.standard.compile.conditions import class_rules
from conformance.standard.compile.declarations import SUFFIX, Declared
from conformance.standard.compile.derive import DERIVED
from conformance.standard.compile.lint.patterns import faults
from conformance.standard.compile.rulebook import Entry
from conformance.standard.compile.schema import notes_of
from conformance.standard.compile.sources import Sources
from conformance.standard.model import FOUND_READING
from conformance.standard.problems import Problem

_OWN_FIELDS = ("when_filled", "fixed")
_REFERRED_FIELDS = ("referred_fields", "unless_filled")
"""Parameters that are lists of fields."""


def problems(sources: Sources) -> Iterator[Problem]:
    """Faults of the rules and their checks."""
    for entry in sources.entries.values():
        yield from _decided(entry, sources)
    yield from _joined(sources)
    yield from _unused_kinds(sources)
    yield from _wordings(sources)
    for one in sources.declared:
        yield from _fields(one, sources)
        for pattern in _patterns(one.data):
            for fault in faults(pattern):
                yield Problem(one.place, fault)
    yield from _twice(sources)


def _decided(entry: Entry, sources: Sources) -> Iterator[Problem]:
    rule = entry.rule
    ways = [way for way, there in _ways(entry) if there]
    if rule.scope in FOUND_READING:
        if ways:
            yield Problem(entry.place, f"{rule.id} is found while reading and cannot have {' or '.join(ways)}")
    elif not ways and rule.scope != "submission":
        yield Problem(entry.place, f"nothing decides {rule.id}: neither checks nor derived nor linkml nor by_item")
    if entry.by_column and not entry.derived:
        yield Problem(entry.place, f"{rule.id}: only derived checks rest on their columns")
    if entry.supplied and (ways or rule.scope not in (*FOUND_READING, "submission")):
        yield Problem(entry.place, f"{rule.id}: what a kind of check supplies is said at its class")
    if entry.derived and rule.id not in DERIVED:
        yield Problem(entry.place, f"{rule.id} is marked as derived, and nothing derives it")
    if entry.derived and rule.id in DERIVED and not any(one.rule == rule.id for one in sources.declared):
        yield Problem(entry.place, f"{rule.id} is derived, and no field has it")


def _wordings(sources: Sources) -> Iterator[Problem]:
    for entry in sources.entries.values():
        derived = (
            {one.data["fields"][0] for one in sources.declared if one.rule == entry.rule.id} if entry.derived else set()
        )
        for wording in entry.wordings:
            for name in sorted(wording.fields - derived):
                yield Problem(wording.place, f"{entry.rule.id} has words for {name}, where it has no derived check")


def _ways(entry: Entry) -> Iterator[tuple[str, bool]]:
    yield "checks", bool(entry.checks)
    yield "derived", entry.derived
    yield "linkml", entry.linkml
    yield "by_item", entry.by_item


def _joined(sources: Sources) -> Iterator[Problem]:
    """Class rules, derivations and rule book name the same rules."""
    for record, owner, rule in class_rules(sources.schema):
        rule_id = notes_of(rule).get("rule_id", "")
        if rule_id not in sources.entries or not sources.entries[rule_id].linkml:
            yield Problem(owner, f"the class rule {rule_id} of {record} is not in the rule book as linkml")
    written = {notes_of(rule).get("rule_id") for _, _, rule in class_rules(sources.schema)}
    for entry in sources.entries.values():
        if entry.linkml and entry.rule.id not in written:
            yield Problem(entry.place, f"{entry.rule.id} is marked as linkml, and no class rule has its id")
    for rule_id in sorted(DERIVED):
        if rule_id not in sources.entries or not sources.entries[rule_id].derived:
            yield Problem("schemas/rules", f"{rule_id} can be derived and is not in the rule book as derived")


def _unused_kinds(sources: Sources) -> Iterator[Problem]:
    used = {str(one.data["kind"]) for one in sources.everything_declared()}
    for name, cls in sources.schema.classes.items():
        if str(cls.is_a) == f"{SUFFIX}Declaration" and name not in used:
            yield Problem("schemas/rulebook.yaml", f"no rule uses the kind of check {name}")


def _fields(one: Declared, sources: Sources) -> Iterator[Problem]:
    fields = list(one.data["fields"])
    if "*" in fields and fields != ["*"]:
        yield Problem(one.place, f"{one.rule}: * stands alone")
    conditions = [condition["field"] for part in ("when", "then") for condition in one.data.get(part, ())]
    yield from _of_other_records(one, sources)
    for record in one.data["records"]:
        lists = {field.name: field.code_list for field in sources.record_types[record].fields}
        for name in [*fields, *conditions]:
            if name != "*" and name not in lists:
                yield Problem(one.place, f"{one.rule}: {record} has no field {name}")
        wanted = one.data.get("code_list")
        if wanted is not None and fields[0] in lists and lists[fields[0]] != wanted:
            yield Problem(one.place, f"{one.rule}: the list of {fields[0]} is {lists[fields[0]]}, not {wanted}")


def _of_other_records(one: Declared, sources: Sources) -> Iterator[Problem]:
    """Fields that a check names in its parameters: its own, and those of the records that it refers to."""
    named = {(record, name) for record in one.data["records"] for key in _OWN_FIELDS for name in one.data.get(key, ())}
    for key in _REFERRED_FIELDS:
        named |= {(one.data["referred_type"], name) for name in one.data.get(key, ())}
    for record, name in sorted(named):
        if all(field.name != name for field in sources.record_types[record].fields):
            yield Problem(one.place, f"{one.rule}: {record} has no field {name}")
    if len(one.data.get("referred_fields", one.data["fields"])) != len(one.data["fields"]):
        yield Problem(one.place, f"{one.rule}: as many fields are referred to as refer to them")


def _patterns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "pattern" and isinstance(part, str):
                yield part
            else:
                yield from _patterns(part)
    elif isinstance(value, list):
        for part in value:
            yield from _patterns(part)


def _twice(sources: Sources) -> Iterator[Problem]:
    seen = Counter(
        (record, one.rule, json.dumps({**one.data, "records": []}, sort_keys=True, ensure_ascii=False))
        for one in sources.declared
        for record in one.data["records"]
    )
    for (record, rule, _), number in seen.items():
        if number > 1:
            yield Problem("schemas/rules", f"{rule} has the same check {number} times for {record}")
