"""JSON Schema (2020-12) of documents whose shape is a LinkML class: the report, the bulletin, and the envelopes of the exchange."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from conformance.publish.records.build import DIALECT
from conformance.standard.shapes import ClassShape, Shapes, SlotShape

Definition: TypeAlias = dict[str, Any]
Defining: TypeAlias = Callable[[Definition, ClassShape], Definition]
"""From what LinkML makes of a class to what the document's schema says of it."""
_PLACE = "#/$defs/"


def document_schema(root: str, identifier: str, definitions: Mapping[str, Definition], title: str) -> Definition:
    """The schema of a document; ``root`` is the class of all of it."""
    return {
        "$schema": DIALECT,
        "$id": identifier,
        "title": title,
        "$ref": _PLACE + root,
        "$defs": dict(definitions),
    }


def definitions_of(root: str, shapes: Shapes, defining: Defining) -> dict[str, Definition]:
    """The class, and every class and code list that its keys lead to, as definitions of one schema."""
    return {name: _definition(name, shapes, defining) for name in dict.fromkeys(_reached(root, shapes))}


def _reached(name: str, shapes: Shapes) -> Iterator[str]:
    yield name
    for other in referred(shapes.definitions[name]):
        yield from _reached(other, shapes)


def referred(part: Any) -> Iterator[str]:
    """Names of the definitions that a part of a schema refers to, in order."""
    if isinstance(part, Mapping):
        if isinstance(target := part.get("$ref"), str):
            yield target.removeprefix(_PLACE)
        for value in part.values():
            yield from referred(value)
    elif isinstance(part, list):
        for value in part:
            yield from referred(value)


def placed(part: Any, place: str) -> Any:
    """The same with its references leading to another place (``#/components/schemas/``)."""
    return json.loads(json.dumps(part).replace(f'"$ref": "{_PLACE}', f'"$ref": "{place}'))


def _definition(name: str, shapes: Shapes, defining: Defining) -> Definition:
    definition: Definition = dict(shapes.definitions[name])
    shape = shapes.classes.get(name)
    return definition if shape is None else defining(definition, shape)


def titled(part: Definition, slot: SlotShape) -> Definition:
    """Chinese title and English description first, then what LinkML says."""
    words: Definition = {"title": slot.title, "description": slot.description}
    return {**words, **bare(part)}


def bare(part: Definition) -> Definition:
    """What LinkML says of a key, without the words."""
    return {word: value for word, value in part.items() if word not in ("title", "description")}
