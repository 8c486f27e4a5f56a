"""A file of our own for what does not fit into memory: pieces put aside under a number, and read back in that order."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any

from pyarrow import lib

_CODEC: Any = lib.Codec("lz4")


class Spool:
    """Pieces of bytes by number. Use it as a context manager: the file goes with it."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="conformance-")  # noqa: SIM115
        self._places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._end = 0

    def put(self, number: int, piece: bytes) -> None:
        """Put a piece aside."""
        packed = _CODEC.compress(piece, asbytes=True)
        self._file.seek(self._end)
        self._file.write(packed)
        self._places[number].append((self._end, len(packed), len(piece)))
        self._end += len(packed)

    def get(self, number: int) -> Iterator[bytes]:
        """The pieces of a number, in the order in which they were put aside."""
        for start, packed, length in self._places.get(number, ()):
            self._file.seek(start)
            piece: bytes = _CODEC.decompress(self._file.read(packed), length, asbytes=True)
            yield piece

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
