"""Texts as TypeScript source: literals and comments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.publish.emit.python_text import one_line


def literal(value: Any) -> str:
    """A value made of texts, whole numbers, lists and mappings, on one line; what shows nothing is escaped."""
    if isinstance(value, str):
        return "".join(_escaped(one) for one in json.dumps(value, ensure_ascii=False))
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Mapping):
        # A key in brackets makes a member of whatever name, __proto__ among them.
        return f"{{ {', '.join(f'[{literal(key)}]: {literal(one)}' for key, one in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    raise TypeError(f"{type(value).__name__} is not written in TypeScript")


def comment(text: str) -> str:
    """A text as a comment of documentation."""
    return f"/** {one_line(text).replace('*/', '* /').replace('/*', '/ *')} */"


def _escaped(character: str) -> str:
    return character if character == one_line(character) or character == " " else json.dumps(character)[1:-1]
