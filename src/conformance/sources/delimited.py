"""CSV, TSV and their like: which delimiter, where the header, and the rows in bounded batches."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
from msgspec import Struct

from conformance.native.delimited import new_room
from conformance.sources.decode import MARK, Bad, Piece, chunks, cut_after_line, cut_after_record
from conformance.sources.encoding import Proof
from conformance.sources.exact import Rows, Unfinished, read_exactly
from conformance.sources.fast import read_fast
from conformance.sources.frames import encoding_notice
from conformance.sources.limits import BATCH_CELLS, LONGEST_CELL, MOST_COLUMNS
from conformance.sources.locate import SEARCHED
from conformance.sources.model import Batch, Notice
from conformance.sources.raw import Ended, RawTable, Shape, Span, check_width
from conformance.sources.source import Source

DELIMITERS = (",", "\t", ";", "|", "，")
BLOCK = 5 << 23
"""Bytes read at a time, at most: some 140,000 rows, enough to amortise what a batch costs whatever its height."""
_FIRST = 1 << 22
"""Bytes of the first block: what can only be begun when there is a batch does not wait for a long one. A file of no more
than twice as many is read at once."""
_HEAD = 1 << 16
"""Bytes in which the header is looked for first."""
_HEAD_BLOCK = 1 << 20
"""Bytes read for that."""
_SEPARATOR_LINE = "sep="
Score = Callable[[list[list[str | None]]], int]
"""How many fields the header among these rows names."""


class Dialect(Struct, frozen=True):
    """How the cells are delimited, and whether the first line is Excel's ``sep=,``."""

    delimiter: str
    declared: bool = False


def open_delimited(source: Source, proof: Proof, score: Score, batch_rows: int, span: Span | None = None) -> RawTable:
    """Open delimited text: choose the delimiter, read the first rows, leave the rest (or a span of it) to be streamed."""
    # Cut after any line: a quote above the header, which belongs to no record, would lead back over what is looked for.
    first = next(chunks(source, proof, cut_after_line, _HEAD_BLOCK))
    dialect = choose_dialect(_head(first) or first.as_text(), score)
    text, rows, ends = _beginning(first, dialect)
    bad = first.bad
    head: list[list[str | None]] = [[cell.replace(MARK, "\ufffd") or None for cell in row] for row in rows]
    check_width(max(map(len, head), default=0))
    block = _block(first, dialect)

    def body(shape: Shape) -> Iterator[Batch]:
        above = _above(text, bad, ends[shape.skip - 1] if shape.skip else int(dialect.declared))
        return _batches(source, proof, dialect, shape, batch_rows, span or Span(), above, block)

    return RawTable(
        format="tsv" if dialect.delimiter == "\t" else "csv",
        head=head,
        body=body,
        encoding=proof.encoding,
        delimiter=dialect.delimiter,
        head_notices=_head_notices(rows, bad),
    )


def _block(first: Piece, dialect: Dialect) -> int:
    """Bytes to be read at a time, so that they hold no more cells than a batch may: of mostly empty ones a byte is one."""
    data = bytes(first.data) if first.data is not None else first.as_text().encode("utf-8", "replace")
    cells = max(1, data.count(dialect.delimiter.encode()) + data.count(b"\n"))
    return max(min(_FIRST, BLOCK), min(BLOCK, BATCH_CELLS * len(data) // cells))


def choose_dialect(text: str, score: Score) -> Dialect:
    """The delimiter under which the header names most fields; then the one that gives most columns."""
    line = text[: min((i for i in (text.find("\n"), text.find("\r")) if i >= 0), default=len(text))].strip()
    if line.strip('"').lower().startswith(_SEPARATOR_LINE) and len(line.strip('"')) == len(_SEPARATOR_LINE) + 1:
        return Dialect(line.strip('"')[-1], declared=True)
    if line.lower() == _SEPARATOR_LINE and text.lower().startswith(_SEPARATOR_LINE + "\t"):
        return Dialect("\t", declared=True)

    def merit(delimiter: str) -> tuple[int, int]:
        rows: list[list[str | None]] = [
            [cell or None for cell in row] for row in _first_records(text, Dialect(delimiter))[0]
        ]
        widest = max(map(len, rows), default=0)
        return score(rows) if widest <= MOST_COLUMNS else 0, widest

    # Those that do not occur all make the same single column; one of them stands for the others.
    occurring = [delimiter for delimiter in DELIMITERS if delimiter in text]
    absent = [delimiter for delimiter in DELIMITERS if delimiter not in text][:1]
    merits: dict[str, tuple[int, int]] = {}
    for delimiter in sorted(occurring + absent, key=DELIMITERS.index):
        merits[delimiter] = named, widest = merit(delimiter)
        if named == widest > 1:
            break  # every column has a name: no other delimiter can do better
    return Dialect(max(merits, key=lambda delimiter: merits[delimiter]))


def _first_records(text: str, dialect: Dialect) -> tuple[list[list[str]], list[int]]:
    """The rows searched for the header, and how many physical lines end with each."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)
    stream = io.StringIO(text, newline="")
    skipped = 0
    if dialect.declared:
        stream.readline()
        skipped = 1
    # Not strict: whether the quotes are right is for the reading proper to say.
    reader = csv.reader(stream, delimiter=dialect.delimiter)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in islice(reader, SEARCHED):
            rows.append(row)
            ends.append(skipped + reader.line_num)
    except csv.Error:
        pass
    return rows, ends


def _head_notices(rows: list[list[str]], bad: list[Bad]) -> tuple[tuple[int, Notice], ...]:
    """Notices for undecodable bytes in the first rows, each with the position of its row."""
    found: list[tuple[int, Notice]] = []
    taken = 0
    for position, row in enumerate(rows):
        for column, cell in enumerate(row):
            if count := cell.count(MARK):
                runs = [(None, run) for run in bad[taken : taken + count]]
                found.append((position, encoding_notice(None, column, cell.replace(MARK, "\ufffd"), runs)))
                taken += count
    return tuple(found)


class _Above(Struct, frozen=True):
    """The header and what stands above it, which no record begins before."""

    lines: int = 0
    text: str = ""
    size: int = 0
    """Bytes, where it stands in UTF-8."""


def _above(text: str, bad: list[Bad], lines: int) -> _Above:
    """So many lines of the text at the beginning of a source; ``bad`` are the undecodable runs in it."""
    stream = io.StringIO(text, newline="")
    top = text[: sum(len(stream.readline()) for _ in range(lines))]
    unread = sum(len(run.data) for run in bad[: top.count(MARK)])
    return _Above(lines, top, len(top.replace(MARK, "").encode()) + unread)


def _batches(
    source: Source,
    proof: Proof,
    dialect: Dialect,
    shape: Shape,
    batch_rows: int,
    span: Span,
    above: _Above,
    block: int,
) -> Iterator[Batch]:
    """Read the rows below the header, chunk by chunk: the fast way where it is safe, else the exact way."""
    line, ordinal, room = span.line, span.ordinal, new_room()
    pending: Piece | None = None
    as_cut = True

    def every() -> Iterator[tuple[Piece, int]]:
        nonlocal as_cut
        yield from _pieces(source, proof, span, above, block)
        if pending is not None and span.end is not None:
            as_cut = False
            yield from ((piece, 0) for piece in chunks(source, proof, cut_after_record, block, start=span.end))

    for chunk, skipped in every():
        piece, pending = chunk if pending is None else _joined(pending, chunk), None
        line += skipped
        if not piece:
            continue
        try:
            rows = read_fast(piece, dialect.delimiter, shape, line, room) or read_exactly(
                piece, dialect.delimiter, shape, line
            )
        except Unfinished:
            pending = piece
            continue
        line += rows.physical
        yield from _cut(rows, ordinal, shape, batch_rows, source.share(piece.consumed))
        ordinal += rows.frame.height
        # The next one is read into the memory of this, of which all cells but very long ones were copied.
        del chunk, piece
    if span.ended is not None:
        span.ended(Ended(ordinal, line, as_cut))


def _pieces(source: Source, proof: Proof, span: Span, above: _Above, block: int) -> Iterator[tuple[Piece, int]]:
    """The text below the header, or a span of it, in chunks, each with how many lines were left out above it."""
    waiting = _Above() if span.start else above

    def cut(text: str | memoryview) -> int:
        """As ``cut_after_record`` of what stands below the header."""
        top = len(waiting.text) if isinstance(text, str) else waiting.size
        upto = cut_after_record(text[top:])
        return upto and top + upto

    first = block if source.size <= 2 * _FIRST else min(_FIRST, block)
    for chunk in chunks(source, proof, cut, block, start=span.start, end=span.end, first=first):
        skipped, waiting = waiting, _Above()
        yield _below(chunk, skipped), skipped.lines
        del chunk  # nobody needs it while the next one is read


def _below(piece: Piece, above: _Above) -> Piece:
    """A piece without what stands above the header."""
    if not above.text:
        return piece
    if piece.data is not None:
        rest = memoryview(piece.data)[above.size :]
        return Piece(None, rest, [], piece.consumed, piece.last, piece.overlong, piece.offset + above.size)
    text, bad = piece.as_text(), piece.bad[above.text.count(MARK) :]
    return Piece(text[len(above.text) :], None, bad, piece.consumed, piece.last, piece.overlong)


def _beginning(piece: Piece, dialect: Dialect) -> tuple[str, list[list[str]], list[int]]:
    """Text at the beginning of a piece, the first records in it, and how many lines end with each.

    The text is the whole of the piece where its first lines do not hold as many records as are searched for a header.
    """
    text = _head(piece)
    rows, ends = _first_records(text, dialect)
    if text and len(ends) == SEARCHED and ends[-1] < text.count("\n"):
        return text, rows, ends
    return piece.as_text(), *_first_records(piece.as_text(), dialect)


def _head(piece: Piece) -> str:
    """The first lines of a long piece; empty where it is short, or where they do not decode or are hardly lines."""
    if piece.data is None or len(piece.data) <= _HEAD:
        return ""
    try:
        head = bytes(piece.data[:_HEAD])
        text = head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if text.count("\n") > 2 * SEARCHED else ""


def _joined(one: Piece, other: Piece) -> Piece:
    return Piece(one.as_text() + other.as_text(), None, one.bad + other.bad, other.consumed, other.last, other.overlong)


def _cut(rows: Rows, ordinal: int, shape: Shape, batch_rows: int, progress: float) -> Iterator[Batch]:
    """Cut what one chunk gave into batches of bounded height."""
    height = rows.frame.height
    notices = sorted(rows.notices, key=lambda notice: notice.index or 0)
    taken = 0
    for start in range(0, height, batch_rows):
        stop = min(start + batch_rows, height)
        mine = []
        while taken < len(notices) and (notices[taken].index or 0) < stop:
            notice = notices[taken]
            mine.append(Notice(notice.rule, (notice.index or 0) - start, notice.column, notice.value, notice.details))
            taken += 1
        ordinals = np.arange(ordinal + start, ordinal + stop, dtype=np.int64)
        yield Batch(
            frame=rows.frame[start:stop],
            rows=ordinals + shape.skip + 1,
            ordinals=ordinals,
            lines=rows.lines[start:stop],
            broken=rows.broken[start:stop] if rows.broken is not None else None,
            notices=tuple(mine),
            progress=progress,
        )
