"""Texts as they are written and as they are read: escapes of JSON, addresses and XML decoded, each character with its place.

What is found in the decoded text is replaced where it stands in the source, in the way in which it was written there; every
other character of the source stays as it came.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

_ESCAPE = (
    r"\\{1,64}u[0-9a-fA-F]{4}|\\[\"\\/bfnrt]"  # JSON
    r"|(?:%(?:25)*[0-9a-fA-F]{2})+"  # addresses and forms; %25 where an address was written into another
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"  # XML and HTML
)
_LOOSE = re.compile(_ESCAPE)
_FORM = re.compile(rf"{_ESCAPE}|\+")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


class Span(NamedTuple):
    """A stretch of a decoded text and what stands there instead."""

    start: int
    end: int
    replacement: str


class View(Struct, frozen=True):
    """A source and its decoded text."""

    source: str
    text: str
    places: Sequence[int] | None
    """Where each character of the text begins in the source, and where the last one ends; None where both are the same."""

    def replaced(self, spans: Iterable[Span], write: Callable[[str], str] | None = None) -> str:
        """The source with the spans, which do not overlap, replaced: as ``write`` has it, else as they were written before."""
        parts: list[str] = []
        done = 0
        for span in sorted(spans):
            start, end = (
                (span.start, span.end) if self.places is None else (self.places[span.start], self.places[span.end])
            )
            written = write(span.replacement) if write else _written(span.replacement, self.source[start:end])
            parts += (self.source[done:start], written)
            done = end
        return "".join((*parts, self.source[done:])) if parts else self.source


def view(source: str, *, form: bool = False) -> View:
    """The source as it is read, whatever way of escaping it uses; in a form ``+`` is a blank. A broken escape stands for itself."""
    pattern = _FORM if form else _LOOSE
    if pattern.search(source) is None:
        return View(source, source, None)
    characters: list[str] = []
    places: list[int] = []
    done = 0
    for escape in pattern.finditer(source):
        start = escape.start()
        characters += source[done:start]
        places += range(done, start)
        for character, length in _decoded(escape.group()):
            characters.append(character)
            places.append(start)
            start += length
        done = escape.end()
    characters += source[done:]
    places += range(done, len(source) + 1)
    return View(source, *_joined(characters, places))


def _joined(characters: list[str], places: list[int]) -> tuple[str, list[int]]:
    """Pairs of surrogates, as JSON writes characters beyond the first plane, become one character."""
    if not any(ord(character) in _HIGH for character in characters):
        return "".join(characters), places
    text: list[str] = []
    kept: list[int] = []
    for character, place in zip(characters, places, strict=False):
        if text and ord(character) in _LOW and ord(text[-1]) in _HIGH:
            text[-1] = chr(0x10000 + ((ord(text[-1]) - 0xD800) << 10) + ord(character) - 0xDC00)
        else:
            text.append(character)
            kept.append(place)
    return "".join(text), [*kept, places[-1]]


def _decoded(escape: str) -> Iterator[tuple[str, int]]:
    """The characters of one escape, each with the length of what it is written as."""
    if escape == "+":
        yield " ", 1
    elif escape[0] == "\\":
        if escape[-5:-4] == "u":
            yield chr(int(escape[-4:], 16)), len(escape)
        else:
            yield _SHORT.get(escape[1], escape[1]), len(escape)
    elif escape[0] == "&":
        character = html.unescape(escape)
        # An entity that stands for nothing stays as it is written.
        yield from ((escape[i], 1) for i in range(len(escape))) if len(character) != 1 else ((character, len(escape)),)
    else:
        yield from _unquoted(escape)


def _unquoted(escape: str) -> Iterator[tuple[str, int]]:
    octets = re.findall(r"%(?:25)*[0-9a-fA-F]{2}", escape)
    lengths = [len(octet) for octet in octets]
    done = 0
    for character in bytes(int(octet[-2:], 16) for octet in octets).decode("utf-8", "surrogateescape"):
        width = len(character.encode("utf-8", "surrogateescape"))
        yield character, sum(lengths[done : done + width])
        done += width


def _written(text: str, like: str) -> str:
    """A replacement in the way in which what it replaces was written."""
    if text.isascii():
        return text
    if re.search(r"%[0-9a-fA-F]{2}", like):
        try:
            return quote(text, safe="", errors="surrogateescape")
        except UnicodeEncodeError:  # half a character, as JSON may have it
            return quote(text, safe="", errors="surrogatepass")
    if re.search(r"\\u[0-9a-fA-F]{4}", like):
        return "".join(c if c.isascii() else _json_escape(c) for c in text)
    if re.search(r"&#[0-9xX]", like):
        return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)
    return text


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
