"""The JSON Schema of the report, from its shape in LinkML (``schemas/report.yaml``)."""

from __future__ import annotations

from typing import Any

from conformance.publish.shape_schema import bare, definitions_of, document_schema
from conformance.standard.shapes import ClassShape, load_shapes
from conformance.version import __version__

ROOT = "Report"


def report_schema() -> dict[str, Any]:
    """The schema (2020-12) of what ``check --format json`` writes; a line of ``--findings`` is its ``ReportFinding``.

    A report has every key, and none besides; what LinkML does not require may be null, except lists, which may be empty.
    """
    shapes = load_shapes()
    definitions = definitions_of(ROOT, shapes, _definition)
    identifier = f"urn:three-list-conformance:report:{__version__}"
    return document_schema(ROOT, identifier, definitions, shapes.classes[ROOT].title)


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
