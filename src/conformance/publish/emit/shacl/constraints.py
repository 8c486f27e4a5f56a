"""What JSON Schema says of a record, said in the core of SHACL.

One statement of the demands serves both languages (``publish.records``). A record is a node with one text for each field that
holds one: ``properties`` are property shapes, ``required`` is a least count, the rest are the constraints of logic. Whatever keyword
is not known here is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from msgspec import Struct, field

from conformance.publish.emit import lexical
from conformance.publish.emit.shacl.logic import Condition, Every, Holds, Matches, Not, Some, every, opposite, some
from conformance.publish.emit.shacl.patterns import xpath
from conformance.publish.emit.turtle import literal

Schema = dict[str, Any]
NOT_BEFORE = "x-not-before"
"""A keyword of our own: the names of a later and an earlier day."""
_OTHERS = ("x-rule", "x-field", "x-severity", "x-clause", "x-within")
_LONG = 200
_DAY = Matches(f"^({lexical.day()}){lexical.CLOCK}$")


class Definitions(Struct):
    """The shapes of texts that several demands refer to, each called by what is in it.

    So they mean the same wherever they come from, and files of shapes can be read together.
    """

    schemas: dict[str, Schema]
    iri: Callable[[str], str]
    property_iri: Callable[[str], str]
    found: dict[str, str] = field(default_factory=dict)
    """IRI → the shape in Turtle."""
    _values: dict[str, Condition] = field(default_factory=dict)
    _named: dict[Condition, Condition] = field(default_factory=dict)

    def value(self, reference: str) -> Condition:
        """What a definition says of a text."""
        name = reference.removeprefix("#/$defs/")
        if name not in self._values:
            self._values[name] = value(self.schemas[name], self)
        return self._values[name]

    def named(self, condition: Condition) -> Condition:
        """The condition as a shape of its own, and a reference to it."""
        if isinstance(condition, bool):
            return condition
        if condition not in self._named:
            body = " ;\n  ".join(constraints(condition))
            iri = self.iri(sha256(body.encode()).hexdigest()[:16])
            self.found[iri] = f"<{iri}> a sh:NodeShape ;\n  {body} ."
            self._named[condition] = Holds(f"sh:node <{iri}>")
        return self._named[condition]


def value(schema: Schema | bool, known: Definitions) -> Condition:
    """What is asked of a text."""
    if isinstance(schema, bool):
        return schema
    parts: list[Condition] = []
    for key, told in schema.items():
        match key:
            case "$ref":
                parts.append(known.value(told))
            case "type":
                parts.append("string" in ([told] if isinstance(told, str) else told))
            case "pattern":
                plain = [Matches(one.text) if one.wanted else Not(Matches(one.text)) for one in xpath(told)]
                parts.append(every(plain))
            case "maxLength":
                parts.append(Holds(f"sh:maxLength {told}"))
            case _:
                parts.append(_logic(key, schema, known, value))
    return every(parts)


def record(schema: Schema | bool, known: Definitions) -> Condition:
    """What is asked of a record."""
    if isinstance(schema, bool):
        return schema
    parts: list[Condition] = []
    required = schema.get("required", ())
    for key, told in schema.items():
        match key:
            case "properties":
                parts += [_property(name, value(one, known), name in required, known) for name, one in told.items()]
            case "required":
                parts += [_property(one, True, True, known) for one in told if one not in schema.get("properties", {})]
            case "x-not-before":
                later, earlier = told
                parts.append(_not_before(later, earlier, known))
            case _ if key in _OTHERS:
                pass
            case _:
                parts.append(_logic(key, schema, known, record))
    return every(parts)


def single(schema: Schema, known: Definitions) -> tuple[str, tuple[str, ...]] | None:
    """The property and its constraints, where the schema of a record is about one field alone; else None."""
    told = {key for key in schema if key not in _OTHERS}
    names = {*schema.get("properties", {}), *schema.get("required", ())}
    if not told <= {"properties", "required"} or len(names) != 1:
        return None
    [name] = names
    return name, _of_property(value(schema.get("properties", {}).get(name, True), known), "required" in schema, known)


def constraints(condition: Condition) -> tuple[str, ...]:
    """The condition as ``predicate object``, all of which hold. Raises ValueError for what nothing can fulfil."""
    match condition:
        case bool():
            if not condition:
                raise ValueError("nothing fulfils this shape")
            return ()
        case Matches(pattern):
            return (f"sh:pattern {literal(pattern)}",)
        case Holds(constraint):
            return (constraint,)
        case Not(of):
            return (f"sh:not {_shape(of)}",)
        case Some(of):
            return (f"sh:or ( {' '.join(map(_shape, of))} )",)
        case Every(of):
            said = [one for part in of for one in constraints(part)]
            # A shape has one pattern; and not every engine takes several of the others.
            kinds = Counter(one.split(" ", 1)[0] for one in said)
            apart = [one for one in said if (kind := one.split(" ", 1)[0]) != "sh:property" and kinds[kind] > 1]
            rest = tuple(one for one in said if one not in apart)
            return (*rest, f"sh:and ( {' '.join(f'[ {one} ]' for one in apart)} )") if apart else rest


def _shape(condition: Condition) -> str:
    """The condition as a shape; one that is nothing but a reference to another is that other."""
    said = constraints(condition)
    if len(said) == 1 and said[0].startswith("sh:node <"):
        return said[0].removeprefix("sh:node ")
    return f"[ {' ; '.join(said)} ]"


def _logic(key: str, schema: Schema, known: Definitions, say: Callable[[Any, Definitions], Condition]) -> Condition:
    told = schema[key]
    match key:
        case "not":
            return opposite(say(told, known))
        case "allOf":
            return every(say(one, known) for one in told)
        case "anyOf":
            return some(say(one, known) for one in told)
        case "if":
            return some([say(schema["then"], known), opposite(say(told, known))])
        case "then":
            return True  # goes with its condition
    raise ValueError(f"nothing says what {key!r} comes to in SHACL")


def _property(name: str, said: Condition, required: bool, known: Definitions) -> Condition:
    if said is False and required:
        return False
    parts = _of_property(said, required, known)
    if not parts:
        return True
    return Holds(f"sh:property [ sh:path <{known.property_iri(name)}> ; {' ; '.join(parts)} ]")


def _of_property(said: Condition, required: bool, known: Definitions) -> tuple[str, ...]:
    """Constraints of a property shape."""
    counted = ("sh:minCount 1",) if required else ()
    if said is False:
        return (*counted, "sh:maxCount 0")
    told = constraints(said)
    # Much is asked of many fields alike, in patterns that are long.
    if len("".join(told)) > _LONG:
        told = constraints(known.named(said))
    return (*counted, *told)


def _not_before(later: str, earlier: str, known: Definitions) -> Condition:
    """Days are compared as texts, which is right where both are written as the standard wants."""
    path = known.property_iri(earlier)
    in_order = Holds(f"sh:property [ sh:path <{path}> ; sh:lessThanOrEquals <{known.property_iri(later)}> ]")
    day = known.named(_DAY)
    return some([in_order, *(opposite(_property(name, day, True, known)) for name in (later, earlier))])
