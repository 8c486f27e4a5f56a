"""Entries with what is misshapen left out, so that everything else about them can still be said."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from conformance.catalog.store import Catalogue
from conformance.standard.entries import Entry
from conformance.standard.shapes import ClassShape, Shapes, SlotShape

_ABSENT = object()
_PLAIN = {"text": str, "code": str, "integer": int, "boolean": bool}


def sound(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the files that depart from their shape pruned; the problems stay as they are known."""
    broken = {problem.place.partition(":")[0] for problem in catalogue.entries.problems}
    if not broken:
        return catalogue
    files = tuple(
        replace(file, entries=tuple(_entry(entry, catalogue.shapes) for entry in file.entries))
        if file.name in broken
        else file
        for file in catalogue.entries.files
    )
    return replace(catalogue, entries=replace(catalogue.entries, files=files))


def _entry(entry: Entry, shapes: Shapes) -> Entry:
    return entry.holding(pruned(entry.data, shapes.entry(entry.list), shapes))


def pruned(data: dict[str, Any], shape: ClassShape, shapes: Shapes) -> dict[str, Any]:
    """The keys of the class whose values are of its kinds."""
    kept = {slot.key: _value(data[slot.key], slot, shapes) for slot in shape.slots if slot.key in data}
    return {key: value for key, value in kept.items() if value is not _ABSENT}


def _value(value: Any, slot: SlotShape, shapes: Shapes) -> Any:
    if not slot.several:
        return _one(value, slot, shapes)
    if not isinstance(value, list):
        return _ABSENT
    return [kept for part in value if (kept := _one(part, slot, shapes)) is not _ABSENT]


def _one(value: Any, slot: SlotShape, shapes: Shapes) -> Any:
    if slot.kind == "object":
        return pruned(value, shapes.classes[slot.range], shapes) if isinstance(value, dict) else _ABSENT
    wanted = _PLAIN[slot.kind]
    fits = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    return value if fits else _ABSENT
