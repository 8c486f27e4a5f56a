"""Texts that a browser would take for more than texts, put wherever a declaration has words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from conformance.standard.model import Text

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1) &lt;b&gt;"
"""Opens an element, ends an attribute and a script, and has an entity that must not become what it stands for."""
_WORDS = {"name", "term", "terms", "aliases"}
"""Keys of entries whose values are words as they are, in Chinese alone."""


def hostile(value: Any, *names: str) -> Any:
    """A declaration with something evil at the end of every text of both languages in it, and of its plain texts of these names."""
    if isinstance(value, Text):
        return Text(value.zh + EVIL, value.en + EVIL)
    if isinstance(value, tuple):
        return tuple(hostile(one, *names) for one in value)
    if isinstance(value, dict):
        return {key: hostile(one, *names) for key, one in value.items()}
    if not isinstance(value, Struct):
        return value
    held = asdict(value)
    made = {
        name: one + EVIL if name in names and isinstance(one, str) else hostile(one, *names)
        for name, one in held.items()
    }
    return replace(value, **made)


def hostile_entry(data: Any, key: str = "") -> Any:
    """The same of an entry of a list, as it is read from its file."""
    if isinstance(data, Mapping):
        return {name: one + EVIL if name in ("zh", "en") else hostile_entry(one, name) for name, one in data.items()}
    if isinstance(data, list):
        return [hostile_entry(one, key) for one in data]
    return data + EVIL if key in _WORDS and isinstance(data, str) else data


def injected(text: str) -> bool:
    """Whether a browser would make elements of what is evil."""
    return "<script>alert" in text or "<img src=x" in text or "\"'><" in text
