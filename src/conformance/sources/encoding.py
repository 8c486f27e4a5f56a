"""Which encoding a text is in, by proof over the whole of it: no detector, no fixed prefix.

The ladder: a byte order mark decides; else what is strictly UTF-8 is UTF-8; else what is strictly GB18030 is
GB18030, unless the header reads as the standard's names only in another encoding. Where nothing fits strictly, the
encoding that makes sense of the header wins, and else the one with fewer undecodable lines; the places of the bad
bytes are then reported by the reader as it meets them.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

from conformance.sources.model import Unusable
from conformance.sources.source import Source

BLOCK = 1 << 22
_SUBSETS_OF_GB18030 = {"gbk", "gb2312", "gb18030"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Proof:
    """The encoding of a text and what is known about it."""

    encoding: str
    bom: int = 0
    """Bytes of the byte order mark, to be skipped."""
    clean: bool = False
    """Proved: every byte of the source decodes."""


def prove(source: Source, names: Iterable[str], forced: str | None = None) -> Proof:
    """Find the encoding of a source; ``names`` are header names that settle a doubt, ``forced`` is the user's word."""
    head = source.head()
    if forced is not None:
        return _forced(forced, head)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return Proof(encoding, len(mark))
    strict = _strict(source)
    if strict == "utf-8" and b"\0" not in head:
        return Proof("utf-8", clean=True)
    candidates = ["utf-8", "gb18030"] + (["utf-16-le", "utf-16-be"] if b"\0" in head else [])
    known = [name for name in names if len(name) > 2 and not name.isascii()] + [
        name for name in names if len(name) > 4 and name.isascii()
    ]
    scores = {candidate: _familiar(head, candidate, known) for candidate in candidates}
    best = max(scores.values())
    leaders = [candidate for candidate in candidates if scores[candidate] == best]
    if strict in leaders:
        return Proof(strict, clean=True)
    if best > 0 and len(leaders) == 1:
        return Proof(leaders[0])
    if strict is not None and best == 0:
        return Proof(strict, clean=True)
    return Proof(min((c for c in leaders if not c.startswith("utf-16")), key=lambda c: bad_lines(source, c)))


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


def _strict(source: Source) -> str | None:
    """The first of UTF-8 and GB18030 that decodes the whole source, in one pass where that is possible."""
    with source.open() as stream:
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        position, ascii_so_far = 0, True
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
                ascii_so_far = ascii_so_far and block.isascii()
                position += len(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            # What was ASCII so far reads the same in GB18030: no need to begin again.
            stream.seek(position if ascii_so_far else 0)
        else:
            return "utf-8"
        wide = codecs.getincrementaldecoder("gb18030")("strict")
        try:
            while block := stream.read(BLOCK):
                wide.decode(block)
            wide.decode(b"", True)
        except UnicodeDecodeError:
            return None
        return "gb18030"


def _familiar(head: bytes, encoding: str, names: Iterable[str]) -> int:
    """How many known header names the beginning shows when read in an encoding."""
    text = head.decode(encoding, "replace")
    return sum(name in text for name in names)


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
