"""Cutting a large delimited text into spans that several processes read side by side.

Nobody knows where a record begins before everything above it was read: a line end may stand within quotes. So a cut is a
guess that is as good as certain (behind it the quotes of a whole window stand where cells begin and end, which they do
not if it lies within quotes), and whoever reads the span before it tells whether it was right: see ``raw.Span``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conformance.sources.decode import cut_after_record
from conformance.sources.fast import quotes_whole_cells
from conformance.sources.raw import Span
from conformance.sources.source import Source

_WINDOW = 1 << 18
_TRIES = 200
"""Line ends in a window that are tried; a cell has fewer lines."""
_QUOTE = 0x22


def is_told_by_bytes(delimiter: str, encoding: str) -> bool:
    """Whether a byte that looks like a line end, a quote or the delimiter is one, wherever it stands.

    In GB18030 bytes from 0x40 on may be the second half of a character (that of ``|`` is), and all below are themselves.
    """
    return encoding == "utf-8" or (encoding == "gb18030" and ord(delimiter) < 0x30)


def cut_into_spans(source: Source, delimiter: str, parts: int) -> Sequence[Span]:
    """Spans of about the same size, as many as asked for or fewer, which together are all rows of a text of which
    ``is_told_by_bytes`` says so."""
    starts = [0]
    with source.open() as stream:
        for number in range(1, parts):
            target = source.size * number // parts
            stream.seek(target)
            found = _record_begins(stream.read(_WINDOW), ord(delimiter))
            if found is not None and target + found > starts[-1]:
                starts.append(target + found)
    ends: list[int | None] = [*starts[1:], None]
    return [Span(start, end, stamp=source.stamp) for start, end in zip(starts, ends, strict=True)]


def _record_begins(window: bytes, delimiter: int) -> int | None:
    """Where in a stretch of text a record begins, to all appearances."""
    at = 0
    for _ in range(_TRIES):
        at = window.find(b"\n", at) + 1
        if not at:
            return None
        rest = window[at:]
        codes = np.frombuffer(rest, dtype=np.uint8, count=cut_after_record(rest))
        if len(codes) > _WINDOW // 4 and quotes_whole_cells(codes, np.flatnonzero(codes == _QUOTE), delimiter):
            return at
    return None
