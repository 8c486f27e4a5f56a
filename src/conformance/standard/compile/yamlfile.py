"""Reading the YAML of rule book and catalogue, and holding it to its LinkML class.

LinkML makes the JSON Schema; a misspelt key or a missing one is reported with its file and line.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from linkml.generators.jsonschemagen import JsonSchemaGenerator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from conformance.standard.compile.problems import Faulty, Problem

Steps = Sequence[str | int]


class Shapes:
    """JSON Schemas of the LinkML classes, for validating data against any of them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _schema(self) -> dict[str, Any]:
        generator = JsonSchemaGenerator(
            str(self._root), include_range_class_descendants=True, include_null=False, not_closed=False
        )
        schema: dict[str, Any] = json.loads(generator.serialize())
        return schema

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Path and sentence of everything in which a value departs from the class."""
        schema = {"$defs": self._schema["$defs"], "$ref": f"#/$defs/{name}"}
        for error in Draft202012Validator(schema).iter_errors(value):
            for cause in _causes(error):
                yield list(cause.absolute_path), _sentence(cause)


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


def _sentence(error: ValidationError) -> str:
    where = ".".join(map(str, error.absolute_path))
    return f"{where}: {error.message}" if where else str(error.message)


class YamlFile:
    """One YAML file as plain data that still knows its lines."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        try:
            self._raw = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, YAMLError) as error:
            raise Faulty([Problem(self.name, f"cannot be read: {error}")]) from error
        self.data = _plain(self._raw)

    def place(self, path: Steps = ()) -> str:
        """File and line of a path within the data."""
        node, line = self._raw, None
        for part in path:
            places = getattr(node, "lc", None)
            try:
                line = (places.key(part) if isinstance(node, Mapping) else places.item(part))[0]  # type: ignore[union-attr]
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return self.name if line is None else f"{self.name}:{line + 1}"

    def checked(self, shapes: Shapes, name: str) -> Any:
        """The data, once it is known to be what the LinkML class says. Raises Faulty."""
        problems = [Problem(self.place(path), message) for path, message in shapes.errors(self.data, name)]
        if problems:
            raise Faulty(problems)
        return self.data


def _plain(node: object) -> Any:
    """Plain dicts, lists and text; days and years become the text that they were written as."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, datetime.datetime | datetime.date):
        return node.isoformat()[:10]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    return str(node) if isinstance(node, str) else node
