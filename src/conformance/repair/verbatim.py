"""A text source that is written again byte for byte, but for what is put in another's place.

The source is decoded block by block. Where the block's text encodes to the same bytes again, text is all that has to be
held; every other character (undecodable bytes, a byte sequence that is not the usual one) is held as a mark with its
bytes beside it.
"""

from __future__ import annotations

import codecs
import io
import threading
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from conformance.report.errors import UsageError
from conformance.sources.decode import MARK
from conformance.sources.encoding import Proof
from conformance.sources.source import Source

BLOCK = 1 << 20
_HANDLER = "conformance-verbatim"
_LINE_ENDS = ("\r\n", "\n", "\r")


class _Runs(threading.local):
    """The undecodable runs of bytes met since the list was emptied."""

    met: list[bytes]


_runs = _Runs()


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _runs.met.append(bytes(error.object[error.start : error.end]))
    return MARK, error.end


codecs.register_error(_HANDLER, _mark)


class Scroll:
    """Reads a source from beginning to end and writes it to a target (open for reading and writing).

    With ``encoding`` the text is converted to it (``utf-8`` or ``utf-8-sig``).
    """

    def __init__(self, source: Source, proof: Proof, target: BinaryIO, encoding: str | None = None) -> None:
        self._source, self._proof, self._target = source, proof, target
        self._converts = encoding is not None
        self._encoding = "utf-8" if encoding is not None else proof.encoding
        self._marked: deque[bytes] = deque()
        """The bytes behind the marks in what was read and not yet passed on."""
        self._blocks = self._read()
        self._waiting: deque[str] = deque()
        """Whole lines, when read by lines."""
        self._text = ""
        """Text read and, from ``_at`` on, not yet taken; with ``_waiting`` the beginning of a line."""
        self._at = 0
        self._ended = False
        if encoding == "utf-8-sig":
            target.write(codecs.BOM_UTF8)
        elif encoding is None:
            with source.open() as stream:
                target.write(stream.read(proof.bom))

    def _read(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._proof.encoding)(_HANDLER)
        with self._source.open() as stream:
            stream.seek(self._proof.bom)
            pending = b""
            while True:
                data = stream.read(BLOCK)
                _runs.met = []
                text = decoder.decode(data, final=not data)
                raw = pending + data
                pending = b"" if not data else bytes(decoder.getstate()[0])
                yield self._faithful(text, raw[: len(raw) - len(pending)], _runs.met)
                if not data:
                    return

    def _faithful(self, text: str, raw: bytes, runs: list[bytes]) -> str:
        """The text, with marks for whatever would not encode to the same bytes; their bytes are remembered."""
        first, *others = (part.encode(self._proof.encoding) for part in text.split(MARK))
        if first + b"".join(run + part for run, part in zip(runs, others, strict=True)) == raw:
            self._marked.extend(runs)
            return text
        return self._character_by_character(raw)

    def _character_by_character(self, raw: bytes) -> str:
        """As above, where a character is written in another way than it would be encoded."""
        decoder = codecs.getincrementaldecoder(self._proof.encoding)(_HANDLER)
        _runs.met = []
        found: list[str] = []
        start = 0
        for end in range(1, len(raw) + 1):
            piece = decoder.decode(raw[end - 1 : end], final=end == len(raw))
            if not piece:
                continue
            undecided = len(decoder.getstate()[0])
            for place, character in enumerate(piece):
                # A mark and what ended it come together: the bytes of the last character are those that encode it.
                rest = sum(len(self._bytes_of(other)) for other in piece[place + 1 :])
                stop = end - undecided - rest
                fits = character != MARK and self._bytes_of(character) == raw[start:stop]
                found.append(character if fits else MARK)
                if not fits:
                    self._marked.append(raw[start:stop])
                start = stop
        return "".join(found)

    def _bytes_of(self, character: str) -> bytes:
        return b"" if character == MARK else character.encode(self._proof.encoding)

    def lines(self, number: int) -> str:
        """The next lines, ended by LF, CR or CRLF; fewer where the source ends."""
        taken: list[str] = []
        while number > 0:
            if not self._waiting and not self._more_lines():
                break
            taken.append(self._waiting.popleft())
            number -= 1
        return "".join(taken)

    def _more_lines(self) -> bool:
        while not self._waiting and not self._ended:
            block = next(self._blocks, None)
            self._ended = block is None
            found = io.StringIO(self._text + (block or ""), newline="").readlines()
            # The last line may go on; a CR at its end may be half of a CRLF.
            self._text = "" if self._ended or not found else found.pop()
            self._waiting.extend(found)
        return bool(self._waiting)

    def characters(self, number: int) -> str:
        """The next characters; fewer where the source ends. Not to be mixed with ``lines``."""
        while len(self._text) - self._at < number and (block := next(self._blocks, None)) is not None:
            self._text, self._at = self._text[self._at :] + block, 0
        start, self._at = self._at, min(len(self._text), self._at + number)
        return self._text[start : self._at]

    def rest(self) -> Iterator[str]:
        """What is left, in pieces."""
        yield "".join(self._waiting) + self._text[self._at :]
        self._waiting.clear()
        self._text, self._at = "", 0
        yield from self._blocks

    def copy(self, text: str) -> None:
        """Write what was taken, as it stood in the source. Everything taken is copied or dropped, in order."""
        if not text:
            return
        first, *others = text.split(MARK)
        self._target.write(first.encode(self._encoding))
        for part in others:
            if self._converts:
                raise UsageError(
                    "文件里有无法识别的字节，转换编码会丢掉它们；请先更正（校验报告写明了位置），或去掉 --to-utf8。",
                    "The file has bytes that are no text, which a conversion would lose; mend them first (the report says "
                    "where they are), or leave out --to-utf8.",
                )
            self._target.write(self._marked.popleft())
            self._target.write(part.encode(self._encoding))

    def drop(self, text: str) -> None:
        """Leave out what was taken."""
        for _ in range(text.count(MARK)):
            self._marked.popleft()

    def put(self, text: str) -> None:
        """Write new text. Raises UsageError where the encoding lacks one of its characters."""
        try:
            self._target.write(text.encode(self._encoding))
        except UnicodeEncodeError:
            raise UsageError(
                f"更正后的文字在编码 {self._encoding} 里没有，请加 --to-utf8 转换为 UTF-8。",
                f"The encoding {self._encoding} lacks a character of the corrected text; convert the file with --to-utf8.",
            ) from None

    def without_last_line_end(self) -> None:
        """Take back the line end written last."""
        for line_end in _LINE_ENDS:
            coded = line_end.encode(self._encoding)
            size = self._target.seek(0, io.SEEK_END)
            self._target.seek(max(0, size - len(coded)))
            if self._target.read(len(coded)) == coded and size >= len(coded):
                self._target.seek(size - len(coded))
                self._target.truncate()
                return
        self._target.seek(0, io.SEEK_END)
