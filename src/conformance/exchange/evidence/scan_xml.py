"""Finding the values in XML and HTML, however broken: texts, attributes, and what stands in comments and CDATA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from conformance.exchange.evidence.value import Value

_QUOTED = r"\"[^\"<]*+\"|'[^'<]*+'"
_PIECES = rf"(?:[^<>\"']++|{_QUOTED})*+"
_ODD = r"\"[^\"<]*+(?:<[^\"<]*+){1,4}+\"|'[^'<]*+(?:<[^'<]*+){1,4}+'"
_TAG = re.compile(rf"<(/?)([^\s<>/=]++)({_PIECES}(?:(?:{_ODD}){_PIECES}){{0,4}}+)>")
"""A tag. ``<`` in quotes is no XML but does occur, so a few are let through: with any number of them, a body of ``<a "`` alone
would be read to its end from each of its tags."""
_ATTRIBUTES = re.compile(r"(?<![^\s=\"'<>/])([^\s=\"'<>/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))")
_NAMING = ("name", "key", "id", "code", "field")
"""Attributes that name what an element holds: ``<item name="XK_XDR_SFZ">``."""
_ENCLOSED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
_Stack = list[tuple[str, str, int]]
"""Open elements: tag, what it is called, number of its record."""


def xml_values(source: str) -> Iterator[Value]:
    """All of it: texts and attributes with the element or attribute that holds them, everything else without a name."""
    yield from _within(source, 0, len(source), [], count(1))


def _within(source: str, at: int, end: int, stack: _Stack, records: Iterator[int]) -> Iterator[Value]:
    last = {closes: source.rfind(closes, at, end) for _, closes in _ENCLOSED}
    while at < end:
        begins = source.find("<", at, end)
        tag = None
        if begins == at:
            close = _enclosed(source, at, end, last)
            if close is not None:
                yield from _content(source, (at, *close), stack, records)
                at = close[2]
                continue
            tag = _TAG.match(source, at, end)
            begins = source.find("<", at + 1, end)
        if tag is None:
            stop = end if begins < 0 else begins
            yield Value(at, stop, *_holder(stack))
            at = stop
        else:
            yield from _tag(source, tag, stack, records)
            at = tag.end()


def _holder(stack: _Stack) -> tuple[str | None, int]:
    """The name that a text has here, and its record: that of the element around the one that holds it."""
    return (stack[-1][1], stack[-2][2] if len(stack) > 1 else 0) if stack else (None, 0)


def _enclosed(source: str, at: int, end: int, last: dict[str, int]) -> tuple[int, int, int] | None:
    """Where the content of a comment, CDATA or instruction that begins here begins and ends, and where it is over itself; None
    where nothing does, or where it is never closed."""
    for opens, closes in _ENCLOSED:
        if source.startswith(opens, at):
            begins = at + len(opens)
            stops = source.find(closes, begins, end) if begins <= last[closes] else -1
            return None if stops < 0 else (begins, stops, stops + len(closes))
    return None


def _content(source: str, places: tuple[int, int, int, int], stack: _Stack, records: Iterator[int]) -> Iterator[Value]:
    """What stands in a comment, CDATA or instruction: read as XML again where it looks like it, as messages in messages are."""
    at, begins, stops, _ = places
    around = stack[-2:] if source.startswith("<![", at) else []
    if "<" in source[begins:stops]:
        yield from _within(source, begins, stops, around, records)
    elif begins < stops:
        yield Value(begins, stops, *(_holder(around) if around else (None, _holder(stack)[1])))


def _tag(source: str, tag: re.Match[str], stack: _Stack, records: Iterator[int]) -> Iterator[Value]:
    name, done = tag.group(2), tag.start(2)
    called, record = name.rpartition(":")[2], next(records)
    for attribute in _ATTRIBUTES.finditer(source, tag.start(3), tag.end(3)):
        group = attribute.lastindex or 0
        start, end = attribute.span(group)
        yield Value(done, start, None, -1)
        yield Value(start, end, attribute.group(1), record)
        done = end
        if attribute.group(1).lower() in _NAMING:
            called = attribute.group(group)
    # Tags and attributes may be called what they should not be: by an identifier.
    yield Value(done, tag.end(3), None, -1)
    if tag.group(1):
        while stack and stack[-1][0] != name:
            stack.pop()
        if stack:
            stack.pop()
    elif not tag.group(3).endswith("/"):
        stack.append((name, called, record))
