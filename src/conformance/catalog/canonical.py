"""The one way in which a file of entries is written: the same entries give the same bytes.

Keys stand in the order of their class. What fits a line is written on one, the rest is broken over several; comments are
kept at the head of a file and above an entry, nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from conformance.standard import yamltext
from conformance.standard.entries import EntryFile
from conformance.standard.shapes import ClassShape, Shapes, SlotShape

WIDTH = 120
"""Columns of a line; a Han character counts as one, as in any editor's ruler."""
_PLAIN = re.compile(r"^[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n\r\t]*$")
_UNREADABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON writes as it is and YAML cannot read, or reads otherwise."""
_UNSAFE = re.compile(rf": |:$| #|[\[\]{{}},]|\s$|[\x00-\x1f]|{_UNREADABLE.pattern}")


def dump(file: EntryFile, shapes: Shapes) -> str:
    """The text of a file of entries, with a line end at its end."""
    shape = shapes.entry(file.list)
    lines = [*map(_comment, file.comment), f"{file.list}:"]
    for entry in file.entries:
        lines += ["  " + _comment(text) for text in entry.comment]
        body = list(_mapping(entry.data, shape, shapes, "    "))
        lines += ["  - " + body[0].lstrip(), *body[1:]]
    return "\n".join(lines) + "\n"


def in_order(data: dict[str, Any], shape: ClassShape) -> list[tuple[SlotShape, Any]]:
    """Keys and values in the order of the class. KeyError for a key that the class does not have."""
    found = [(slot, data[slot.key]) for slot in shape.slots if slot.key in data]
    if len(found) != len(data):
        for key in data:
            shape.slot(key)
    return found


def _comment(text: str) -> str:
    return f"# {text}" if text else "#"


def _mapping(data: dict[str, Any], shape: ClassShape, shapes: Shapes, indent: str) -> Iterator[str]:
    for slot, value in in_order(data, shape):
        flow = f"{indent}{slot.key}: {_flow(value, slot, shapes)}"
        if len(flow) <= WIDTH and not _lists_objects(value):
            yield flow
        elif isinstance(value, dict):
            yield f"{indent}{slot.key}:"
            yield from _mapping(value, shapes.classes[slot.range], shapes, indent + "  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{slot.key}:"
            for part in value:
                yield from _element(part, slot, shapes, indent + "  ")
        else:
            yield flow


def _element(part: Any, slot: SlotShape, shapes: Shapes, indent: str) -> Iterator[str]:
    flow = f"{indent}- {_flow(part, slot, shapes)}"
    if len(flow) <= WIDTH or not isinstance(part, dict):
        yield flow
        return
    body = list(_mapping(part, shapes.classes[slot.range], shapes, indent + "  "))
    yield f"{indent}- {body[0].lstrip()}"
    yield from body[1:]


def _lists_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _flow(value: Any, slot: SlotShape, shapes: Shapes) -> str:
    if isinstance(value, dict):
        pairs = in_order(value, shapes.classes[slot.range])
        return "{" + ", ".join(f"{key.key}: {_flow(part, key, shapes)}" for key, part in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part, slot, shapes) for part in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """One value: bare where nobody can misread it, else in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _PLAIN.match(text) and not _UNSAFE.search(text) and yamltext.is_plain_text(text):
        return text
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
