"""Holding plain data to a class, by the JSON Schema that LinkML makes of it.

Whether data is right is asked of the fast validator; why it is not, of the one whose errors know their alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

Steps = Sequence[str | int]

_VALIDATORS: dict[tuple[int, str], tuple[Any, Any]] = {}


def errors(value: object, definitions: Mapping[str, Any], name: str) -> Iterator[tuple[Steps, str]]:
    """Path and sentence of everything in which a value departs from the class ``name`` of ``definitions``."""
    known = _VALIDATORS.get((id(definitions), name))
    if known is None:
        schema = {"$defs": definitions, "$ref": f"#/$defs/{name}"}
        known = (jsonschema_rs.Draft202012Validator(schema), Draft202012Validator(schema))
        _VALIDATORS[id(definitions), name] = known  # the validator keeps the definitions alive, and so their id
    quick, thorough = known
    if quick.is_valid(value):
        return
    for error in thorough.iter_errors(value):
        for cause in _causes(error):
            yield [*cause.absolute_path, *_unexpected(cause)], _sentence(cause)


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """The errors behind "matches none of the alternatives": those of the alternative that ``kind`` names."""
    if error.validator != "anyOf" or not error.context:
        yield error
        return
    branches: dict[int, list[ValidationError]] = {}
    for cause in error.context:
        branches.setdefault(int(cause.schema_path[0]), []).append(cause)
    meant = [causes for causes in branches.values() if not any(list(c.path) == ["kind"] for c in causes)]
    if len(meant) == 1:
        for cause in meant[0]:
            yield from _causes(cause)
    elif isinstance(error.instance, Mapping) and "kind" in error.instance:
        yield ValidationError(f"unknown kind {error.instance['kind']!r}", path=error.path, parent=error.parent)
    else:
        yield error


def _unexpected(error: ValidationError) -> list[str]:
    """The key that is not among the class's slots, to show its line."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, Mapping):
        return []
    return [str(key) for key in error.instance if key not in error.schema.get("properties", {})][:1]


def _sentence(error: ValidationError) -> str:
    where = ".".join(map(str, error.absolute_path))
    return f"{where}: {error.message}" if where else str(error.message)
