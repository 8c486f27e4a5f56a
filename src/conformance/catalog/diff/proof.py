"""Proving that one schema takes all that another takes, or finding a record that it does not take.

``yes`` comes from the prover (``covers`` of canonical schemas), ``no`` from a record that both validators have judged.
Where there is neither, the answer is ``unknown``, which is never taken for a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from conformance.catalog.diff.candidates import PERSON, values
from conformance.catalog.diff.model import Certainty
from conformance.catalog.diff.schema import Json, Record

_TRIES = 400
"""Values that are tried for one field."""


def covers(new: Record, old: Record) -> Certainty:
    """Whether every record that ``old`` takes is taken by ``new``, part by part: ``yes`` or ``unknown``.

    Fields that the other edition does not have say nothing: a column that nobody asks for is not refused.
    """
    if not new.required <= old.required or not new.absent <= old.absent:
        return "unknown"
    if new.one_of and not (new.one_of & old.required or (old.one_of and old.one_of <= new.one_of)):
        return "unknown"
    shared = (name for name in new.fields if name in old.fields and name not in old.absent)
    return "yes" if all(takes(new.fields[name], old.fields[name]) == "yes" for name in shared) else "unknown"


def takes(new: Json, old: Json) -> Certainty:
    """Whether the values of one field that ``old`` takes are taken by ``new``, by the prover alone."""
    if new == old:
        return "yes"
    found = _takes(msgspec.json.encode(new, order="sorted"), msgspec.json.encode(old, order="sorted"))
    return "yes" if found else "unknown"


def covers_pattern(new: str, old: str) -> Certainty:
    """Whether every text that the pattern ``old`` takes is taken by ``new``."""
    return takes({"type": "string", "pattern": new}, {"type": "string", "pattern": old})


@lru_cache(maxsize=4096)
def _takes(new: bytes, old: bytes) -> bool:
    import jsonschema_rs
    from jsonschema_rs.canonical import Containment

    try:
        wide = jsonschema_rs.canonicalize(msgspec.json.decode(new))
        narrow = jsonschema_rs.canonicalize(msgspec.json.decode(old))
        return wide.covers(narrow) is Containment.YES
    except ValueError:  # what the prover cannot work on is not proved
        return False


def witness(old: Record, new: Record, only: str | None = None, whole: Record | None = None) -> dict[str, Any] | None:
    """A record that ``old`` takes and ``new`` does not, as small as can be; None where none is found.

    ``only`` is the one field that is tried, for the example of one change. ``whole`` has to refuse the record as well:
    what one change no longer takes may be taken by way of another.
    """
    import jsonschema_rs

    accepts = jsonschema_rs.validator_for(old.schema())
    refuses = [jsonschema_rs.validator_for(one.schema()) for one in (new, whole) if one is not None]
    for base in _bases(old, new):
        for record in _around(base, old, new, only):
            if accepts.is_valid(record) and not any(one.is_valid(record) for one in refuses):
                return record
    return None


def hybrid(old: Record, new: Record, field: str, parts: Collection[str]) -> Record:
    """The old schema with one field as it is in the new edition: its ``values``, its ``presence``, or both."""
    fields, required, one_of = dict(old.fields), old.required, old.one_of
    if "values" in parts:
        fields.pop(field, None)
        if field in new.fields:
            fields[field] = new.fields[field]
    if "presence" in parts:
        required = (old.required - {field}) | (new.required & {field})
        one_of = (old.one_of - {field}) | (new.one_of & {field})
    return replace(old, fields=fields, required=required, one_of=one_of)


def _bases(old: Record, new: Record) -> Iterator[dict[str, Any]]:
    """The smallest records that the old schema takes, with one after the other of those of which one is needed."""
    for choice in sorted(old.one_of, key=lambda name: (name == "subject_citizen_id", name != "subject_uscc", name)) or [
        ""
    ]:
        names = [name for name in old.fields if name in old.required or name == choice]
        base = {name: _usual(name, old, new) for name in names}
        yield base | {name: PERSON for name in ("subject_name",) if name in base and choice == "subject_citizen_id"}


def _usual(name: str, old: Record, new: Record) -> Any:
    """A value that neither edition minds, so that a record is refused for nothing else."""
    import jsonschema_rs

    parts = [part.fields[name] for part in (old, new) if name in part.fields]
    judges = [jsonschema_rs.validator_for(part) for part in parts]
    fallback: Any = None
    for number, value in enumerate(values(name, *parts)):
        if number >= _TRIES:
            break
        if all(judge.is_valid(value) for judge in judges):
            return value
        if fallback is None and judges[0].is_valid(value):
            fallback = value
    return fallback


def _around(base: dict[str, Any], old: Record, new: Record, only: str | None) -> Iterator[dict[str, Any]]:
    yield base
    for name in [only] if only is not None else [*old.fields]:
        if name not in old.fields or name in old.absent:
            continue
        if new.fields.get(name) == old.fields[name] and name not in new.absent:
            continue
        parts = [part.fields[name] for part in (old, new) if name in part.fields]
        for number, value in enumerate(values(name, *parts)):
            if number >= _TRIES:
                break
            yield base | {name: value}
