"""The shape of an edition's entries: classes and slots in order, code lists with their labels, JSON Schema to hold to.

``compile`` makes it from LinkML and writes it beside the compiled standard; reading, linting, comparing and editing
catalogues need no LinkML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

Steps = Sequence[str | int]
RangeKind = Literal["text", "integer", "boolean", "code", "object"]


class SlotShape(Struct, frozen=True):
    """One key of an entry."""

    key: str
    title: str
    """Chinese, the column heading of a workbook."""
    kind: RangeKind
    range: str
    """Name of the class or code list; empty for text, numbers and yes-or-no."""
    several: bool
    required: bool
    description: str = ""


class ClassShape(Struct, frozen=True):
    """A kind of entry, or of an object within an entry, with its keys in order."""

    name: str
    title: str
    slots: tuple[SlotShape, ...]

    def slot(self, key: str) -> SlotShape:
        """The slot of that key. Raises KeyError."""
        for candidate in self.slots:
            if candidate.key == key:
                return candidate
        raise KeyError(f"{self.name} has no key {key}")


class Shapes(Struct, frozen=True):
    """All of them. ``lists`` are the top-level keys of catalogue files and the classes of their entries."""

    classes: dict[str, ClassShape]
    codes: dict[str, tuple[tuple[str, str], ...]]
    """Code list → codes in order, each with its Chinese label."""
    lists: dict[str, str]
    """``items`` → ``DataItemEntry``."""
    files: dict[str, str]
    """``items`` → ``DataList``, the class of a whole file."""
    definitions: dict[str, Any] = field(default_factory=dict)
    """JSON Schema of every class and code list, by name."""

    def entry(self, key: str) -> ClassShape:
        """The class of the entries under a top-level key."""
        return self.classes[self.lists[key]]

    def errors(self, value: object, name: str) -> Iterator[tuple[Steps, str]]:
        """Path and sentence of everything in which a value departs from the class."""
        from conformance.standard.shapecheck import errors

        return errors(value, self.definitions, name)


@cache
def load_shapes() -> Shapes:
    """The shape of the editions that are shipped."""
    path = files("conformance.standard") / "shapes.json"
    return msgspec.json.decode(path.read_bytes(), type=Shapes)


def label(shapes: Shapes, code_list: str, code: str) -> str:
    """The Chinese label of a code; the code itself where there is none."""
    return dict(shapes.codes.get(code_list, ())).get(code, code)
