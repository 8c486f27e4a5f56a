"""Holding a document (a manifest, a configuration) to its shape, which follows from LinkML: each fault in one sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from conformance.standard.model import Text
from conformance.standard.shapes import ClassShape, Shapes, SlotShape, Steps

ROOT = "Submission"
_NAMES = {
    "text": Text("文字", "a text"),
    "integer": Text("整数", "a whole number"),
    "boolean": Text("true 或 false", "true or false"),
}


def faults(value: Any, shapes: Shapes, root: str = ROOT) -> Iterator[tuple[Steps, Text]]:
    """Path and sentence of everything in which a document departs from its class, in order of the class's keys."""
    yield from _object(value, shapes.classes[root], (), shapes)


def _object(value: Any, shape: ClassShape, path: tuple[str | int, ...], shapes: Shapes) -> Iterator[tuple[Steps, Text]]:
    if not isinstance(value, dict):
        yield path, Text(f"{_at(path).zh}应写成“键: 值”的形式", f"{_at(path).en} has to be keys with values")
        return
    known = {slot.key: slot for slot in shape.slots}
    for key in value:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = Text(f"，是否指“{near[0]}”？", f"; did you mean {near[0]}?") if near else Text("", "")
            yield (
                (*path, key),
                Text(
                    f"{_at(path).zh}有不认识的键“{key}”{hint.zh or '，可用的有 ' + '、'.join(known)}",
                    f"{_at(path).en} has an unknown key {key!r}{hint.en or '; known are ' + ', '.join(known)}",
                ),
            )
    for slot in shape.slots:
        if slot.key not in value or value[slot.key] is None:
            if slot.required:
                yield path, Text(f"{_at(path).zh}缺少 {slot.key}（{slot.title}）", f"{_at(path).en} lacks {slot.key}")
            continue
        yield from _slot(value[slot.key], slot, (*path, slot.key), shapes)


def _slot(value: Any, slot: SlotShape, path: tuple[str | int, ...], shapes: Shapes) -> Iterator[tuple[Steps, Text]]:
    if slot.several:
        if not isinstance(value, list) or (slot.required and not value):
            yield path, Text(f"{_at(path).zh}应写成列表", f"{_at(path).en} has to be a list")
            return
        for place, part in enumerate(value):
            yield from _one(part, slot, (*path, place), shapes)
        return
    yield from _one(value, slot, path, shapes)


def _one(value: Any, slot: SlotShape, path: tuple[str | int, ...], shapes: Shapes) -> Iterator[tuple[Steps, Text]]:
    if slot.kind == "object":
        yield from _object(value, shapes.classes[slot.range], path, shapes)
        return
    if slot.kind == "code":
        codes = [code for code, _ in shapes.codes[slot.range]]
        if value not in codes:
            yield path, _wrong(path, value, Text(" 或 ".join(codes), " or ".join(codes)))
        return
    right = isinstance(value, bool) if slot.kind == "boolean" else isinstance(value, int | str)
    if slot.kind == "integer":
        right = isinstance(value, int) and not isinstance(value, bool)
    if not right or isinstance(value, bool) != (slot.kind == "boolean"):
        yield path, _wrong(path, value, _NAMES[slot.kind])
        return
    yield from _limits(value, slot, path, shapes)


def _limits(value: Any, slot: SlotShape, path: tuple[str | int, ...], shapes: Shapes) -> Iterator[tuple[Steps, Text]]:
    """Pattern and least value, as the class's JSON Schema has them."""
    schema: dict[str, Any] = next(
        (
            definition["properties"][slot.key]
            for name, definition in shapes.definitions.items()
            if slot in getattr(shapes.classes.get(name), "slots", ()) and slot.key in definition.get("properties", {})
        ),
        {},
    )
    pattern, least = schema.get("pattern"), schema.get("minimum")
    if pattern is not None and not re.search(pattern, str(value)):
        example = _EXAMPLES.get(slot.key, pattern)
        yield path, _wrong(path, value, Text(f"{example} 的形式", f"of the form {example}"))
    if least is not None and isinstance(value, int) and value < least:
        yield path, _wrong(path, value, Text(f"不小于 {least}", f"no less than {least}"))


_EXAMPLES = {"from": "2016-05-01", "to": "2016-05-31", "sum": "1234.50", "sha256": "64 × [0-9a-f]"}


def _wrong(path: tuple[str | int, ...], value: Any, wanted: Text) -> Text:
    shown = str(value) if not isinstance(value, dict | list) else "…"
    return Text(f"{_at(path).zh}的值“{shown}”应为{wanted.zh}", f"{_at(path).en} is {shown!r} and has to be {wanted.en}")


def _at(path: tuple[str | int, ...]) -> Text:
    """A place in words: ``files[2].sum``, counted from 1."""
    if not path:
        return Text("最外层", "the top level")
    said = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return Text(f" {said} ", said)
