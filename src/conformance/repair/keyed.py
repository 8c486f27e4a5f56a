"""JSON and JSON Lines with some values changed: only the characters of those values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from conformance.repair.delimited import Astray, rows_of
from conformance.repair.model import Change, Stretch
from conformance.repair.verbatim import Scroll
from conformance.sources.encoding import Proof
from conformance.sources.jsontext import DECODER, Window
from conformance.sources.model import Column
from conformance.sources.source import Source
from conformance.standard.jsonpointer import escaped

_BLANK = re.compile(r"[ \t\n\r]*")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Part(NamedTuple):
    """One list of records in a document: its pointer (None where the document is the record), columns and changes."""

    pointer: str | None
    columns: Sequence[Column]
    stretches: Iterable[Stretch]


class Edit(NamedTuple):
    """Characters of the source, by their places, and what stands there instead."""

    start: int
    stop: int
    text: str


class _Element(NamedTuple):
    start: int
    text: str

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


def rewrite_lines(scroll: Scroll, columns: Sequence[Column], stretches: Iterable[Stretch]) -> None:
    """Copy JSON Lines with the changes made."""
    line = 1
    for start, _, changes in rows_of(stretches):
        scroll.copy(scroll.lines(start - line))
        record = scroll.lines(1)
        line = start + 1
        if changes[0].action == "remove":
            scroll.drop(record)
            continue
        at = 0
        for edit in edits_of(record, 0, columns, changes):
            _apply(scroll, record[at : edit.start], record[edit.start : edit.stop], edit.text)
            at = edit.stop
        scroll.copy(record[at:])
    for text in scroll.rest():
        scroll.copy(text)


def rewrite_document(scroll: Scroll, source: Source, proof: Proof, parts: Iterable[Part]) -> None:
    """Copy a JSON document with the changes made."""
    at = 0
    readers = [(_Reader(source, proof, part.pointer), part) for part in parts]
    for reader, part in sorted(readers, key=lambda pair: pair[0].opening):
        for edit in _edits(reader, part):
            kept = scroll.characters(edit.start - at)
            _apply(scroll, kept, scroll.characters(edit.stop - edit.start), edit.text)
            at = edit.stop
    for text in scroll.rest():
        scroll.copy(text)


def _apply(scroll: Scroll, kept: str, replaced: str, text: str) -> None:
    scroll.copy(kept)
    scroll.drop(replaced)
    scroll.put(text)


class _Reader:
    """The records of one list, with where each stands in the text."""

    def __init__(self, source: Source, proof: Proof, pointer: str | None) -> None:
        self._window = Window(source, proof)
        self._single = pointer is None
        for token in (pointer or "").split("/")[1:]:
            self._enter(token)
        if not self._single:
            self._window.take("[")
        self.opening = self._window.position
        """The place behind the bracket."""

    def _enter(self, token: str) -> None:
        """Go to the value of a key."""
        window = self._window
        window.take("{")
        while True:
            window.peek()
            key, _ = window.value()
            window.take(":")
            if escaped(key) == token:
                return
            window.peek()
            window.value()
            window.take(",")

    def __iter__(self) -> Iterator[_Element]:
        window = self._window
        while True:
            window.peek()
            start = window.position
            window.value()
            yield _Element(start, window.text_from(start))
            if self._single or window.take(",]") == "]":
                return


def _edits(reader: _Reader, part: Part) -> Iterator[Edit]:
    """The changes of one list as edits of the text, in order."""
    rows = (
        (ordinal, list(changes))
        for stretch in part.stretches
        for ordinal, changes in groupby(stretch.changes, key=lambda change: change.ordinal)
    )
    ordinal, changes = next(rows, (-1, []))
    kept = reader.opening
    removed: _Element | None = None
    """The first of the removed elements behind the last one that is kept."""
    last = reader.opening
    if ordinal < 0:
        return
    for number, element in enumerate(reader):
        mine = number == ordinal
        if mine and changes[0].action == "remove":
            removed = removed or element
        else:
            if removed is not None:
                yield Edit(removed.start, element.start, "")
                removed = None
            if mine:
                yield from edits_of(element.text, element.start, part.columns, changes)
            kept = element.stop
        last = element.stop
        if mine:
            ordinal, changes = next(rows, (-1, []))
        if ordinal < 0 and removed is None:
            return
    if removed is not None:  # nothing is kept behind: the comma before goes too
        yield Edit(kept, last, "")


def edits_of(text: str, base: int, columns: Sequence[Column], changes: Sequence[Change]) -> Iterator[Edit]:
    """The changed values of one object, in the order of the text; ``base`` is where the text begins."""
    found = values_of(text)
    placed: list[tuple[tuple[int, int], Change]] = []
    for change in changes:
        header = columns[change.column or 0].header
        if header not in found:
            raise Astray(f"record {change.ordinal + 1}, {header}")
        placed.append((found[header], change))
    for (start, stop), change in sorted(placed, key=lambda pair: pair[0]):
        token = text[start:stop]
        # An export that writes Chinese as \u escapes is for a reader that wants them.
        ascii_only = token.isascii() and "\\u" in token
        yield Edit(base + start, base + stop, json.dumps(change.after or "", ensure_ascii=ascii_only))


def values_of(text: str) -> Mapping[str, tuple[int, int]]:
    """Where the value of each key of an object stands; that of the first, where a key comes twice."""
    found: dict[str, tuple[int, int]] = {}
    at = _behind_blanks(text, 0) + 1  # the brace
    while True:
        at = _behind_blanks(text, at)
        if text[at] == "}":
            return found
        if text[at] == ",":
            at = _behind_blanks(text, at + 1)
        key, at = scanstring(text, at + 1)
        at = _behind_blanks(text, _behind_blanks(text, at) + 1)  # the colon
        value: tuple[Any, int] = DECODER.raw_decode(text, at)
        found.setdefault(_SURROGATES.sub("�", key), (at, value[1]))
        at = value[1]


def _behind_blanks(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]
