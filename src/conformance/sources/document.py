"""JSON documents: a list of records, an object that holds such lists, or one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from conformance.sources.encoding import Proof
from conformance.sources.jsontext import Window, members_of
from conformance.sources.keyed import Keys, Record, Run, batches_of
from conformance.sources.model import Batch, Unusable
from conformance.sources.plainjson import Kept, flat_list, read_list
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape
from conformance.sources.source import Source
from conformance.standard.jsonpointer import escaped

_DEEPEST = 6
"""How far down envelopes are searched for lists of records."""


class _List(Struct):
    """A list of objects and where its first element begins."""

    pointer: str
    start: int
    keys: Keys = field(default_factory=Keys)
    kept: Kept = field(default_factory=Kept)


class _Survey(Struct):
    """What the first reading of a document found."""

    lists: list[_List] = field(default_factory=list)
    own: Keys = field(default_factory=Keys)
    """Keys of the document itself, if it is an object."""
    texts: int = 0
    """How many of those hold plain values."""
    empty: bool = False
    """There is a list without elements: perhaps of no records."""


def open_document(source: Source, proof: Proof, options: ReadOptions) -> list[RawTable]:
    """Read a document once for its shape and all keys; the records are streamed on a second reading.

    Several lists of records are treated as several sheets. An object that has fields of its own is offered as one
    record as well, for the case that its lists are no records.
    """
    window = Window(source, proof)
    survey = _Survey()
    is_object = window.peek() == "{"
    _walk(window, "", 0, survey)
    if window.peek():
        line = window.line()
        raise Unusable(
            f"JSON 在第 {line} 行已经结束，其后还有内容；每行一条记录的（JSON Lines）请不要折行。",
            f"The JSON ends before line {line}, yet more follows; in JSON Lines each record stays on one line.",
        )
    raws = []
    filled = [found for found in survey.lists if found.keys.seen] or survey.lists
    for found in filled:
        raw = RawTable("json", found.keys.head(), _body(source, proof, options, found), keyed=True)
        raw.encoding, raw.pointer_prefix = proof.encoding, found.pointer
        raw.sheet = found.pointer if len(filled) > 1 else None
        raws.append(raw)
    if is_object and (survey.texts or not raws):
        raw = RawTable("json", survey.own.head(), _single(source, proof), keyed=True)
        raw.spare = bool(raws) or survey.empty
        raw.encoding = proof.encoding
        raws.append(raw)
    if not raws:
        raise Unusable(
            "JSON 里没有记录：最外层应是由对象组成的数组，或含有这种数组的对象。",
            "The JSON has no records: it should be a list of objects, or an object that holds one.",
        )
    return raws


def _walk(window: Window, pointer: str, depth: int, survey: _Survey) -> None:
    """Pass over one value, taking note of the lists of objects within it."""
    first = window.peek()
    if first == "[":
        window.take("[")
        if window.peek() == "{":
            _walk_records(window, pointer, survey)
        else:
            _pass_over(window, pointer, survey)
    elif first == "{" and depth < _DEEPEST:
        for key in members_of(window):
            if depth == 0:
                survey.own.add({key: None})
                survey.texts += window.peek() not in "[{"
            _walk(window, f"{pointer}/{escaped(key)}", depth + 1, survey)
    else:
        window.value()


def _walk_records(window: Window, pointer: str, survey: _Survey) -> None:
    found = _List(pointer, window.position)
    number = singly = 0
    while True:
        stretch = window.stretch() if window.position >= singly else ""
        count = _flat(window, stretch, found) if stretch else 0
        if count:
            number += count
            window.skip(window.position + len(stretch))
        else:
            # The first record says what keys there are; after that a stretch that is not flat is read singly.
            singly = max(singly, window.position + (len(stretch) if found.keys.seen else 1))
            found.keys.add(_record(window, number))
            number += 1
        if window.take(",]") == "]":
            survey.lists.append(found)
            return


def _flat(window: Window, stretch: str, found: _List) -> int:
    """How many flat objects with known keys a stretch holds, 0 if anything else; kept while there is room."""
    keys, data = list(found.keys.seen), stretch.encode()
    if found.kept.room() and (run := read_list(data, keys, window.line())) is not None:
        found.kept.put(window.position, run, len(stretch))
        return run.frame.height
    return len(flat_list(data, keys) or ())


def _record(window: Window, number: int) -> dict[str, Any]:
    window.peek()
    line = window.line()
    value, _ = window.value()
    if not isinstance(value, dict):
        raise Unusable(
            f"第 {number + 1} 条记录（第 {line} 行）不是对象，请检查。",
            f"Record {number + 1} (line {line}) is no object; check it.",
        )
    return value


def _pass_over(window: Window, pointer: str, survey: _Survey) -> None:
    """A list of something else; an empty one may be a list of no records."""
    if window.peek() == "]":
        window.take("]")
        survey.empty = True
        return
    if pointer == "":
        line = window.line()
        raise Unusable(
            f"数组里的第一个元素（第 {line} 行）不是对象；每条记录应写成“键: 值”的对象。",
            f"The first element of the list (line {line}) is no object; each record has to be one.",
        )
    while True:
        window.value()
        if window.take(",]") == "]":
            return


def _body(source: Source, proof: Proof, options: ReadOptions, found: _List) -> Body:
    def body(_: Shape) -> Iterator[Batch]:
        return batches_of(_records(source, proof, found), list(found.keys.seen), options.batch_rows)

    return body


def _records(source: Source, proof: Proof, found: _List) -> Iterator[Record | Run]:
    """All records: as much as is at hand where that is proved to be right, else one by one."""
    window = Window(source, proof)
    window.skip(found.start)
    # The first record alone, as on the first reading: what was kept begins after it.
    keys, singly = list(found.keys.seen), found.start + 1
    while True:
        window.peek()
        if known := found.kept.take(window.position, keys):
            window.skip(window.position + known[1])
            yield known[0]._replace(progress=window.progress)
            if window.take(",]") == "]":
                return
            continue
        stretch = window.stretch() if window.position >= singly else ""
        line = window.line()
        run = read_list(stretch.encode(), keys, line) if stretch else None
        if run is not None:
            window.skip(window.position + len(stretch))
            yield run._replace(progress=window.progress)
        else:
            singly = max(singly, window.position + len(stretch))
            value, bad = window.value()
            yield Record(value, line, window.progress, bad)
        if window.take(",]") == "]":
            return


def _single(source: Source, proof: Proof) -> Body:
    def body(_: Shape) -> Iterator[Batch]:
        window = Window(source, proof)
        window.peek()
        line = window.line()
        value, bad = window.value()
        return batches_of([Record(value, line, 1.0, bad)], list(value), 1)

    return body
