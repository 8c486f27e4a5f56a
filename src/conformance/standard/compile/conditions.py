"""LinkML class rules, in the safe subset, as checks of the kind ``condition``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.standard.compile.declarations import Declared, class_of
from conformance.standard.compile.schema import Element, Schema, notes_of
from conformance.standard.problems import Faulty, Problem

_PRESENT = "PRESENT"
_ABSENT = "ABSENT"


def class_rules(schema: Schema) -> Iterator[tuple[str, str, Element]]:
    """Record type, class name and rule for every class rule that a record type has or inherits."""
    for record, cls in schema.record_classes():
        for ancestor in schema.ancestors(str(cls.name)):
            for rule in ancestor.rules:
                yield record, str(ancestor.name), rule


def conditions(schema: Schema) -> list[Declared]:
    """The class rules of all record types. Raises Faulty for one outside the safe subset."""
    found, problems = [], []
    for record, owner, rule in class_rules(schema):
        notes = notes_of(rule)
        rule_id = notes.get("rule_id", "")
        place = f"{owner}, rule {rule_id or rule.title!r}"
        try:
            when = [_condition(slot, schema) for slot in _slots(rule.preconditions)]
            then = [_condition(slot, schema) for slot in _slots(rule.postconditions)]
            if not when or not then:
                raise ValueError("needs preconditions and postconditions on slots")
        except ValueError as error:
            problems.append(Problem(place, f"outside the safe subset: {error}"))
            continue
        names = dict.fromkeys([c["field"] for c in then] + [c["field"] for c in when])
        data = {"kind": class_of("condition"), "records": [record], "fields": list(names), "when": when, "then": then}
        data |= {tag: notes[tag] for tag in ("origin", "clause") if tag in notes}
        found.append(Declared(rule_id, data, place))
    if problems:
        raise Faulty(problems)
    return found


def _slots(expression: Element) -> list[Element]:
    if expression is None:
        return []
    for construct in ("any_of", "all_of", "none_of", "exactly_one_of", "is_a"):
        if getattr(expression, construct, None):
            raise ValueError(f"{construct} is not supported")
    return list(expression.slot_conditions.values())


_UNDERSTOOD = frozenset({"name", "equals_string", "equals_string_in", "required", "value_presence"})


def _condition(slot: Element, schema: Schema) -> dict[str, Any]:
    unknown = {key for key, value in vars(slot).items() if value and not key.startswith("_")} - _UNDERSTOOD
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} on {slot.name} is not supported")
    name = str(slot.name)
    if slot.equals_string is not None or slot.equals_string_in:
        texts = [str(slot.equals_string)] if slot.equals_string is not None else list(map(str, slot.equals_string_in))
        return {"field": name, "equals_in": _spellings(name, texts, schema)}
    presence = str(slot.value_presence) if slot.value_presence is not None else None
    if slot.required or presence == _PRESENT:
        return {"field": name, "present": True}
    if presence == _ABSENT:
        return {"field": name, "present": False}
    raise ValueError(f"nothing is said about {name}")


def _spellings(name: str, texts: list[str], schema: Schema) -> list[str]:
    """A code, and its labels: practice writes either in a code field."""
    enum = schema.enums.get(str(schema.slots[name].range)) if name in schema.slots else None
    if enum is None:
        return texts
    found: list[str] = []
    for text in texts:
        value = enum.permissible_values.get(text)
        if value is None:
            found.append(text)
        else:
            found += [text, str(value.title), *map(str, value.aliases)]
    return list(dict.fromkeys(found))
