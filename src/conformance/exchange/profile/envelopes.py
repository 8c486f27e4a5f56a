"""JSON Schema (2020-12) of the exchange's envelopes, from their shape in LinkML (``schemas/exchange.yaml``).

What is submitted has no keys but those of its class: a misspelt key would otherwise be passed over in silence, and its
sender would believe that it had been heard. What is answered may have more, which a client passes over, so that a service
can say more without breaking those who know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from conformance.exchange.profile.load import profile
from conformance.publish.records.build import DIALECT
from conformance.publish.shape_schema import definitions_of, document_schema, titled
from conformance.standard import shapecheck
from conformance.standard.shapecheck import Steps
from conformance.standard.shapes import ClassShape, load_shapes

_IN_FILES = ("DropReceipt",)
"""Envelopes that are files beside others, and no operation's body."""


def envelope_names() -> tuple[str, ...]:
    """The classes that are bodies of requests or answers, or files of the exchange; in the order of the alphabet."""
    return tuple(sorted({*body_names(), *_IN_FILES}))


def body_names() -> tuple[str, ...]:
    """The classes that are bodies of requests or answers, in the order of the alphabet."""
    return tuple(sorted(profile().bodies()))


def envelope_schema(name: str) -> dict[str, Any]:
    """The schema of one envelope, or of a class within one (``BatchRecord``). Raises KeyError for a name that is none."""
    definitions = envelope_definitions()
    shapes = load_shapes()
    if name not in definitions or name not in shapes.classes:
        raise KeyError(name)
    reached = definitions_of(name, shapes, _definition)
    identifier = f"urn:three-list-conformance:exchange:{profile().version}:{name}"
    return document_schema(name, identifier, reached, shapes.classes[name].title)


def exchange_schema() -> dict[str, Any]:
    """One schema that defines all envelopes; a body that it holds for is one of them."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:three-list-conformance:exchange:{profile().version}",
        "title": "交换信封",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in envelope_names()],
        "$defs": dict(sorted(envelope_definitions().items())),
    }


@cache
def envelope_definitions(roots: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The definitions of some envelopes, or of all, and what they lead to, by name."""
    shapes = load_shapes()
    wanted = envelope_names() if roots is None else roots
    return {name: part for root in wanted for name, part in definitions_of(root, shapes, _definition).items()}


def faults(name: str, value: object) -> Iterator[tuple[Steps, str]]:
    """Path and sentence of everything in which a value departs from an envelope. Raises KeyError for a name that is none."""
    definitions = envelope_definitions()
    if name not in definitions:
        raise KeyError(name)
    return shapecheck.errors(value, definitions, name)


@cache
def _closed() -> frozenset[str]:
    """Classes of what is submitted, and what stands within it."""
    shapes = load_shapes()
    return frozenset(
        name for root in profile().submitted() for name in definitions_of(root, shapes, lambda part, _: part)
    )


def _definition(definition: dict[str, Any], shape: ClassShape) -> dict[str, Any]:
    properties = definition.get("properties", {})
    keys = {slot.key: titled(properties[slot.key], slot) for slot in shape.slots}
    return {
        **definition,
        "title": shape.title,
        **({"properties": keys, "required": [slot.key for slot in shape.slots if slot.required]} if keys else {}),
        "additionalProperties": not keys or shape.name not in _closed(),
    }
