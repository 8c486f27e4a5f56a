"""Names, annotations, types, patterns and code lists, module by module."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.standard import yamltext
from conformance.standard.compile.lint import vocabulary
from conformance.standard.compile.lint.patterns import faults
from conformance.standard.compile.schema import Element, Schema, english, notes_of
from conformance.standard.problems import Problem

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_CODE = re.compile(r"^[!-~]+$")
_HAN = re.compile(r"[㐀-鿿]")


def problems(schema: Schema) -> Iterator[Problem]:
    """Faults that can be seen without knowing what a record is."""
    yield from _yaml_traps(schema)
    yield from _names(schema)
    yield from _annotations(schema)
    yield from _types(schema)
    yield from _slots(schema)
    yield from _code_lists(schema)


def undefined(schema: Schema) -> Iterator[Problem]:
    """Slots of classes that no module defines: LinkML makes them up, and nothing is known of them."""
    defined = {str(name) for _, module in _modules(schema) for name in module.slots}
    for place, module in _modules(schema):
        for name, cls in module.classes.items():
            for slot in sorted({*map(str, cls.slots), *map(str, cls.slot_usage)} - defined):
                yield Problem(place, f"the class {name} has the slot {slot}, which no module defines")


def _modules(schema: Schema) -> Iterator[tuple[str, Any]]:
    for module in schema.view.schema_map.values():
        if "w3id.org/linkml" not in str(module.id):
            yield f"schemas/{module.name}.yaml", module


def _yaml_traps(schema: Schema) -> Iterator[Problem]:
    """LinkML reads YAML 1.1, where ``on`` is true and ``010`` is eight: nothing may depend on it."""
    folder = Path(str(schema.view.schema.source_file)).parent
    for place, module in _modules(schema):
        text = (folder / f"{module.name}.yaml").read_text(encoding="utf-8")
        for line, word in yamltext.ambiguous(text):
            yield Problem(f"{place}:{line}", f"YAML 1.1 and 1.2 read {word} differently; quote it")


def _names(schema: Schema) -> Iterator[Problem]:
    root = schema.view.schema
    for kind in ("slots", "classes", "enums", "types"):
        homes: dict[str, list[str]] = defaultdict(list)
        for place, module in _modules(schema):
            for name in getattr(module, kind):
                homes[str(name)].append(place)
        for name, places in homes.items():
            if len(places) > 1:
                yield Problem(
                    places[-1], f"{kind}: {name} is there already, in {places[0]}; LinkML would keep the last"
                )
    for place, module in _modules(schema):
        for name in module.slots:
            if not _NAME.match(str(name)):
                yield Problem(place, f"the slot {name} is not in snake_case")
        for name, cls in module.classes.items():
            if cls.attributes:
                yield Problem(place, f"the class {name} has attributes; slots have one name for all classes")
        for prefix in module.prefixes:
            if prefix not in root.prefixes:
                yield Problem(place, f"the root does not declare the prefix {prefix}")


def _annotations(schema: Schema) -> Iterator[Problem]:
    for place, module in _modules(schema):
        for name, slot in module.slots.items():
            yield from _held(place, f"slot {name}", slot, vocabulary.SLOT)
        for name, kind in module.types.items():
            yield from _held(place, f"type {name}", kind, vocabulary.TYPE)
        for name, enum in module.enums.items():
            yield from _held(place, f"code list {name}", enum, vocabulary.ENUM)
            for code, value in enum.permissible_values.items():
                yield from _held(place, f"code {name}.{code}", value, vocabulary.VALUE)
        for name, cls in module.classes.items():
            yield from _held(place, f"class {name}", cls, vocabulary.CLASS)
            for used, usage in cls.slot_usage.items():
                yield from _held(place, f"slot {used} of {name}", usage, vocabulary.SLOT)
            for rule in cls.rules:
                yield from _held(place, f"rule {rule.title!r} of {name}", rule, vocabulary.CLASS_RULE)


def _held(place: str, what: str, element: Element, known: Mapping[str, str]) -> Iterator[Problem]:
    for tag, value in notes_of(element).items():
        if tag not in known:
            yield Problem(place, f"{what}: unknown annotation {tag}; known: {', '.join(known)}")
        elif not re.fullmatch(known[tag], value):
            yield Problem(place, f"{what}: the annotation {tag} may not be {value!r}")


def _types(schema: Schema) -> Iterator[Problem]:
    for place, module in _modules(schema):
        for name, kind in module.types.items():
            for needed in ("base", "uri", "title"):
                if not getattr(kind, needed):
                    yield Problem(place, f"the type {name} has no {needed}")
            notes = notes_of(kind)
            if "field_type" not in notes:
                yield Problem(place, f"the type {name} has no annotation field_type")
            if kind.pattern:
                for fault in faults(str(kind.pattern)):
                    yield Problem(place, f"type {name}: {fault}")
                if not {"shape_zh", "shape_en", "shape_clause"} <= notes.keys():
                    missing = "no words for it (shape_zh, shape_en) or no clause (shape_clause)"
                    yield Problem(place, f"the type {name} has a pattern and {missing}")


def _slots(schema: Schema) -> Iterator[Problem]:
    for place, module in _modules(schema):
        usages = [
            (f"{name} of {cls.name}", slot) for cls in module.classes.values() for name, slot in cls.slot_usage.items()
        ]
        for name, slot in [*module.slots.items(), *usages]:
            if slot.pattern:
                for fault in faults(str(slot.pattern)):
                    yield Problem(place, f"slot {name}: {fault}")
        for name, slot in module.slots.items():
            if str(slot.range) in schema.classes and slot.multivalued:
                by_key = notes_of(slot).get("by_key") == "true"
                if not by_key and not slot.inlined_as_list:
                    yield Problem(place, f"the slot {name} holds several objects and is not inlined_as_list")
                if slot.required and not by_key and slot.minimum_cardinality is None:
                    yield Problem(place, f"the slot {name} is required and may be an empty list: minimum_cardinality")


def _code_lists(schema: Schema) -> Iterator[Problem]:
    for place, module in _modules(schema):
        for name, enum in module.enums.items():
            values = enum.permissible_values.values()
            titles = Counter(str(value.title) for value in values)
            for title, number in titles.items():
                if number > 1:
                    yield Problem(place, f"code list {name}: the title {title} is there {number} times")
            for value in values:
                if not _CODE.match(str(value.text)) or str(value.text) in ("True", "False", "None"):
                    yield Problem(place, f"code list {name}: the code {value.text} is not plain ASCII, or not quoted")
                if not value.title or not _HAN.search(str(value.title)):
                    yield Problem(place, f"code list {name}: the code {value.text} has no Chinese title")
            if "wanted" in notes_of(enum):
                yield from _words_of_list(place, str(name), enum)


def _words_of_list(place: str, name: str, enum: Element) -> Iterator[Problem]:
    """A list of values that people write: each word means one code, in both languages."""
    if "source" not in notes_of(enum) or not enum.title or not english(enum):
        yield Problem(place, f"the code list {name} needs a source and titles in both languages")
    meanings: dict[str, set[str]] = defaultdict(set)
    for value in enum.permissible_values.values():
        if not english(value):
            yield Problem(place, f"code list {name}: the code {value.text} has no English label")
        for word in (value.text, value.title, *value.aliases):
            meanings[str(word)].add(str(value.text))
    for word, codes in meanings.items():
        if len(codes) > 1:
            yield Problem(place, f"code list {name}: {word} means {' and '.join(sorted(codes))}")
