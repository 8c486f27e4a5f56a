"""``${name}`` in tests: replaced by what was captured, made or given; nothing else is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_NAME = re.compile(r"\$\{([a-z][a-z0-9_.-]*)\}")


class Missing(Exception):
    """A name that has no value: whatever should have captured, made or given it did not."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def names(template: object) -> Iterator[str]:
    """Every name within texts, lists and mappings, as often as it stands there."""
    if isinstance(template, str):
        yield from _NAME.findall(template)
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from names(value)
    elif isinstance(template, Sequence):
        for value in template:
            yield from names(value)


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with every name replaced.

    A text that is nothing but one name becomes its value, of whatever type; within a longer text a value is written as
    text. ``${given.subject.id}`` is the value under that very name, or else the member ``id`` of ``given.subject``.
    Raises Missing.
    """
    if isinstance(template, str):
        whole = _NAME.fullmatch(template)
        if whole:
            return value_of(whole[1], values)
        return _NAME.sub(lambda found: str(value_of(found[1], values)), template)
    if isinstance(template, Mapping):
        return {key: fill(value, values) for key, value in template.items()}
    if isinstance(template, list | tuple):
        return [fill(value, values) for value in template]
    return template


def value_of(name: str, values: Mapping[str, Any]) -> Any:
    """The value under a name, or the member of the value under its beginning. Raises Missing."""
    if name in values:
        return values[name]
    head, dot, member = name.rpartition(".")
    if dot:
        try:
            whole = value_of(head, values)
        except Missing:
            raise Missing(name) from None
        if isinstance(whole, Mapping) and member in whole:
            return whole[member]
    raise Missing(name)
