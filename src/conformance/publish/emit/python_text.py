"""Texts as Python source: literals, comments, docstrings."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def literal(value: Any) -> str:
    """A value made of texts, numbers, lists and mappings, on one line; a sequence becomes a tuple."""
    if isinstance(value, str):
        return f'"{"".join(_written(character) for character in value)}"'
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{literal(key)}: {literal(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    raise TypeError(f"{type(value).__name__} is not written in Python")


def one_line(text: str) -> str:
    """A text as it may stand in a comment: one line, without characters that show nothing or turn the line around."""
    return " ".join("".join(one if _shown(one) else " " for one in text).split())


def _written(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _shown(character):
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _shown(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"
