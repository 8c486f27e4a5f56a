"""The fast way to read JSON records: a typed decoder takes a run of flat objects, and an account of the quotes shows
that no key came twice.

The decoder refuses whatever is no JSON, an unknown key, an object within an object. What it would lose in silence is
looked for: a key that comes twice (the last would win), the sign of ``-0``. Such runs are read record by record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
import numpy as np
import polars as pl

from conformance.sources.cells import Number, plain_text
from conformance.sources.decode import count_byte
from conformance.sources.frames import blank_to_null
from conformance.sources.keyed import Run
from conformance.sources.raw import names

WORTHWHILE = 1 << 16
"""Bytes below which making a decoder costs more than it saves."""
MOST_KEPT = 1 << 26
"""Bytes of a source whose records are kept from the first reading for the second."""
_MOST_KEYS = 1000
_TEXTS = {str, type(None)}
_NEGATIVE_ZERO = re.compile(rb":[ \t\r\n]*-0")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LF, _CR, _QUOTE, _OPENING = b'\n\r"{'


Decode = Callable[[bytes], list[Any]]


class _Decoders(NamedTuple):
    texts: tuple[Decode, Decode]
    """Takes texts and nulls only: one object on each line, or a list of objects."""
    anything: tuple[Decode, Decode]
    records: tuple[Any, Any]
    """Classes of the objects: with texts and nulls only, with anything."""
    fields: tuple[str, ...]


@lru_cache(maxsize=16)
def _decoders(keys: tuple[str, ...]) -> _Decoders | None:
    """Decoders of objects with these keys and no others; None for keys that cannot be told to them."""
    if len(keys) > _MOST_KEYS:
        return None
    fields = tuple(f"f{index}" for index in range(len(keys)))
    made: list[tuple[Decode, Decode]] = []
    records: list[Any] = []
    for kind in (str | None | msgspec.UnsetType, Any):
        try:
            record = msgspec.defstruct(
                "Record",
                [(field, kind, msgspec.UNSET) for field in fields],
                rename=dict(zip(fields, keys, strict=True)),
                forbid_unknown_fields=True,
                gc=False,
            )
        except (ValueError, UnicodeEncodeError):
            return None
        one: Any = msgspec.json.Decoder(record, float_hook=Number)
        several: Any = msgspec.json.Decoder(list[record], float_hook=Number)  # type: ignore[valid-type]
        made.append((one.decode_lines, several.decode))
        records.append(record)
    return _Decoders(made[0], made[1], (records[0], records[1]), fields)


def classes_of(keys: Sequence[str]) -> tuple[Any, ...]:
    """Classes of flat objects with these keys and no others, for decoders of what holds such objects; none where the keys
    cannot be told to them."""
    decoders = _decoders(tuple(keys))
    return () if decoders is None else decoders.records


def decoded(data: bytes, keys: Sequence[str], *, listed: bool) -> list[Any] | None:
    """The objects of a JSON list or, one below the other, of lines; None where one is not flat or has another key."""
    decoders = _decoders(tuple(keys))
    if decoders is None:
        return None
    for decode in (decoders.texts[listed], decoders.anything[listed]):
        try:
            return decode(data)
        except msgspec.ValidationError:
            continue
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
    return None


def frame_of(data: bytes, objects: list[Any], keys: Sequence[str], beside: int = 0) -> pl.DataFrame | None:
    """The frame of decoded objects; None where a key came twice, or a value is not exactly what was written.

    ``beside`` are the texts, keys among them, that the data holds besides the objects.
    """
    columns: list[pl.Series] = []
    quoted = beside
    for name, field in zip(names(len(keys)), _fields(keys), strict=True):
        values: list[Any] = list(map(attrgetter(field), objects))
        kinds = set(map(type, values))
        if kinds <= _TEXTS:
            columns.append(pl.Series(name, values, dtype=pl.String))
            quoted += 2 * len(values) - columns[-1].null_count()
            continue
        if dict in kinds or list in kinds or (int in kinds and _NEGATIVE_ZERO.search(data)):
            return None
        quoted += sum((value is not msgspec.UNSET) + (type(value) is str) for value in values)
        columns.append(pl.Series(name, list(map(_text, values)), dtype=pl.String))
    if count_byte(data, _QUOTE) - _escaped_quotes(data) != 2 * quoted:
        return None
    return blank_to_null(pl.DataFrame(columns))


def _text(value: Any) -> str | None:
    if value is msgspec.UNSET:
        return None
    return str(value) if type(value) is Number else plain_text(value)


def _fields(keys: Sequence[str]) -> tuple[str, ...]:
    decoders = _decoders(tuple(keys))
    return decoders.fields if decoders is not None else ()


def _escaped_quotes(data: bytes) -> int:
    if b"\\\\" not in data:
        return data.count(b'\\"')
    return sum(escaped == b'"' for escaped in _ESCAPED.findall(data))


def flat_lines(data: bytes, keys: Sequence[str]) -> list[Any] | None:
    """The objects of lines each of which holds one flat object and nothing else; None where that is not so."""
    if len(data) < WORTHWHILE or not keys:
        return None
    codes = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(codes == _LF)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), ends + 1))
    starts = starts[starts < len(data)]
    # As no object holds another, a line that begins with a brace begins a record.
    if not (codes[starts] == _OPENING).all() or count_byte(data, _CR) != np.count_nonzero(codes[ends - 1] == _CR):
        return None
    objects = decoded(data, keys, listed=False)
    return objects if objects is not None and len(objects) == len(starts) else None


def read_lines(data: bytes, keys: Sequence[str], first_line: int) -> Run | None:
    """Read lines each of which holds one flat object and nothing else; None where that is not proved."""
    objects = flat_lines(data, keys)
    frame = None if objects is None else frame_of(data, objects, keys)
    return None if frame is None else Run(frame, np.arange(first_line, first_line + frame.height, dtype=np.int64))


def flat_list(data: bytes, keys: Sequence[str]) -> list[Any] | None:
    """The flat objects that commas separate; None where there is anything else."""
    if len(data) < WORTHWHILE or not keys:
        return None
    return decoded(b"[" + data + b"]", keys, listed=True)


def read_list(data: bytes, keys: Sequence[str], first_line: int) -> Run | None:
    """Read flat objects that commas separate; ``first_line`` is where the first begins. None where that is not proved."""
    objects = flat_list(data, keys)
    # Where braces stand in texts, or lone CRs end lines, the lines of the records are found by reading them one by one.
    if objects is None or count_byte(data, _OPENING) != len(objects) or count_byte(data, _CR) != data.count(b"\r\n"):
        return None
    frame = frame_of(data, objects, keys)
    if frame is None:
        return None
    codes = np.frombuffer(data, dtype=np.uint8)
    starts, ends = np.flatnonzero(codes == _OPENING), np.flatnonzero(codes == _LF)
    return Run(frame, first_line + np.searchsorted(ends, starts))


class Kept:
    """Runs from the first reading, which is for the keys, so that the second need not decode them again. Bounded."""

    def __init__(self) -> None:
        self._runs: dict[int, tuple[Run, int]] = {}
        self._bytes = 0

    def room(self) -> bool:
        """Whether more may be kept."""
        return self._bytes < MOST_KEPT

    def put(self, place: int, run: Run, length: int) -> None:
        """Keep the run at a place; ``length`` is what it takes in the source."""
        self._runs[place] = run, length
        self._bytes += length

    def take(self, place: int, keys: Sequence[str]) -> tuple[Run, int] | None:
        """The run at a place, once, with columns for keys that came later."""
        if place not in self._runs:
            return None
        run, length = self._runs.pop(place)
        late = [pl.lit(None, dtype=pl.String).alias(name) for name in names(len(keys))[run.frame.width :]]
        return run._replace(frame=run.frame.with_columns(late)), length
