"""The user's own records, parted into those that can be taken and those that go back (``--accepted``, ``--rejected``).

Whole and unmasked, with the columns and headers of the source. Rows that are no records (footers, empty rows) are in
neither file.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from conformance.engine.model import RowsSink
from conformance.sources.model import Batch, Table

if TYPE_CHECKING:
    from conformance.report.splitsides import Side


class Written(Struct, frozen=True):
    """A file that was written, with the number of its records."""

    path: Path
    rows: int
    rejected: bool


class Split:
    """The two files. Use it as a context manager: they are put in their places only if all went well."""

    def __init__(self, accepted: Path | None = None, rejected: Path | None = None) -> None:
        self._accepted = _side(accepted)
        self._rejected = _side(rejected)
        self.spoiled = False
        """An input broke off in the middle: half of its records would pass for all of them."""

    def spoil(self) -> None:
        """Write neither file."""
        self.spoiled = True

    @property
    def written(self) -> list[Written]:
        """The files that were written: more than one for a side whose tables have different columns."""
        found = []
        for side in (self._accepted, self._rejected):
            if side is not None:
                found += [Written(path, rows, side is self._rejected) for path, rows in side.written]
        return found

    def rows_sink(self, table: Table) -> RowsSink | None:
        """What the engine hands each batch of one table to; None where no file was asked for."""
        sides = [(side, side is self._rejected) for side in (self._accepted, self._rejected) if side is not None]
        if not sides:
            return None
        from conformance.report.splitsides import rows_of

        openings = [(side.open(table), wants_rejected) for side, wants_rejected in sides]

        def take(batch: Batch, records: npt.NDArray[np.bool_], rejected: npt.NDArray[np.bool_]) -> None:
            for writer, wants_rejected in openings:
                chosen = np.flatnonzero(records & (rejected if wants_rejected else ~rejected))
                if len(chosen):
                    writer.take(rows_of(batch, chosen))

        return take

    def __enter__(self) -> Split:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sides = [side for side in (self._accepted, self._rejected) if side is not None]
        try:
            if kind is None and not self.spoiled:
                for side in sides:
                    side.close()
                # Only when both are whole are they put in their places.
                for side in sides:
                    side.commit()
        finally:
            # What was not committed by now must not stay behind.
            for side in sides:
                side.discard()


def _side(target: Path | None) -> Side | None:
    """One of the files, where it was asked for. Raises UsageError for a suffix that has no writer."""
    if target is None:
        return None
    from conformance.report.splitsides import Side

    return Side(target)
