"""The cell rules as a JSON Schema of draft 2020-12 over records keyed by header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench.rules import CellRule


def json_schema(rules: Iterable[CellRule]) -> dict[str, Any]:
    """A schema that enforces the rules. A date is held to its form only: ``format: date`` wants hyphens."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {},
        "required": [],
    }
    for rule in rules:
        column = schema["properties"].setdefault(rule.header, {"type": "string"})
        if rule.kind == "required":
            schema["required"].append(rule.header)
        if rule.values is not None:
            column["enum"] = list(rule.values)
        if rule.pattern is not None:
            column["pattern"] = rule.pattern
        if rule.limit is not None:
            column["maxLength"] = rule.limit
    return schema
