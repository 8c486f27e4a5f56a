"""JSON Schema from LinkML: what the YAML of rule book and catalogue is held to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from conformance.standard import shapecheck
from conformance.standard.shapecheck import Steps


class Definitions:
    """JSON Schemas of the LinkML classes, fresh from their sources."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def schemas(self) -> dict[str, Any]:
        """JSON Schema of every class and code list, by name."""
        # Imported by name: the type checker cannot read LinkML's generators.
        generators = import_module("linkml.generators.jsonschemagen")
        generator = generators.JsonSchemaGenerator(
            str(self._root), include_range_class_descendants=True, include_null=False, not_closed=False
        )
        schema: dict[str, Any] = json.loads(generator.serialize())
        defined: dict[str, Any] = schema["$defs"]
        return defined

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Path and sentence of everything in which a value departs from the class."""
        return shapecheck.errors(value, self.schemas, name)
