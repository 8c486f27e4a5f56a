"""The fast way to read the rows of a batch: a typed decoder takes many at once, an account shows that nothing was lost.

The account is that of plain JSON records (``sources.plainjson``): every quote belongs to a known key or a text, every
brace to a row or its data. What is not proved so is read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import numpy as np

from conformance.sources.cells import Number
from conformance.sources.decode import count_byte
from conformance.sources.envelope.faults import all_right
from conformance.sources.keyed import Run
from conformance.sources.plainjson import WORTHWHILE, classes_of, frame_of

_TEXTS_BESIDE = 3
"""Texts of a row besides its data: the two names of its members and its key."""
_CR, _LF, _OPENING = b"\r\n{"


class Rows(NamedTuple):
    """Rows that follow each other."""

    run: Run
    keys: list[str]
    """By which the sender knows each of them."""


@lru_cache(maxsize=16)
def _decoders(keys: tuple[str, ...]) -> tuple[Any, ...]:
    made = []
    for data in classes_of(keys):
        row = msgspec.defstruct("Row", [("key", str), ("data", data)], forbid_unknown_fields=True, gc=False)
        made.append(msgspec.json.Decoder(list[row], float_hook=Number).decode)  # type: ignore[valid-type]
    return tuple(made)


def _decoded(data: bytes, keys: Sequence[str]) -> list[Any] | None:
    for decode in _decoders(tuple(keys)):
        try:
            return list(decode(b"[" + data + b"]"))
        except msgspec.ValidationError:
            continue
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
    return None


def read_rows(text: str, keys: Sequence[str], first_line: int) -> Rows | None:
    """The rows of a text in which commas separate them; None where it is not proved that they are read exactly.

    ``keys`` are those of their data, ``first_line`` is where the first begins.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) < WORTHWHILE or not keys:
        return None
    rows = _decoded(data, keys)
    if rows is None or count_byte(data, _OPENING) != 2 * len(rows) or count_byte(data, _CR) != data.count(b"\r\n"):
        return None
    marks = [row.key for row in rows]
    if not all_right([{"key": mark, "data": {}} for mark in marks], "BatchRecord"):
        return None
    frame = frame_of(data, [row.data for row in rows], keys, beside=_TEXTS_BESIDE * len(rows))
    if frame is None:
        return None
    codes = np.frombuffer(data, dtype=np.uint8)
    starts, ends = np.flatnonzero(codes == _OPENING)[::2], np.flatnonzero(codes == _LF)
    return Rows(Run(frame, first_line + np.searchsorted(ends, starts)), marks)
