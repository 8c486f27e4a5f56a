"""The form of vectors outside: what is asked of a validator, what has to be answered, and the schema of both."""

from __future__ import annotations

from typing import Any, get_args

from conformance.publish.vectors.cases import Expected, Vector
from conformance.standard.model import Purpose, Severity, Standard

Json = dict[str, Any]
FORMAT = 1
"""Of the exported files and of the lines that are exchanged with a command."""


def question(vector: Vector) -> Json:
    """What a validator is told: the records and how they are to be judged, without the answer."""
    about = {"item": vector.item, "record_type": vector.record_type}
    more = {"party": vector.party, "applies_from": vector.applies_from and vector.applies_from.isoformat()}
    return {
        "id": vector.id,
        **{key: value for key, value in about.items() if value is not None},
        "as_of": vector.as_of.isoformat(),
        "purpose": vector.purpose,
        **{key: value for key, value in more.items() if value is not None},
        "records": [dict(record) for record in vector.records],
    }


def exported(vector: Vector, standard: Standard) -> Json:
    """The question with everything that answers it."""
    asked = question(vector)
    return {
        "id": asked.pop("id"),
        "rule": vector.rule,
        "clause": vector.clause,
        "name": vector.name,
        **asked,
        "valid": not vector.expect,
        "rules": sorted(vector.rules),
        "findings": [_finding(one, standard) for one in vector.expect],
    }


def _finding(expected: Expected, standard: Standard) -> Json:
    severity = expected.severity or standard.rules[expected.rule].severity
    place = {"row": expected.row} if expected.record is None else {"record": expected.record}
    return {"rule": expected.rule, "field": expected.field, **place, "severity": severity}


def vector_schema(standard: Standard) -> Json:
    """JSON Schema of one exported vector."""
    rule = {"type": "string", "enum": sorted(standard.rules)}
    day = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    finding = {
        "type": "object",
        "required": ["rule", "field", "severity"],
        "additionalProperties": False,
        "oneOf": [{"required": ["record"]}, {"required": ["row"]}],
        "properties": {
            "rule": rule,
            "field": {"type": ["string", "null"]},
            "record": {"type": "integer", "minimum": 1, "description": "Which of the records, counted from 1."},
            "row": {"type": "integer", "minimum": 1, "description": "Row of a spreadsheet that is no record."},
            "severity": {"enum": list(get_args(Severity))},
        },
    }
    record = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:three-list-conformance:{standard.edition.id}:vector",
        "title": "Vector",
        "description": "Records, how they are judged, and everything that has to be found in them.",
        "type": "object",
        "required": ["id", "rule", "clause", "name", "as_of", "purpose", "records", "valid", "rules", "findings"],
        "oneOf": [{"required": ["item"]}, {"required": ["record_type"]}],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "rule": rule | {"description": "The rule that the vector is about."},
            "clause": {"type": "string", "pattern": "^[^#]+#.+$"},
            "name": {"type": "string", "minLength": 1},
            "item": {"enum": sorted(standard.items)},
            "record_type": {"enum": sorted(standard.record_types)},
            "as_of": day | {"description": "The day by which the records are judged."},
            "purpose": {"enum": list(get_args(Purpose))},
            "party": {"enum": sorted(standard.parties)},
            "applies_from": day,
            "records": {"type": "array", "minItems": 1, "items": record},
            "valid": {"type": "boolean", "description": "True where nothing is to be found."},
            "rules": {"type": "array", "items": rule, "uniqueItems": True},
            "findings": {"type": "array", "items": finding},
        },
    }


def manifest_schema(standard: Standard) -> Json:
    """JSON Schema of the manifest."""
    digest = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
    count = {"type": "integer", "minimum": 0}
    words = {"type": "string", "minLength": 1}
    file = {
        "type": "object",
        "required": ["path", "digest"],
        "additionalProperties": False,
        "properties": {"path": words, "digest": digest},
    }
    rule = {
        "type": "object",
        "required": ["title", "title_en", "clause", "severity", "scope", "valid", "invalid"],
        "additionalProperties": False,
        "properties": {
            "title": words,
            "title_en": words,
            "clause": words,
            "severity": {"enum": list(get_args(Severity))},
            "scope": words,
            "valid": count | {"description": "Vectors about the rule in which nothing is to be found."},
            "invalid": count | {"description": "Vectors about the rule in which something is to be found."},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:three-list-conformance:{standard.edition.id}:vectors",
        "title": "Manifest of vectors",
        "type": "object",
        "required": ["format", "edition", "version", "digest", "vectors", "files", "rules"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "edition": words,
            "version": words,
            "digest": digest,
            "vectors": count,
            "files": {"type": "array", "minItems": 1, "items": file},
            "rules": {
                "type": "object",
                "propertyNames": {"enum": sorted(standard.rules)},
                "additionalProperties": rule,
            },
        },
    }
