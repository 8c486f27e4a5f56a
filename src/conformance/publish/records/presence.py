"""Whether a value is there."""

from __future__ import annotations

from typing import Any

from conformance.publish.records import codelists, texts
from conformance.publish.records.model import (
    About,
    Schema,
    Told,
    at,
    both,
    either,
    filled,
    has,
    judged,
    never,
    tells,
)
from conformance.publish.records.words import CODES
from conformance.standard.model import Check


@tells("required")
def required(about: About, check: Check) -> Told:
    """The field is there and holds a value."""
    return Told(filled(about, check.field))


@tells("placeholder")
def placeholder(about: About, check: Check) -> Told:
    """No word for an empty cell; where a group needs one value and has none, the group's own rule speaks."""
    name = check.field
    plain = at(name, never(about.placeholder(name)))
    group = next((c.fields for c in about.record_type.checks if c.kind == "one_of" and name in c.fields), (name,))
    others = [filled(about, other) for other in group if other != name]
    return Told({"if": either(others), "then": plain} if others else plain)


@tells("one_of")
def one_of(about: About, check: Check) -> Told:
    """One of the fields holds a value."""
    return Told({"anyOf": [filled(about, name) for name in check.fields]})


@tells("condition")
def condition(about: About, check: Check) -> Told:
    """Where all of ``when`` holds, all of ``then`` does."""
    when, then = check.params["when"], check.params["then"]
    within = {clause["field"]: codelists.WITHIN for clause in (*when, *then) if "equals_in" in clause}
    demand = {"if": both(_holds(about, c) for c in when), "then": both(_holds(about, c) for c in then)}
    return Told(demand, within, CODES if within else None)


def _holds(about: About, clause: dict[str, Any]) -> Schema:
    name = clause["field"]
    if "present" in clause:
        return filled(about, name) if clause["present"] else never(filled(about, name))
    words = {"pattern": texts.whole(texts.any_of(clause["equals_in"]))}
    return has(name, {"allOf": [about.value(name), words]})


@tells("other_needs_note")
def other_needs_note(about: About, check: Check) -> Told:
    """其他 has a note behind it, or in one of the further fields."""
    name, *elsewhere = check.fields
    entries = about.standard.code_lists[check.params["code_list"]]
    labels = texts.any_of(word for code in entries.codes if code.note_allowed for word in (code.label, *code.aliases))
    bare = {"pattern": texts.whole(rf"{labels}[（(：: \-—]*[）)]?")}
    noted = either(filled(about, other) for other in elsewhere)
    alone = judged(about, name, codelists.WITHIN, never(bare))
    return Told({"anyOf": [alone, noted]} if elsewhere else alone, {name: codelists.WITHIN}, CODES)
