"""Decisions kept on disk between the two readings of a file, so that memory does not grow with their number."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import IO

from conformance.repair.model import Stretch


class Spool:
    """Stretches in the order in which they came; may be read any number of times, once all are there."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="conformance-")  # noqa: SIM115 - closed by close()
        self.changes = 0

    def add(self, stretch: Stretch) -> None:
        """Keep one more."""
        pickle.dump(stretch, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.changes += len(stretch.changes)

    def __iter__(self) -> Iterator[Stretch]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - our own, in a file without a name
            except EOFError:
                return

    def close(self) -> None:
        """Let the file go away."""
        self._file.close()
