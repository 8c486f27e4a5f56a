"""The fast way to read delimited text: prove that a chunk is well-formed, then let Polars cut it up.

Polars fills up short rows and drops blank surplus cells in silence, so it is asked only where nothing can go wrong:
no lone CR, quotes (if any) that open and close whole cells, and in every record exactly as many delimiters as the row
needs. Whatever is not proved goes the exact way; both ways give the same rows.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.sources.decode import Piece
from conformance.sources.exact import Rows
from conformance.sources.frames import blank_to_null
from conformance.sources.raw import Shape, names

_LF, _CR, _QUOTE = b'\n\r"'
Codes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int64]


def read_fast(piece: Piece, delimiter: str, shape: Shape, first_line: int) -> Rows | None:
    """Read a chunk if it is provably plain; None where it has to be read exactly."""
    if piece.bad or piece.overlong or shape.width < 2 or len(delimiter.encode()) > 1:
        return None
    data = piece.data if piece.data is not None else piece.as_text().encode("utf-8")
    returns = data.count(b"\r")
    if not data or data.startswith(codecs.BOM_UTF8) or returns != data.count(b"\r\n"):
        return None
    if not data.endswith(b"\n"):
        data += b"\n"
    layout = _layout(data, ord(delimiter), shape.width)
    if layout is None:
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            separator=delimiter,
            quote_char='"' if layout.quoted else None,
            schema=dict.fromkeys(names(shape.width), pl.String),
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None
    # The account of the bytes: Polars guesses where records begin, and cells with line ends could mislead it.
    if frame.height != len(layout.starts) or _bytes_of(frame) != layout.cell_bytes:
        return None
    lines = first_line + np.searchsorted(layout.line_ends, layout.starts)
    return Rows(blank_to_null(frame) if layout.quoted else frame, lines, None, [], len(layout.line_ends))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the records of a chunk begin and its physical lines end (byte offsets), and how many bytes of it are text
    of cells: neither delimiter nor record end nor quoting."""

    starts: Offsets
    line_ends: Offsets
    cell_bytes: int
    quoted: bool


def _layout(data: bytes, delimiter: int, width: int) -> _Layout | None:
    """The layout of a chunk whose every record has exactly ``width`` cells; None where that is not so."""
    codes = np.frombuffer(data, dtype=np.uint8)
    is_line_end = codes == _LF
    cell_ends, record_ends = codes == delimiter, is_line_end
    quoted = b'"' in data
    if quoted:
        inside = _inside_quotes(codes, delimiter)
        if inside is None:
            return None
        cell_ends &= ~inside
        record_ends = is_line_end & ~inside
    places = np.flatnonzero(cell_ends | record_ends)
    ends, line_ends = np.flatnonzero(record_ends), np.flatnonzero(is_line_end)
    # The right number of cell ends in all, and a record end at each place where a record has to end.
    if len(places) != len(ends) * width or not np.array_equal(places[width - 1 :: width], ends):
        return None
    starts = np.concatenate((np.zeros(1, dtype=ends.dtype), ends[:-1] + 1))
    returns = int((codes[ends - 1] == _CR).sum())
    cell_bytes = len(codes) - len(places) - returns - (_quoting(codes) if quoted else 0)
    return _Layout(starts, line_ends, cell_bytes, quoted)


def _quoting(codes: Codes) -> int:
    """How many quotes are no text; a doubled one is one of text."""
    places = np.flatnonzero(codes == _QUOTE)
    return len(places) - int((places[1:-1:2] + 1 == places[2::2]).sum())


def _bytes_of(frame: pl.DataFrame) -> int:
    return int(frame.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item())


def _inside_quotes(codes: Codes, delimiter: int) -> Mask | None:
    """Which bytes stand within quotes; None unless every quote opens or closes a cell.

    Quotes alternately open and close. An opening one has to stand at the beginning of a cell, a closing one at its
    end; where both touch they are one doubled quote within a cell.
    """
    is_quote = codes == _QUOTE
    places = np.flatnonzero(is_quote)
    if len(places) % 2:
        return None
    before = codes[places[0::2] - 1]
    if places[0] == 0:
        before[0] = _LF
    after = codes[places[1::2] + 1]  # there is one: the last byte is a line end
    opens = (before == delimiter) | (before == _LF) | (before == _QUOTE)
    closes = (after == delimiter) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    if not (opens.all() and closes.all()):
        return None
    inside: Mask = np.bitwise_xor.accumulate(is_quote)
    return inside
