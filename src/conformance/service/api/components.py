"""Schemas and examples of the OpenAPI document: the report's and the envelopes' are those that there are, the service's own stand here."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from conformance.exchange.profile import reference
from conformance.exchange.profile.envelopes import envelope_schema
from conformance.publish.shape_schema import placed
from conformance.publish.written_schema import report_schema
from conformance.report.model import Verdict
from conformance.service.model import State

Object = dict[str, Any]
_PLACE = "#/components/schemas/"
_TEXT: Object = {"type": "string"}
_MAYBE: Object = {"type": ["string", "null"]}
_COUNT: Object = {"type": "integer", "minimum": 0}
_OBJECT: Object = {"type": "object"}


def _closed(properties: Object, optional: tuple[str, ...] = ()) -> Object:
    """An object with these keys, all of them but the optional ones, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _listed(key: str, entry: Object, **more: Object) -> Object:
    return _closed({key: {"type": "array", "items": entry}, **more})


_OUTCOME = _closed(
    {
        "verdict": {"type": "string", "enum": list(get_args(Verdict))},
        "errors": _COUNT,
        "warnings": _COUNT,
        "infos": _COUNT,
        "inputs": _COUNT,
        "rows": _COUNT,
        "accepted_rows": _COUNT,
        "rejected_rows": _COUNT,
        "items": {"type": "array", "items": _TEXT},
        "recorded": _MAYBE,
        "record_failed": {"type": "boolean"},
        "record_again": {"type": "boolean"},
        "nil_return": {"type": "boolean"},
    }
)
_CHECK = _closed(
    {
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "state": {"type": "string", "enum": list(get_args(State))},
        "files": {"type": "array", "items": _TEXT, "minItems": 1},
        "bytes": _COUNT,
        "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "created": {"type": "string", "format": "date-time"},
        "finished": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
        "asked": _OBJECT,
        "ahead": {"type": ["integer", "null"], "minimum": 0},
        "progress": {
            "anyOf": [
                _closed(
                    {"rows": _COUNT, "path": _TEXT, "share": {"type": ["number", "null"], "minimum": 0, "maximum": 1}}
                ),
                {"type": "null"},
            ]
        },
        "problem": _MAYBE,
        "outcome": {"anyOf": [{"$ref": _PLACE + "Outcome"}, {"type": "null"}]},
        "links": {"type": "object", "additionalProperties": _TEXT},
    }
)


@cache
def SCHEMAS() -> Object:  # noqa: N802 - a table that takes a while to make
    """Name → schema."""
    found: Object = {
        "Object": _OBJECT,
        "Outcome": _OUTCOME,
        "Check": _CHECK,
        "Checks": _listed("checks", {"$ref": _PLACE + "Check"}, total=_COUNT),
        "Rule": _OBJECT,
        "Rules": _listed("rules", {"$ref": _PLACE + "Rule"}),
        "Item": _OBJECT,
        "Items": _listed("items", {"$ref": _PLACE + "Item"}),
        "CodeLists": _listed("code_lists", _OBJECT),
        "Parties": _listed("parties", _OBJECT),
        "Entries": _listed("entries", _OBJECT),
        "Runs": _listed("runs", _OBJECT, next=_MAYBE),
    }
    for schema in (report_schema(), envelope_schema("Problem")):
        found |= placed(schema["$defs"], _PLACE)
    return found


EXAMPLES: Object = {
    "licence": {
        "summary": "一条行政许可（合成数据） / a licence, made up",
        "value": [dict(reference.seed_records()[0].data)],
    }
}
"""Name → example."""
