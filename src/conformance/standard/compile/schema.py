"""Looking into LinkML: annotations, English labels, and slots as a class uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from linkml_runtime.utils.schemaview import SchemaView
from msgspec import Struct

from conformance.standard.problems import Faulty, Problem

Element = Any
"""A LinkML element. LinkML's own types allow a dict, a list or nothing wherever SchemaView gives an object."""

NATIONAL_CODE = re.compile(r"^[A-Z]+(_[A-Z0-9]+)*$")


def notes_of(element: Element) -> dict[str, str]:
    """Annotations of an element as plain text."""
    raw = element.annotations
    items = raw.items() if isinstance(raw, Mapping) else raw._items()
    return {str(tag): str(annotation.value) for tag, annotation in items}


def english(element: Element) -> str | None:
    """The element's English label."""
    for alias in element.structured_aliases or ():
        if alias.in_language == "en":
            return str(alias.literal_form)
    return None


def flag(notes: Mapping[str, str], tag: str, default: bool = False) -> bool:
    """A yes-or-no annotation."""
    return notes.get(tag, str(default)).lower() == "true"


def snake(name: str) -> str:
    """``OneOfCheck`` → ``one_of_check``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Use(Struct, frozen=True):
    """A slot as one class uses it: the slot's own words and annotations, overridden by the class's."""

    name: str
    title: str | None
    title_en: str | None
    description: str
    aliases: tuple[str, ...]
    range: str
    required: bool
    rank: int | None
    notes: Mapping[str, str]


class Schema:
    """The merged LinkML schema of the standard."""

    def __init__(self, root: Path) -> None:
        try:
            self.view: Any = SchemaView(str(root), merge_imports=False)
            self.view.imports_closure()
        except Exception as error:  # LinkML raises whatever its YAML and its loaders raise
            raise Faulty([Problem(root.name, f"LinkML cannot read it: {error}")]) from error

    @cached_property
    def classes(self) -> dict[str, Element]:
        """All classes by name."""
        return {str(name): cls for name, cls in self.view.all_classes().items()}

    @cached_property
    def slots(self) -> dict[str, Element]:
        """All slots by name."""
        return {str(name): slot for name, slot in self.view.all_slots().items()}

    @cached_property
    def extras(self) -> frozenset[str]:
        """The slots of ``schemas/extras.yaml``."""
        return frozenset(name for name, slot in self.slots.items() if str(slot.from_schema).endswith(":extras"))

    @cached_property
    def enums(self) -> dict[str, Element]:
        """All code lists by name."""
        return {str(name): enum for name, enum in self.view.all_enums().items()}

    @cached_property
    def types(self) -> dict[str, Element]:
        """The types that this standard defines; LinkML's own are left out."""
        own = {str(name): kind for name, kind in self.view.all_types().items()}
        return {name: kind for name, kind in own.items() if "w3id.org/linkml" not in str(kind.from_schema)}

    def record_classes(self) -> Iterator[tuple[str, Element]]:
        """Record type and class, in order of the record types' names."""
        yield from self._record_classes

    @cached_property
    def _record_classes(self) -> tuple[tuple[str, Element], ...]:
        found = [(notes_of(cls).get("record_type"), cls) for cls in self.classes.values()]
        return tuple(sorted(((name, cls) for name, cls in found if name), key=lambda pair: pair[0]))

    def ancestors(self, name: str) -> list[Element]:
        """The class and what it inherits from, nearest first."""
        return [self.classes[str(ancestor)] for ancestor in self.view.class_ancestors(name)]

    def uses(self, name: str) -> list[Use]:
        """The slots of a class in the order of their ranks."""
        found = [self._use(name, str(slot)) for slot in self.view.class_slots(name)]
        return sorted(found, key=lambda use: (use.rank is None, use.rank or 0, use.name))

    def bare(self, slot_name: str) -> Use:
        """A slot as it is by itself, of no class."""
        return _merged(slot_name, [self.slots[slot_name]])

    def _use(self, class_name: str, slot_name: str) -> Use:
        usages = [ancestor.slot_usage.get(slot_name) for ancestor in self.ancestors(class_name)]
        return _merged(slot_name, [*(usage for usage in usages if usage is not None), self.slots[slot_name]])


def _merged(slot_name: str, layers: list[Element]) -> Use:
    """A slot by its layers, the nearest first."""
    notes: dict[str, str] = {}
    for layer in reversed(layers):
        notes |= notes_of(layer)
    title = next((str(layer.title) for layer in layers if layer.title is not None), None)
    # The title that a class gives a slot may be an alias of the slot: elsewhere it is one of its other names.
    aliases = dict.fromkeys(str(alias) for layer in layers for alias in layer.aliases if str(alias) != title)
    english_labels = [label for layer in layers if (label := english(layer))]

    def nearest(attribute: str) -> Any:
        return next((value for layer in layers if (value := getattr(layer, attribute)) is not None), None)

    return Use(
        name=slot_name,
        title=title,
        title_en=english_labels[0] if english_labels else None,
        description=str(nearest("description") or ""),
        aliases=tuple(aliases),
        range=str(nearest("range") or "text"),
        required=bool(nearest("required")),
        rank=nearest("rank"),
        notes=notes,
    )
