"""Decisions kept on disk between the two readings of a file, so that memory does not grow with their number."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from operator import attrgetter
from typing import IO, Any

from conformance.engine.model import Violation
from conformance.repair.model import Change, Stretch

# As plain tuples: the objects themselves take several times as long to write and to read.
_NEEDLESS = frozenset({"around", "content"})
"""What of a violation only reports need."""
_OF_VIOLATION = tuple(name for name in Violation.__struct_fields__ if name not in _NEEDLESS)
_OF_CHANGE = tuple(name for name in Change.__struct_fields__ if name != "violation")
_violation, _change = attrgetter(*_OF_VIOLATION), attrgetter(*_OF_CHANGE)


class Spool:
    """Stretches in the order in which they came; may be read any number of times, once all are there."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="conformance-")  # noqa: SIM115 - closed by close()
        self.changes = 0

    def add(self, stretch: Stretch) -> None:
        """Keep one more."""
        rows = [(_change(change), _violation(change.violation)) for change in stretch.changes]
        packed = stretch.first_line, stretch.lines, rows
        pickle.dump(packed, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.changes += len(rows)

    def __iter__(self) -> Iterator[Stretch]:
        self._file.seek(0)
        while True:
            try:
                first_line, lines, rows = pickle.load(self._file)  # noqa: S301 - our own, in a file without a name
            except EOFError:
                return
            yield Stretch(first_line, tuple(_unpacked(change, violation) for change, violation in rows), lines)

    def clear(self) -> None:
        """Forget what was kept."""
        self._file.seek(0)
        self._file.truncate()
        self.changes = 0

    def close(self) -> None:
        """Let the file go away."""
        self._file.close()


def _unpacked(change: tuple[Any, ...], violation: tuple[Any, ...]) -> Change:
    found = Violation(**dict(zip(_OF_VIOLATION, violation, strict=True)))
    return Change(violation=found, **dict(zip(_OF_CHANGE, change, strict=True)))
