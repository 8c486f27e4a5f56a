"""YAML as plain data that knows its lines, read the same way by everybody.

PyYAML follows YAML 1.1, where ``on`` is true, ``010`` is eight and ``2016-05-09`` a date. Here only ``true``, ``false``,
``null`` and plain decimal numbers are anything but text, and a key that is there twice is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml  # type: ignore[import-untyped]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "": None}
_NUMBER = re.compile(r"^(0|-?[1-9][0-9]*)$")
_AMBIGUOUS = re.compile(
    r"^(?:yes|no|on|off|y|n|[-+]?0[0-9]+|[-+]?[0-9][0-9_]*(?::[0-9]+)+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})$", re.I
)
_OTHERWISE = re.compile(
    r"^(?:true|false|null|~|[-+]?[.0-9][0-9a-fox._:]*(?:e[-+]?[0-9]+)?|[-+]?\.(?:inf|nan)|=|<<)$", re.I
)
"""Bare words that some reader takes for a number, a truth or nothing; wider than need be, which costs a pair of quotes."""

Steps = tuple[str | int, ...]


class Unreadable(ValueError):
    """The text is no YAML, or says one thing twice."""


def read(text: str) -> tuple[Any, dict[Steps, int]]:
    """The data, and the line of every key and element by its path. Raises Unreadable."""
    lines: dict[Steps, int] = {}
    node = _composed(text)
    return None if node is None else _value(node, (), lines), lines


def ambiguous(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every bare word that YAML 1.1 and 1.2 read differently. Raises Unreadable."""
    node = _composed(text)
    if node is not None:
        yield from _ambiguous(node)


def is_plain_text(text: str) -> bool:
    """Whether a bare word is text to every reader of YAML, of either version."""
    return text not in _WORDS and not _NUMBER.match(text) and not _AMBIGUOUS.match(text) and not _OTHERWISE.match(text)


@lru_cache(maxsize=256)
def _composed(text: str) -> Any:
    """The nodes of a text, which nobody changes; the files of an edition are looked at more than once."""
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise Unreadable(" ".join(str(error).split())) from error


def _value(node: Any, path: Steps, lines: dict[Steps, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, (*path, place), lines) for place, part in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, part in node.value:
        name = str(key.value)
        if name in found:
            raise Unreadable(f"line {key.start_mark.line + 1}: the key {name} is there twice")
        lines[*path, name] = key.start_mark.line + 1
        found[name] = _value(part, (*path, name), lines)
    return found


def _scalar(node: Any) -> Any:
    text = str(node.value)
    if node.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _NUMBER.match(text) else text


def _ambiguous(node: Any) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        if not node.style and _AMBIGUOUS.match(node.value):
            yield node.start_mark.line + 1, str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _ambiguous(part)
    else:
        for key, part in node.value:
            yield from _ambiguous(key)
            yield from _ambiguous(part)
