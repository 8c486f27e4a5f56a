"""Reading the YAML of rule book and catalogue, and holding it to its LinkML class.

LinkML makes the JSON Schema; a misspelt key or a missing one is reported with its file and line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]

from conformance.standard.compile import yamltext
from conformance.standard.compile.problems import Faulty, Problem

Steps = Sequence[str | int]


class Shapes:
    """JSON Schemas of the LinkML classes, for validating data against any of them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._validators: dict[str, Draft202012Validator] = {}

    @cached_property
    def _schema(self) -> dict[str, Any]:
        # Imported by name: the type checker cannot read LinkML's generators.
        generators = import_module("linkml.generators.jsonschemagen")
        generator = generators.JsonSchemaGenerator(
            str(self._root), include_range_class_descendants=True, include_null=False, not_closed=False
        )
        schema: dict[str, Any] = json.loads(generator.serialize())
        return schema

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Path and sentence of everything in which a value departs from the class."""
        if name not in self._validators:
            schema = {"$defs": self._schema["$defs"], "$ref": f"#/$defs/{name}"}
            self._validators[name] = Draft202012Validator(schema)
        for error in self._validators[name].iter_errors(value):
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


class YamlFile:
    """One YAML file as plain data that still knows its lines."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        try:
            self.data, self._lines = yamltext.read(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yamltext.Unreadable) as error:
            raise Faulty([Problem(self.name, f"cannot be read: {error}")]) from error

    def place(self, path: Steps = ()) -> str:
        """File and line of a path within the data."""
        line = self._lines.get(tuple(path))
        return self.name if line is None else f"{self.name}:{line}"

    def checked(self, shapes: Shapes, name: str) -> Any:
        """The data, once it is known to be what the LinkML class says. Raises Faulty."""
        problems = [Problem(self.place(path), message) for path, message in shapes.errors(self.data, name)]
        if problems:
            raise Faulty(problems)
        return self.data
