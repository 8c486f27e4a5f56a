"""Which encoding a text is in, by proof over the whole of it: no detector, no fixed prefix.

The ladder: a byte order mark decides; else what is strictly UTF-8 is UTF-8; else what is strictly GB18030 is
GB18030, unless the header reads as the standard's names only in another encoding. Where nothing fits strictly, the
encoding that makes sense of the header wins, and else the one with fewer undecodable lines; the places of the bad
bytes are then reported by the reader as it meets them.

A step is left out where it can no longer change the outcome: a large file whose header reads only as UTF-8 is taken for
UTF-8 on every way down, and one whose header reads only as GB18030 for that unless it is strictly UTF-8.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable

import polars as pl
from msgspec import Struct

from conformance.native.views import one_cell
from conformance.sources.model import Unusable
from conformance.sources.source import Source

BLOCK = 1 << 22
_HEADER_LINES = 40
"""Lines in which names of columns are looked for."""
_LARGE = 1 << 24
"""Bytes from which on the header is looked at before all bytes are."""
_SUBSETS_OF_GB18030 = {"gbk", "gb2312", "gb18030"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Proof(Struct, frozen=True):
    """The encoding that a text has to be read in. Whether every byte of it decodes is told when it is read."""

    encoding: str
    bom: int = 0
    """Bytes of the byte order mark, to be skipped."""


def prove(source: Source, names: Iterable[str], forced: str | None = None) -> Proof:
    """Find the encoding of a source; ``names`` are header names that settle a doubt, ``forced`` is the user's word."""
    head = source.head()
    if forced is not None:
        return _forced(forced, head)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return Proof(encoding, len(mark))
    names = list(names)
    if source.size > _LARGE and _leaders(head, names) == (["utf-8"], True):
        return Proof("utf-8")
    position = _utf8_until(source)
    if position is None and b"\0" not in head:
        return Proof("utf-8")
    leaders, familiar = _leaders(head, names)
    if familiar and len(leaders) == 1:
        return Proof(leaders[0])
    strict = "utf-8" if position is None else "gb18030" if _is_gb18030(source, position) else None
    if strict in leaders:
        return Proof(strict)
    return Proof(min((c for c in leaders if not c.startswith("utf-16")), key=lambda c: bad_lines(source, c)))


def _leaders(head: bytes, names: list[str]) -> tuple[list[str], bool]:
    """The encodings in which the beginning shows most of the names, and whether it shows any."""
    candidates = ["utf-8", "gb18030"] + (["utf-16-le", "utf-16-be"] if b"\0" in head else [])
    known = [name for name in names if len(name) > (4 if name.isascii() else 2)]
    scores = {candidate: _familiar(head, candidate, known) for candidate in candidates}
    best = max(scores.values())
    return [candidate for candidate in candidates if scores[candidate] == best], best > 0


def _forced(name: str, head: bytes) -> Proof:
    try:
        info = codecs.lookup(name)
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        raise Unusable(
            f"不认识编码“{name}”，请改用 gb18030、utf-8 或 utf-16，或不指定编码由程序判断。",
            f"There is no encoding {name}; use gb18030, utf-8 or utf-16, or leave it to be found out.",
        ) from None
    encoding = "gb18030" if info.name in _SUBSETS_OF_GB18030 else info.name
    if encoding in ("utf-8-sig", "utf-16"):
        encoding = {"utf-8-sig": "utf-8", "utf-16": "utf-16-be" if head.startswith(b"\xfe\xff") else "utf-16-le"}[
            encoding
        ]
    bom = next((len(mark) for mark, which in _BOMS if which == encoding and head.startswith(mark)), 0)
    return Proof(encoding, bom)


def is_utf8(data: bytes | memoryview) -> bool:
    """Whether bytes are UTF-8, told several times faster than by decoding them."""
    try:
        one_cell(data).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _utf8_until(source: Source) -> int | None:
    """None if the whole source is UTF-8; else up to where it was seen to be ASCII."""
    with source.open() as stream:
        position, ascii_so_far, rest = 0, True, b""
        while block := stream.read(BLOCK):
            data = rest + block
            cut = _whole_characters(data)
            if not is_utf8(data[:cut]):
                return position if ascii_so_far else 0
            rest = data[cut:]
            ascii_so_far = ascii_so_far and block.isascii()
            position += len(block)
    return None if not rest else 0


def _whole_characters(data: bytes) -> int:
    """Up to where the bytes, if UTF-8, are whole characters."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) if back >= length else len(data) - back
        if byte < 0x80:
            break
    return len(data)


def _is_gb18030(source: Source, position: int) -> bool:
    """Whether the source from ``position`` on is strictly GB18030. What was ASCII so far reads the same in it."""
    decoder = codecs.getincrementaldecoder("gb18030")("strict")
    with source.open() as stream:
        stream.seek(position)
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _familiar(head: bytes, encoding: str, names: Iterable[str]) -> int:
    """How many known header names the beginning shows when read in an encoding."""
    text = "\n".join(head.decode(encoding, "replace").splitlines()[:_HEADER_LINES])
    characters = set(text)  # read in a wrong encoding, it has hardly any of those that names are made of
    return sum(characters.issuperset(name) and name in text for name in names)


def bad_lines(source: Source, encoding: str) -> int:
    """Lines that do not decode. Goes line by line only inside a block that fails."""
    count = 0
    with source.open() as stream:
        rest = b""
        while True:
            block = stream.read(BLOCK)
            data = rest + block
            cut = data.rfind(b"\n") + 1 if block else len(data)
            part, rest = data[:cut], data[cut:]
            try:
                part.decode(encoding)
            except UnicodeDecodeError:
                count += sum(not _decodes(line, encoding) for line in part.split(b"\n"))
            if not block:
                return count
            if len(rest) > 16 * BLOCK:  # one endless line: count it as bad or good and go on
                count += not _decodes(rest, encoding)
                rest = b""


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
