"""JSON Pointer (RFC 6901) into values that were read."""

from __future__ import annotations

from typing import Any


def steps(pointer: str) -> list[str]:
    """The names along a pointer; none for the whole."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def at(value: Any, pointer: str, absent: Any = None) -> Any:
    """What stands at a pointer; ``absent`` where nothing does."""
    for name in steps(pointer):
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isascii() and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return absent
    return value
