"""The XML of a worksheet row by row, as bytes: what is not asked for passes through unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from conformance.sources.merged import letters
from conformance.sources.sheettext import escaped
from conformance.sources.sheetxml import column_number

_ROW = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)row(?=[\s/>])[^>]*>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_CELL = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</\1c\s*>)", re.DOTALL)
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)[0-9]+["']""")
_TYPE = re.compile(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s/>]")


class Piece(NamedTuple):
    """A row with its number (from 1), or what stands between rows."""

    row: int | None
    data: bytes


class Cell(NamedTuple):
    """A cell of a row: its column (from 0), the bytes it takes, its attributes but for place and type, and its content."""

    column: int
    start: int
    stop: int
    attributes: bytes
    content: bytes

    @property
    def is_formula(self) -> bool:
        """Whether its value is computed."""
        return has_formula(self.content)


def has_formula(data: bytes) -> bool:
    """Whether there is a formula in a row or a cell."""
    return _FORMULA.search(data) is not None


def pieces(blocks: Iterable[bytes]) -> Iterator[Piece]:
    """The rows in order, and the bytes before, between and behind them."""
    waiting, number = b"", 0
    for block in blocks:
        waiting += block
        at = 0
        while (opening := _ROW.search(waiting, at)) is not None:
            stop = _end_of(waiting, opening)
            if stop < 0:
                break
            said = _NUMBER.search(opening[0])
            number = int(said[1]) if said else number + 1
            if opening.start() > at:
                yield Piece(None, waiting[at : opening.start()])
            yield Piece(number, waiting[opening.start() : stop])
            at = stop
        waiting = waiting[at:]
    if waiting:
        yield Piece(None, waiting)


def _end_of(data: bytes, opening: re.Match[bytes]) -> int:
    """Where the row ends that begins here; -1 where its end is not at hand."""
    if opening[0].endswith(b"/>"):
        return opening.end()
    closing = re.compile(rb"</" + re.escape(opening[1]) + rb"row\s*>").search(data, opening.end())
    return -1 if closing is None else closing.end()


def cells_of(row: bytes) -> list[Cell]:
    """The cells of a row in order."""
    found: list[Cell] = []
    column = -1
    for match in _CELL.finditer(row):
        said = _REFERENCE.search(match[2])
        column = column_number(said[1].decode()) - 1 if said else column + 1
        attributes = _TYPE.sub(b"", _NUMBER.sub(b"", match[2]))
        found.append(Cell(column, match.start(), match.end(), attributes, match[3] or b""))
    return found


def edited(row: bytes, number: int, texts: Mapping[int, str], *, only_filled: frozenset[int] = frozenset()) -> bytes:
    """The row with the texts put into these columns (from 0), an empty one leaving a cell without a value.

    A cell in one of ``only_filled`` is left alone where it has no value of its own. Cells that are not there are made.
    """
    opening = _ROW.match(row)
    if opening is None:
        raise ValueError(row[:80])
    prefix = opening[1]
    left = dict(sorted(texts.items()))
    if opening[0].endswith(b"/>"):
        new = b"".join(_new(prefix, column, number, text, only_filled) for column, text in left.items())
        return opening[0][:-2] + b">" + new + b"</" + prefix + b"row>"
    parts: list[bytes] = []
    at = 0
    for cell in cells_of(row):
        parts.append(row[at : cell.start])
        before = [c for c in left if c < cell.column]
        parts += [_new(prefix, column, number, left.pop(column), only_filled) for column in before]
        text = left.pop(cell.column, None)
        if text is None or (cell.column in only_filled and not cell.content):
            parts.append(row[cell.start : cell.stop])
        else:
            parts.append(_cell(prefix, cell.column, number, cell.attributes, text))
        at = cell.stop
    if at == 0:
        at = opening.end()
        parts.append(opening[0])
    closing = row.rindex(b"</")
    parts.append(row[at:closing])
    parts += [_new(prefix, column, number, text, only_filled) for column, text in left.items()]
    parts.append(row[closing:])
    return b"".join(parts)


def _new(prefix: bytes, column: int, row: int, text: str, only_filled: frozenset[int]) -> bytes:
    """A cell that was not there; nothing where it needs none."""
    return _cell(prefix, column, row, b"", text) if text and column not in only_filled else b""


def emptied(row: bytes, number: int) -> bytes:
    """The row with no value in any of its cells."""
    return edited(row, number, {cell.column: "" for cell in cells_of(row)})


def made(prefix: bytes, number: int, texts: Mapping[int, str]) -> bytes:
    """A row that was not there."""
    return edited(b"<" + prefix + b'row r="' + str(number).encode() + b'"/>', number, texts)


def _cell(prefix: bytes, column: int, row: int, attributes: bytes, text: str) -> bytes:
    opening = b"<" + prefix + b'c r="' + reference(column, row).encode() + b'"' + attributes.rstrip()
    if not text:
        return opening + b"/>"
    inside = b'<%(p)sis><%(p)st xml:space="preserve">%(text)s</%(p)st></%(p)sis></%(p)sc>'
    return opening + b' t="inlineStr">' + inside % {b"p": prefix, b"text": escaped(text).encode()}


def reference(column: int, row: int) -> str:
    """``B17`` of column 1 and row 17."""
    return f"{letters(column)}{row}"
