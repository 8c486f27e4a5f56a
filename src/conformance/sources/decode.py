"""Bytes to text in bounded pieces. Undecodable bytes become marks that later turn into U+FFFD and a notice."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from msgspec import Struct, field

from conformance.native import library
from conformance.native.bytes import count
from conformance.native.rooms import Rooms
from conformance.sources.encoding import Proof
from conformance.sources.limits import LONGEST
from conformance.sources.source import Source

BLOCK = 1 << 23
"""Bytes decoded at a time."""
_SMALL = 1 << 16
"""Bytes of which those of one kind are counted in less time than arrays take to be made (and to be loaded)."""
MARK = "\udcff"
"""Stands for one undecodable run of bytes. A lone surrogate never comes out of a decoder, so it cannot be mistaken."""


class Bad(NamedTuple):
    """An undecodable run: its byte offset in the source and the bytes."""

    offset: int
    data: bytes


class _Local(threading.local):
    bad: list[tuple[int, bytes]]


_local = _Local()


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _local.bad.append((error.start, bytes(error.object[error.start : error.end])))
    return MARK, error.end


codecs.register_error("conformance-mark", _mark)


class Piece(Struct):
    """A stretch of the input, as text or as bytes that should be UTF-8; whichever is asked for is made when needed."""

    text: str | None
    data: bytes | memoryview | None = None
    bad: list[Bad] = field(default_factory=list)
    """The undecodable runs, in the order of their marks in the text; known once ``as_text`` was asked for."""
    consumed: int = 0
    """Bytes of the source up to the end of this piece (or a little more)."""
    last: bool = False
    overlong: bool = False
    """No place to cut was found within ``LONGEST`` characters."""
    offset: int = 0
    """Where the bytes stand in the source."""

    def as_text(self) -> str:
        """The text, decoded now if it was not needed before, with a mark for each undecodable run."""
        if self.text is None:
            _local.bad = []
            self.text = str(self.data or b"", "utf-8", "conformance-mark")
            self.bad = [Bad(self.offset + start, run) for start, run in _local.bad]
        return self.text

    def as_bytes(self) -> bytes:
        """The text in UTF-8. Bytes that never were text are not proved to be that."""
        if not isinstance(self.data, bytes):
            # Either form is enough to hold, and the other can be had again.
            self.data, self.text = (self.text or "").encode("utf-8") if self.data is None else bytes(self.data), None
        return self.data

    def as_view(self) -> bytes | memoryview:
        """The same where they stand: nothing is copied if they were bytes before."""
        return self.as_bytes() if self.data is None else self.data

    def line_ends(self) -> int:
        """How many lines end in it: with LF, CR or both."""
        if self.data is None:
            text = self.as_text()
            return text.count("\n") + text.count("\r") - text.count("\r\n")
        returns = count_byte(self.data, 0x0D)
        return count_byte(self.data, 0x0A) + (returns - self.as_bytes().count(b"\r\n") if returns else 0)

    def __bool__(self) -> bool:
        return bool(self.text or self.data)


def pieces(
    source: Source,
    proof: Proof,
    block: int = BLOCK,
    *,
    start: int = 0,
    end: int | None = None,
    first: int | None = None,
) -> Iterator[Piece]:
    """Decode a source from beginning to end, or between two bytes where characters begin; pieces are cut wherever the
    blocks happen to end, of which the ``first`` may be of another size, and ``last`` is the last of what is read."""
    decoder = codecs.getincrementaldecoder(proof.encoding)("conformance-mark")
    stop = source.size if end is None else end
    with source.open() as stream:
        position, size = start or proof.bom, first or block
        stream.seek(position)
        while True:
            data = stream.read(size if end is None else min(size, end - position))
            size = block
            base = position - len(decoder.getstate()[0])
            position += len(data)
            last = not data or position >= stop
            _local.bad = []
            text = decoder.decode(data, last)
            bad = [Bad(base + start, run) for start, run in _local.bad]
            yield Piece(text, None, bad, position, last)
            if last:
                return


def cut_after_line(text: str | bytes | memoryview, end: int | None = None) -> int:
    """Where to cut after the last line end (before ``end``); 0 if there is none. A CR at the very end may be half of a
    CRLF."""
    end = len(text) if end is None else end
    return _last(text, "\n", end) + 1 or _last(text, "\r", max(0, end - 1)) + 1


def _last(text: str | bytes | memoryview, sign: str, end: int) -> int:
    """Where an ASCII character stands last before ``end``; -1 if nowhere."""
    if isinstance(text, str):
        return text.rfind(sign, 0, end)
    step, byte = 1 << 8, sign.encode()
    while end > 0:  # few bytes at first: mostly it is near, and what is looked through is copied
        start = max(0, end - step)
        place = bytes(text[start:end]).rfind(byte)
        if place >= 0:
            return start + place
        end, step = start, min(2 * step, 1 << 20)
    return -1


def count_byte(data: bytes | memoryview, byte: int) -> int:
    """How often a byte occurs; many times faster than ``bytes.count`` where it occurs often."""
    if len(data) <= _SMALL:
        return bytes(data).count(byte)
    if library.LIBRARY is not None:
        return count(data, byte)
    return int((pl.Series(np.frombuffer(data, dtype=np.uint8)) == byte).sum())


def cut_after_record(text: str | bytes | memoryview) -> int:
    """Where to cut after a line end that has an even number of quotes before it.

    Only a good guess at a place outside quotes: the strict parser has the last word.
    """
    cut = cut_after_line(text)
    quotes = _quotes(text, 0, cut)
    while cut and quotes % 2:
        # No copy of what is before: one unclosed quote at the beginning of a large file leads back over all of it.
        before = cut_after_line(text, _last(text, '"', cut))
        quotes -= _quotes(text, before, cut)
        cut = before
    return cut


def _quotes(text: str | bytes | memoryview, start: int, end: int) -> int:
    """How many quotes stand between two places."""
    return text.count('"', start, end) if isinstance(text, str) else count_byte(memoryview(text)[start:end], ord('"'))


def chunks(
    source: Source,
    proof: Proof,
    cut: Callable[[str | memoryview], int],
    block: int = BLOCK,
    *,
    start: int = 0,
    end: int | None = None,
    first: int | None = None,
) -> Iterator[Piece]:
    """Pieces that end where ``cut`` says; UTF-8 stays bytes, so that a fast reader need not decode it.

    With ``end`` none of them is the last of the source: what comes behind it is not known. The ``first`` may be of another
    size than the blocks behind it.
    """
    if proof.encoding == "utf-8":
        yield from _byte_chunks(source, cut, block, start or proof.bom, end, first or block)
        return
    waiting, bad = "", list[Bad]()
    for piece in pieces(source, proof, block, start=start, end=end, first=first):
        waiting += piece.as_text()
        bad += piece.bad
        upto = len(waiting) if piece.last else cut(waiting)
        overlong = not upto and len(waiting) > LONGEST
        if overlong:
            upto = len(waiting)
        if upto or piece.last:
            ready, waiting = waiting[:upto], waiting[upto:]
            mine = ready.count(MARK) if bad else 0
            yield Piece(ready, None, bad[:mine], piece.consumed, piece.last and end is None, overlong)
            bad = bad[mine:]
        if overlong:
            return


def _byte_chunks(
    source: Source, cut: Callable[[str | memoryview], int], block: int, offset: int, end: int | None, size: int
) -> Iterator[Piece]:
    stop, rooms = source.size if end is None else end, Rooms()
    with source.open() as stream:
        while True:
            # What was cut off is read again: cheaper than putting it before the next block.
            stream.seek(offset)
            size = min(size, stop - offset)
            room = rooms.take(size).data[:size]
            data = room[: stream.readinto(room)]
            del room
            last = len(data) < size or offset + len(data) >= stop
            upto = len(data) if last else cut(data)
            overlong = not upto and len(data) > LONGEST
            if overlong:
                upto = len(data)
            if upto or last:
                final = last and end is None
                consumed = offset + len(data)
                # No copy of so many bytes, in which no other thread could do anything in Python.
                data = data[:upto]
                yield Piece(None, data, [], consumed, final, overlong, offset)
            if last or overlong:
                return
            del data  # its room is free again once nobody else has it
            offset += upto
            size = block if upto else min(2 * size, LONGEST + block)
