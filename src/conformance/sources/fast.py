"""The fast way to read delimited text: let Polars cut a chunk up, and account for every byte of every record.

Polars drops stray quotes, fills up short rows and loses other things, all in silence. So its frame is taken only where
two accounts hold, both over the bytes and independent of how Polars goes about it:

* every quote of the chunk opens a cell, closes one, or is half of a doubled one within quotes;
* of every record, the bytes of its cells, its delimiters, its line end and its quoting add up to its length.

Whatever is not proved goes the exact way; both ways give the same rows.
"""

from __future__ import annotations

import codecs

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.native import library
from conformance.native.delimited import Room, cut, new_room
from conformance.sources.decode import Piece, count_byte
from conformance.sources.encoding import is_utf8
from conformance.sources.exact import Rows
from conformance.sources.frames import blank_to_null
from conformance.sources.raw import Shape, names

_LF, _CR, _QUOTE = b'\n\r"'
_STEP = 1 << 19
Codes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


def read_fast(piece: Piece, delimiter: str, shape: Shape, first_line: int, room: Room | None = None) -> Rows | None:
    """Read a chunk where the parse is proved; None where it has to be read exactly. Chunks of one text share a ``room``."""
    if piece.bad or piece.overlong or shape.width < 2 or len(delimiter.encode()) > 1:
        return None
    data = piece.as_view()
    if not data or data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8:
        return None
    if data[-1] != _LF:
        data = bytes(data) + b"\n"
    if library.LIBRARY is not None:
        return _cut(data, delimiter, shape.width, first_line, room or new_room())
    data = bytes(data)
    codes = np.frombuffer(data, dtype=np.uint8)
    marks = _marks(codes)
    is_quote = codes[marks] == _QUOTE
    quotes, line_ends = marks[is_quote], marks[~is_quote]
    if not quotes_whole_cells(codes, quotes, ord(delimiter)):
        return None
    after_return = codes[line_ends - 1] == _CR
    if count_byte(data, _CR) != np.count_nonzero(after_return):
        return None  # a lone CR ends a line too, for everybody but Polars
    before = np.cumsum(is_quote)[~is_quote]
    ends = before % 2 == 0
    frame = _parsed(data, delimiter, shape.width, quoted=len(quotes) > 0)
    if frame is None or frame.height != np.count_nonzero(ends):
        return None
    records = line_ends[ends]
    lengths = np.diff(records, prepend=-1)
    no_text = shape.width + after_return[ends] + _quoting(quotes, records, before[ends])
    if not np.array_equal(lengths - no_text, _bytes_of(frame)):
        return None
    if _has_empty_quotes(quotes):
        frame = blank_to_null(frame)
    lines = first_line + np.concatenate((np.zeros(1, dtype=np.int64), np.flatnonzero(ends)[:-1] + 1))
    return Rows(frame, lines, None, [], len(line_ends))


def _cut(data: bytes | memoryview, delimiter: str, width: int, first_line: int, room: Room) -> Rows | None:
    """The same by the compiled library, which takes nothing but what is plainly in its place."""
    if not is_utf8(data):
        return None
    done = cut(data, delimiter, names(width), count_byte(data, _LF), room)
    return None if done is None else Rows(done.frame, first_line + done.lines, None, [], done.line_ends)


def _marks(codes: Codes) -> Places:
    """Where quotes and line ends stand. Found in steps that stay in the cache of a core."""
    found = []
    for start in range(0, len(codes), _STEP):
        part = codes[start : start + _STEP]
        found.append(np.flatnonzero((part == _LF) | (part == _QUOTE)) + start)
    return np.concatenate(found)


def _parsed(data: bytes, delimiter: str, width: int, quoted: bool) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            data,
            has_header=False,
            separator=delimiter,
            quote_char='"' if quoted else None,
            schema=dict.fromkeys(names(width), pl.String),
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None


def quotes_whole_cells(codes: Codes, quotes: Places, delimiter: int) -> bool:
    """Whether every quote opens or closes a cell. The last of the bytes is a line end.

    Quotes alternately open and close. An opening one has to stand at the beginning of a cell, a closing one at its
    end; where both touch they are one doubled quote within a cell.
    """
    if len(quotes) % 2:
        return False
    before, after = codes[quotes[0::2] - 1], codes[quotes[1::2] + 1]
    opens = (before == delimiter) | (before == _LF) | (before == _QUOTE)
    closes = (after == delimiter) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    return bool(opens.all() and closes.all())


def _quoting(quotes: Places, records: Places, before: Places) -> Places:
    """Per record, how many of its quotes are no text; a doubled one is one of text.

    ``records`` are the places where they end, ``before`` the quotes up to there.
    """
    doubled = quotes[1:-1:2][quotes[1:-1:2] + 1 == quotes[2::2]]
    no_text = before - np.searchsorted(doubled, records)
    return np.diff(no_text, prepend=0)


def _bytes_of(frame: pl.DataFrame) -> Places:
    """Bytes in the cells of each row."""
    return frame.select(pl.sum_horizontal(pl.all().str.len_bytes())).to_series().to_numpy().astype(np.int64)


def _has_empty_quotes(quotes: Places) -> bool:
    """Whether a cell may be an empty text: a quote closes right after one that opens."""
    return bool((quotes[1::2] - quotes[0::2] == 1).any())
