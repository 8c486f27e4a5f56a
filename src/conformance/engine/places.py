"""Where each row of a batch stands in its source, and which record it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.sources.model import Batch

Positions = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_NO_LINE = -1


class Place(TypedDict):
    """The coordinates of one row, named as in ``Violation``."""

    record: int | None
    row: int | None
    line: int | None
    ordinal: int | None


NOWHERE: Place = {"record": None, "row": None, "line": None, "ordinal": None}
"""The place of what concerns a whole table."""


class Places(Struct, frozen=True):
    """Arrays with an entry per row of a batch as read. ``record`` counts only rows that are records."""

    is_record: Mask
    record: Positions
    row: Positions
    line: Positions
    ordinal: Positions

    def of(self, position: int) -> Place:
        """The place of one row."""
        return self.of_each(np.array([position], dtype=np.int64))[0]

    def of_each(self, positions: Positions) -> list[Place]:
        """The places of several rows."""
        numbers = (getattr(self, name)[positions].tolist() for name in self.__struct_fields__)
        return [
            _place(record if is_record else None, row, line, ordinal)
            for is_record, record, row, line, ordinal in zip(*numbers, strict=True)
        ]

    def at(self, positions: Positions) -> Places:
        """Those of some rows only."""
        return Places(**{name: getattr(self, name)[positions] for name in self.__struct_fields__})

    @classmethod
    def joined(cls, parts: Sequence[Places]) -> Places:
        """One after the other."""
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in cls.__struct_fields__})

    def frame(self, positions: Positions) -> pl.DataFrame:
        """The places of several records as columns."""
        return pl.DataFrame({name: getattr(self, name)[positions] for name in ("record", "row", "line", "ordinal")})


def locate(batch: Batch, is_record: Mask, before: int) -> Places:
    """Places of a batch's rows; ``before`` records came in earlier batches."""
    height = batch.frame.height
    return Places(
        is_record=is_record,
        record=np.cumsum(is_record, dtype=np.int64) + before,
        row=batch.rows,
        line=batch.lines if batch.lines is not None else np.full(height, _NO_LINE, dtype=np.int64),
        ordinal=batch.ordinals,
    )


def place_of_row(row: dict[str, int]) -> Place:
    """The place in a row of ``Places.frame``."""
    return _place(row["record"], row["row"], row["line"], row["ordinal"])


def _place(record: int | None, row: int, line: int, ordinal: int) -> Place:
    return {"record": record, "row": row, "line": line if line != _NO_LINE else None, "ordinal": ordinal}
