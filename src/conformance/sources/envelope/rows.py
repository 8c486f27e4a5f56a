"""The records of an envelope as batches: their fields from ``data``, and what is wrong with what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace

from conformance.sources.envelope.document import Document, Element, Stretch, as_text, given_twice
from conformance.sources.envelope.fastrows import Rows, read_rows
from conformance.sources.envelope.faults import Fault, faults, pointer_to
from conformance.sources.envelope.kinds import Kind
from conformance.sources.keyed import Record, batch_of
from conformance.sources.model import Batch, Notice
from conformance.sources.plainjson import MOST_KEPT
from conformance.sources.raw import Body, Shape, rows_at_a_time
from conformance.standard.model import Text

KEY = "envelope-key"


class Placed(NamedTuple):
    """An element with its place in the list, from 0."""

    number: int
    element: Element


class Marks:
    """By what the elements of a list are known again, each of which may come once."""

    def __init__(self, listed: str, member: str) -> None:
        self._listed, self._member = listed, member
        self._seen: dict[str, int] = {}

    def again(self, mark: object, number: int, index: int | None = None) -> Notice | None:
        """A notice where an element before had the same mark."""
        if not isinstance(mark, str):
            return None
        first = self._seen.setdefault(mark, number)
        if first == number:
            return None
        pointer = pointer_to((self._listed, number, self._member))
        return Notice(KEY, index, None, mark, {"pointer": pointer, "first": pointer_to((self._listed, first))})


class Fast:
    """Stretches of a batch that are read at once; those of the first reading are kept, within bounds, for the second."""

    def __init__(self, keys: Mapping[str, int]) -> None:
        self._keys = keys
        """Grows while the batch is read for the first time."""
        self._kept: dict[int, Rows] = {}
        self._bytes = 0
        self.counted = 0
        """Rows that the first reading took so."""
        self.ready: list[Rows] = []
        """What was read and not fetched yet."""

    def count(self, stretch: Stretch) -> int:
        """Of the first reading: how many rows there are; 0 where they have to be read one by one."""
        rows = read_rows(stretch.text, list(self._keys), stretch.line)
        if rows is None:
            return 0
        if self._bytes < MOST_KEPT:
            self._kept[stretch.position] = rows
            self._bytes += len(stretch.text)
        self.counted += len(rows.keys)
        return len(rows.keys)

    def read(self, stretch: Stretch) -> int:
        """Of the second reading: the same, with the rows in ``ready``."""
        rows = self._kept.pop(stretch.position, None)
        if rows is None or rows.run.frame.width != len(self._keys):
            rows = read_rows(stretch.text, list(self._keys), stretch.line)
        if rows is None:
            return 0
        self.ready.append(rows)
        return len(rows.keys)


def shell_faults(value: Any, name: str) -> list[Fault]:
    """What is wrong with an element besides its data, which the rules of its item judge."""
    if not isinstance(value, Mapping):
        return faults(value, name)
    shell = {key: {} if key == "data" and isinstance(part, Mapping) else part for key, part in value.items()}
    twice = Text("这个成员出现了两次", "this member is there twice")
    return [*faults(shell, name), *(Fault((key,), twice, as_text(value[key])) for key in given_twice(value))]


def data_of(value: Any) -> dict[str, Any] | None:
    """The fields of an element; None where it has none."""
    data = value.get("data") if isinstance(value, Mapping) else None
    if not isinstance(data, Mapping):
        return None
    return data if isinstance(data, dict) else dict(data)


class Reader:
    """Batches out of elements that were placed, and of rows that were read at once."""

    def __init__(self, kind: Kind, keys: Sequence[str], marks: Marks | None) -> None:
        self._kind, self._keys, self._marks = kind, keys, marks
        self._listed = kind.listed or ""

    def single(self, chunk: Sequence[Placed]) -> Batch:
        """A batch of elements read one by one."""
        notices: list[Notice] = []
        broken = np.zeros(len(chunk), dtype=np.bool_)
        records: list[Record] = []
        for index, (number, element) in enumerate(chunk):
            data = data_of(element.value)
            broken[index] = data is None
            records.append(Record(data or {}, element.line, element.progress, element.bad))
            for fault in shell_faults(element.value, self._kind.element):
                mild = fault.unexpected and not self._kind.submitted
                notices.append(fault.notice((self._listed, number), index, mild=mild))
            if self._marks is not None and isinstance(element.value, Mapping):
                again = self._marks.again(element.value.get("key"), number, index)
                notices += [again] if again is not None else []
        batch = batch_of(records, self._keys, 0)
        ordinals = np.array([number for number, _ in chunk], dtype=np.int64)
        return replace(batch, rows=ordinals + 2, ordinals=ordinals, broken=broken, notices=(*notices, *batch.notices))

    def together(self, rows: Rows, first: int) -> Batch:
        """A batch of rows read at once; ``first`` is the place of the first of them."""
        notices = []
        if self._marks is not None:
            found = (self._marks.again(key, first + index, index) for index, key in enumerate(rows.keys))
            notices = [notice for notice in found if notice is not None]
        ordinals = np.arange(first, first + len(rows.keys), dtype=np.int64)
        return Batch(rows.run.frame, ordinals + 2, ordinals, rows.run.lines, notices=tuple(notices))


def batch_body(document: Document, kind: Kind, keys: Mapping[str, int], fast: Fast, batch_rows: int) -> Body:
    """The rows of a batch, every element of its list being one."""

    def body(_: Shape) -> Iterator[Batch]:
        names = list(keys)
        most = rows_at_a_time(batch_rows, len(names))
        reader = Reader(kind, names, Marks(kind.listed or "", "key"))
        chunk: list[Placed] = []
        number = 0
        for element in document.elements(fast.read):
            if element is not None:
                chunk.append(Placed(number, element))
                number += 1
            if chunk and (element is None or len(chunk) == most):
                yield reader.single(chunk)
                chunk = []
            if element is None:
                for rows in _parted(fast.ready.pop(), most):
                    yield reader.together(rows, number)
                    number += len(rows.keys)
        if chunk:
            yield reader.single(chunk)

    return body


def _parted(rows: Rows, most: int) -> Iterator[Rows]:
    """The same rows, at most so many at a time."""
    for at in range(0, len(rows.keys), most):
        run = rows.run._replace(frame=rows.run.frame[at : at + most], lines=rows.run.lines[at : at + most])
        yield Rows(run, rows.keys[at : at + most])


def chosen_body(elements: Callable[[], Iterable[Placed]], kind: Kind, keys: Mapping[str, int], batch_rows: int) -> Body:
    """The records among the elements of a page."""

    def body(_: Shape) -> Iterator[Batch]:
        names = list(keys)
        most = rows_at_a_time(batch_rows, len(names))
        reader = Reader(kind, names, None)
        chunk: list[Placed] = []
        for placed in elements():
            chunk.append(placed)
            if len(chunk) == most:
                yield reader.single(chunk)
                chunk = []
        if chunk:
            yield reader.single(chunk)

    return body
