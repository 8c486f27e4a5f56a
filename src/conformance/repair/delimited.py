"""Delimited text with some cells changed: only their characters, in the quoting they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from conformance.repair.model import Change, Stretch
from conformance.repair.verbatim import Scroll

_QUOTE = '"'


class Astray(RuntimeError):
    """A cell does not hold what was read there: an error of ours, and nothing is written."""


def rewrite(scroll: Scroll, delimiter: str, places: Sequence[int], stretches: Iterable[Stretch]) -> None:
    """Copy the text with the changes made. ``places`` are the positions of the columns in a row, by their number."""
    line = 1
    unended = False
    for start, stop, changes in rows_of(stretches):
        scroll.copy(scroll.lines(start - line))
        record = scroll.lines(stop - start) if stop is not None else "".join(scroll.rest())
        line = start if stop is None else stop
        if changes[0].action == "remove":
            scroll.drop(record)
            unended = _without_end(record) == record
        else:
            _write(scroll, record, delimiter, {places[c.column or 0]: c for c in changes})
            unended = False
    at_end = True
    for text in scroll.rest():
        at_end = at_end and not text
        scroll.copy(text)
    if unended and at_end:  # the last row went away, and the file had no line end behind it
        scroll.without_last_line_end()


def rows_of(stretches: Iterable[Stretch]) -> Iterator[tuple[int, int | None, list[Change]]]:
    """First line, the line behind and the changes of each changed row; None where it is the last of the file."""
    held: tuple[int, list[Change]] | None = None
    for stretch in stretches:
        if held is not None and stretch.first_line is not None:
            yield held[0], stretch.first_line, held[1]
            held = None
        for ordinal, changes in groupby(stretch.changes, key=lambda change: change.ordinal):
            start, stop = stretch.lines[ordinal]
            if stop is None:
                held = start, list(changes)
            else:
                yield start, stop, list(changes)
    if held is not None:
        yield held[0], None, held[1]


def _write(scroll: Scroll, record: str, delimiter: str, changes: Mapping[int, Change]) -> None:
    at = 0
    found = spans(record, delimiter)
    for place, change in sorted(changes.items()):
        start, stop = found[place] if place < len(found) else (0, 0)
        token = record[start:stop]
        if text_of(token) != (change.before or ""):
            raise Astray(f"row {change.row}, column {place + 1}")
        scroll.copy(record[at:start])
        scroll.drop(token)
        scroll.put(token_of(change.after or "", delimiter, quoted=token.startswith(_QUOTE)))
        at = stop
    scroll.copy(record[at:])


def spans(record: str, delimiter: str) -> list[tuple[int, int]]:
    """Where each cell of a record begins and ends, quotes included."""
    end = len(_without_end(record))
    found: list[tuple[int, int]] = []
    at = 0
    while True:
        stop = _behind_quotes(record, at) if record.startswith(_QUOTE, at, end) else record.find(delimiter, at, end)
        if stop < 0:
            stop = end
        found.append((at, stop))
        if stop >= end:
            return found
        at = stop + len(delimiter)


def _behind_quotes(record: str, at: int) -> int:
    """The place behind the quote that closes the one at a place."""
    close = at + 1
    while True:
        close = record.index(_QUOTE, close) + 1
        if not record.startswith(_QUOTE, close):
            return close
        close += 1


def text_of(token: str) -> str:
    """The text of a cell as it stands in the file."""
    return token[1:-1].replace('""', _QUOTE) if token.startswith(_QUOTE) else token


def token_of(text: str, delimiter: str, *, quoted: bool) -> str:
    """A text as a cell: in quotes if the cell had them, or if it cannot do without."""
    if quoted or text.startswith(_QUOTE) or any(part in text for part in (delimiter, "\n", "\r")):
        return f'"{text.replace(_QUOTE, _QUOTE * 2)}"'
    return text


def _without_end(record: str) -> str:
    for line_end in ("\r\n", "\n", "\r"):
        if record.endswith(line_end):
            return record[: -len(line_end)]
    return record
