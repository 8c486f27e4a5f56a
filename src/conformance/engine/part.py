"""What came of some of a table's rows that were judged by themselves: everything that is needed to join it with the rest.

Records are numbered within the part; rows, lines and ordinals are those of the whole source. All of it can be pickled.
"""

from __future__ import annotations

import zlib
from typing import TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.collect import Counted
from conformance.engine.model import Due, Violation
from conformance.engine.places import Mask, Positions
from conformance.engine.profile import Profiled
from conformance.sources.frames import lower

Placed = TypeVar("Placed", Violation, Due)


class Marked(Struct, frozen=True):
    """Where in a run of records the trouble lies: a bit for each record, packed, for hardly any or nearly all have some."""

    records: int
    rows: int | bytes
    """The first row where they follow each other without a gap, else all of them."""
    errors: bytes
    warnings: bytes

    def opened(self) -> tuple[Positions, Mask, Mask]:
        """Rows, and which of the records have an error or else a warning of their own."""
        rows = (
            np.arange(self.rows, self.rows + self.records, dtype=np.int64)
            if isinstance(self.rows, int)
            else np.frombuffer(zlib.decompress(self.rows), dtype=np.int64)
        )
        return rows, _opened(self.errors, self.records), _opened(self.warnings, self.records)


class Marker:
    """Takes note of where the trouble lies without knowing yet how long the table is."""

    def __init__(self) -> None:
        self.taken: list[Marked] = []

    def add(self, rows: Positions, errors: Mask, warnings: Mask) -> None:
        """As of :class:`conformance.engine.profile.Marks`."""
        if not len(rows):
            return
        one_by_one = int(rows[-1]) - int(rows[0]) == len(rows) - 1 and bool((np.diff(rows) == 1).all())
        place: int | bytes = int(rows[0]) if one_by_one else zlib.compress(rows.astype(np.int64).tobytes(), 1)
        self.taken.append(Marked(len(rows), place, _packed(errors), _packed(warnings)))


def _packed(mask: Mask) -> bytes:
    return zlib.compress(np.packbits(mask).tobytes(), 1)


def _opened(packed: bytes, count: int) -> Mask:
    bits = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
    return np.unpackbits(bits, count=count).astype(np.bool_)


class Part(Struct, frozen=True):
    """What came of a part."""

    records: int
    rejected: int
    late: int
    all_rejected: bool
    """Whether something was found that makes the whole table unacceptable."""
    counted: Counted
    profiled: Profiled
    marks: tuple[Marked, ...]


def moved(part: Part, rows: int, lines: int) -> Part:
    """The part, whose rows were numbered as though nothing came before them, so many rows and lines further down."""
    counted, profiled = part.counted, part.profiled
    return replace(
        part,
        counted=replace(
            counted,
            once={number: (lowered(first, rows, lines), count) for number, (first, count) in counted.once.items()},
            violations=[lowered(one, rows, lines) for one in counted.violations],
        ),
        profiled=replace(profiled, due_examples=[_lower(one, rows, lines) for one in profiled.due_examples]),
        marks=tuple(_marked_lower(marked, rows) for marked in part.marks),
    )


def lowered(one: Violation, rows: int, lines: int) -> Violation:
    """The violation, so many rows and lines further down."""
    return _lower(replace(one, details=lower(one.details, lines)), rows, lines)


def _lower(one: Placed, rows: int, lines: int) -> Placed:
    return replace(
        one,
        row=None if one.row is None else one.row + rows,
        line=None if one.line is None else one.line + lines,
        ordinal=None if one.ordinal is None else one.ordinal + rows,
    )


def _marked_lower(marked: Marked, rows: int) -> Marked:
    if isinstance(marked.rows, int):
        return replace(marked, rows=marked.rows + rows)
    places = np.frombuffer(zlib.decompress(marked.rows), dtype=np.int64)
    return replace(marked, rows=zlib.compress((places + rows).tobytes(), 1))
