"""Reading the YAML of rule book and catalogue, and holding it to its class: every fault with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from conformance.standard import yamltext
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import Steps


class Holder(Protocol):
    """Anything that knows the classes that data can be held to."""

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Path and sentence of everything in which a value departs from the class."""
        ...


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

    def checked(self, shapes: Holder, name: str) -> Any:
        """The data, once it is known to be what the LinkML class says. Raises Faulty."""
        problems = [Problem(self.place(path), message) for path, message in shapes.errors(self.data, name)]
        if problems:
            raise Faulty(problems)
        return self.data
