"""JSON read through a bounded window: one value at a time out of a text of any length."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from conformance.sources.cells import Number
from conformance.sources.decode import MARK, Bad, pieces
from conformance.sources.encoding import Proof
from conformance.sources.keyed import object_of, refuse_constant
from conformance.sources.limits import LONGEST
from conformance.sources.model import Unusable
from conformance.sources.source import Source

_BLANK = re.compile(r"[ \t\n\r]*")
_STRETCH = 1 << 20
"""Characters that are worth reading at one go."""
_CUT = 16
"""An error this close to the end of the window may come from the cut and not from the text."""

DECODER = json.JSONDecoder(
    object_pairs_hook=object_of, parse_int=Number, parse_float=Number, parse_constant=refuse_constant
)
"""Strict JSON in which numbers stay as written and no key is lost."""


class Window:
    """A place in a JSON text, and as much of what follows as has been needed so far."""

    def __init__(self, source: Source, proof: Proof) -> None:
        self._pieces = pieces(source, proof)
        self._source = source
        self._text = ""
        self._at = 0
        self._before = 0
        """Characters that have left the window."""
        self._line, self._counted = 1, 0
        """Line of the character at ``_counted``."""
        self._bad: deque[Bad] = deque()
        self._consumed = 0

    @property
    def position(self) -> int:
        """Characters from the beginning of the text."""
        return self._before + self._at

    @property
    def progress(self) -> float:
        """Share of the source that has been read."""
        return self._source.share(self._consumed)

    def line(self, at: int | None = None) -> int:
        """Physical line of the current place, or of one further on in the window."""
        at = self._at if at is None else at
        if at >= self._counted:
            self._line += _line_ends(self._text, self._counted, at)
            self._counted = at
        return self._line

    def _more(self) -> bool:
        """Let go of what is behind and read on; at least as much again as there is, so that retries stay few."""
        self.line()
        wanted = max(1, len(self._text) - self._at)
        parts, got = [self._text[self._at :]], 0
        for piece in self._pieces:
            parts.append(piece.as_text())
            got += len(parts[-1])
            self._bad.extend(piece.bad)
            self._consumed = piece.consumed
            if got >= wanted:
                break
        self._before += self._at
        self._counted -= self._at
        self._text, self._at = "".join(parts), 0
        return got > 0

    def skip(self, position: int) -> None:
        """Go on to a place further on, given in characters from the beginning."""
        while position > self._before + len(self._text):
            self._drop_marks(self._at, len(self._text))
            self._at = len(self._text)
            if not self._more():
                break
        start, self._at = self._at, position - self._before
        self._drop_marks(start, self._at)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            self._at = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """Step over the next character, which has to be one of those wanted."""
        found = self.peek()
        if not found or found not in wanted:
            raise self._wrong(self._at)
        self._at += 1
        return found

    def stretch(self) -> str:
        """What is at hand from the next character that is not blank up to the last brace that closes.

        Empty where undecodable bytes are at hand. The place stays where it is: see ``skip``.
        """
        self.peek()
        if len(self._text) - self._at < _STRETCH:
            self._more()
        return "" if self._bad else self._text[self._at : self._text.rfind("}", self._at) + 1]

    def text_from(self, position: int) -> str:
        """The text from where the last value began, given in characters from the beginning, up to the current place."""
        return self._text[position - self._before : self._at]

    def value(self) -> tuple[Any, list[Bad]]:
        """The next value, and the undecodable bytes within it."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                within = error.pos - self._at
                unfinished = error.msg.startswith("Unterminated string")
                if unfinished or error.pos >= len(self._text) - _CUT:
                    if len(self._text) - self._at > LONGEST:
                        raise self._too_long() from None
                    if self._more():
                        continue
                raise self._wrong(self._at + within, unfinished) from None
            except RecursionError:
                line = self.line()
                raise Unusable(
                    f"第 {line} 行的 JSON 嵌套层数过多，不像数据表，请检查文件。",
                    f"The JSON on line {line} is nested too deeply for a table; check the file.",
                ) from None
            except ValueError as error:
                line = self.line()
                raise Unusable(
                    f"第 {line} 行起的 JSON 含有 NaN 或 Infinity，这不是 JSON 允许的值，请更正后重新导出。",
                    f"The JSON from line {line} on is wrong: {error}; mend it and export again.",
                ) from None
            if end == len(self._text) and self._text[end - 1] not in '}]"' and self._more():
                continue  # a number may go on
            bad = self._drop_marks(self._at, end)
            self._at = end
            return value, bad

    def _drop_marks(self, start: int, end: int) -> list[Bad]:
        if not self._bad:
            return []
        return [self._bad.popleft() for _ in range(self._text.count(MARK, start, end)) if self._bad]

    def _wrong(self, at: int, cut: bool = False) -> Unusable:
        start = self.line()
        line = max(start, self.line(min(at, len(self._text))))
        if cut or at >= len(self._text.rstrip()):
            last = max(line, self.line(len(self._text)))
            return Unusable(
                f"JSON 不完整，到第 {last} 行就断了，请重新导出或重新传送。",
                f"The JSON breaks off on line {last}; export or transfer it again.",
            )
        return Unusable(
            f"第 {line} 行的 JSON 语法有误，请检查该行前后的引号、逗号和括号。",
            f"The JSON is wrong on line {line}; check the quotes, commas and brackets around it.",
        )

    def _too_long(self) -> Unusable:
        line = self.line()
        return Unusable(
            f"从第 {line} 行开始的一条 JSON 记录太长（超过 {LONGEST // 10_000} 万字），可能有双引号没有配对，请检查。",
            f"A JSON record that begins on line {line} is too long (over {LONGEST:,} characters); a quote may be open.",
        )


def _line_ends(text: str, start: int, end: int) -> int:
    lines = text.count("\n", start, end)
    returns = text.count("\r", start, end)
    return lines + returns - text.count("\r\n", start, end) if returns else lines


def members_of(window: Window) -> Iterator[str]:
    """The names of the members of the object that begins here; whoever asks for the next has read the value."""
    window.take("{")
    if window.peek() == "}":
        window.take("}")
        return
    while True:
        if window.peek() != '"':
            window.take('"')
        key, _ = window.value()
        window.take(":")
        yield str(key)
        if window.take(",}") == "}":
            return
