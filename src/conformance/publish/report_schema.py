"""The JSON Schema of the report, from its shape in LinkML (``schemas/report.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.standard.shapes import ClassShape, Shapes, load_shapes
from conformance.version import __version__

ROOT = "Report"


def report_schema() -> dict[str, Any]:
    """The schema (2020-12) of what ``check --format json`` writes; a line of ``--findings`` is its ``ReportFinding``.

    A report has every key, and none besides; what LinkML does not require may be null, except lists, which may be empty.
    """
    shapes = load_shapes()
    names = dict.fromkeys(_reached(ROOT, shapes))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:three-list-conformance:report:{__version__}",
        "title": shapes.classes[ROOT].title,
        "$ref": f"#/$defs/{ROOT}",
        "$defs": {name: _definition(name, shapes) for name in names},
    }


def _reached(name: str, shapes: Shapes) -> Iterator[str]:
    """The class and what its keys lead to, code lists included."""
    yield name
    for slot in shapes.classes[name].slots:
        if slot.kind == "object":
            yield from _reached(slot.range, shapes)
        elif slot.kind == "code":
            yield slot.range


def _definition(name: str, shapes: Shapes) -> dict[str, Any]:
    definition: dict[str, Any] = dict(shapes.definitions[name])
    if name not in shapes.classes:
        return definition
    shape = shapes.classes[name]
    properties = definition["properties"]
    return {
        **definition,
        "title": shape.title,
        "properties": {slot.key: _property(properties[slot.key], slot.key, shape) for slot in shape.slots},
        "required": [slot.key for slot in shape.slots],
    }


def _property(part: dict[str, Any], key: str, shape: ClassShape) -> dict[str, Any]:
    slot = shape.slot(key)
    words: dict[str, Any] = {"title": slot.title, "description": slot.description}
    bare = {word: value for word, value in part.items() if word not in words}
    return {**words, **(bare if slot.required or slot.several else {"anyOf": [bare, {"type": "null"}]})}
