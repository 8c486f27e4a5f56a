"""What stands at a JSON pointer in values that were read."""

from __future__ import annotations

from typing import Any

from conformance.standard.jsonpointer import steps


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
