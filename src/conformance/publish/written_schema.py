"""JSON Schema of what the tool writes with every key: the report and the bulletin, from their shapes in LinkML."""

from __future__ import annotations

from typing import Any

from conformance.publish.shape_schema import bare, definitions_of, document_schema
from conformance.standard.shapes import ClassShape, load_shapes
from conformance.version import __version__


def report_schema() -> dict[str, Any]:
    """The schema of what ``check --format json`` writes; a line of ``--findings`` is its ``ReportFinding``."""
    return _written("Report", "report")


def bulletin_schema() -> dict[str, Any]:
    """The schema of what ``bulletin --format json`` writes."""
    return _written("Bulletin", "bulletin")


def _written(root: str, name: str) -> dict[str, Any]:
    """The schema (2020-12) of a document that has every key, and none besides.

    What LinkML does not require may be null, except lists, which may be empty.
    """
    shapes = load_shapes()
    definitions = definitions_of(root, shapes, _definition)
    identifier = f"urn:three-list-conformance:{name}:{__version__}"
    return document_schema(root, identifier, definitions, shapes.classes[root].title)


def _definition(definition: dict[str, Any], shape: ClassShape) -> dict[str, Any]:
    properties = definition["properties"]
    return {
        **definition,
        "title": shape.title,
        "properties": {slot.key: _property(properties[slot.key], slot.key, shape) for slot in shape.slots},
        "required": [slot.key for slot in shape.slots],
    }


def _property(part: dict[str, Any], key: str, shape: ClassShape) -> dict[str, Any]:
    slot = shape.slot(key)
    said = bare(part)
    words: dict[str, Any] = {"title": slot.title, "description": slot.description}
    return {**words, **(said if slot.required or slot.several else {"anyOf": [said, {"type": "null"}]})}
