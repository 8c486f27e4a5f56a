"""The fast way to read delimited text: prove that a chunk is well-formed, then let Polars cut it up.

Polars fills up short rows and drops blank surplus cells in silence, so it is asked only where nothing can go wrong:
no lone CR, quotes (if any) that open and close whole cells on one line, and in every line exactly as many delimiters
as the row needs. Whatever is not proved goes the exact way; both ways give the same rows.
"""

from __future__ import annotations

import codecs
import io

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
    height = data.count(b"\n")
    quoted = b'"' in data
    if not _plain(data, ord(delimiter), height, shape.width, quoted):
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            separator=delimiter,
            quote_char='"' if quoted else None,
            schema=dict.fromkeys(names(shape.width), pl.String),
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.height != height:
        return None
    lines = np.arange(first_line, first_line + height, dtype=np.int64)
    return Rows(blank_to_null(frame) if quoted else frame, lines, None, [], height)


def _plain(data: bytes, delimiter: int, height: int, width: int, quoted: bool) -> bool:
    """Whether every line is one record of exactly ``width`` cells."""
    codes = np.frombuffer(data, dtype=np.uint8)
    ends = codes == delimiter
    if quoted:
        inside = _inside_quotes(codes, delimiter)
        if inside is None:
            return False
        ends &= ~inside
    ends |= codes == _LF
    places = np.flatnonzero(ends)
    # The right number of cell ends in all, a line end at each place where a row has to end, and no more line ends.
    return len(places) == height * width and bool((codes[places[width - 1 :: width]] == _LF).all())


def _inside_quotes(codes: Codes, delimiter: int) -> Mask | None:
    """Which bytes stand within quotes; None unless every quote opens or closes a cell within its line.

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
    return None if (inside & (codes == _LF)).any() else inside
