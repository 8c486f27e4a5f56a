"""The fields of a record type in the two editions, each with its counterpart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from conformance.standard.model import Field


class Pairs(Struct, frozen=True):
    """The fields of the two editions, each with its counterpart."""

    same: tuple[tuple[Field, Field], ...]
    renamed: tuple[tuple[Field, Field], ...]
    gone: tuple[Field, ...]
    come: tuple[Field, ...]
    names: dict[str, str] = field(default_factory=dict)
    """Old name → new name of the renamed ones."""


def paired(old: Sequence[Field], new: Sequence[Field]) -> Pairs:
    """Fields by name; what is left is a renaming where the national code, or the Chinese title, is the same."""
    was, now = {one.name: one for one in old}, {one.name: one for one in new}
    gone = [one for one in old if one.name not in now]
    come = [one for one in new if one.name not in was]
    renamed = []
    for one in list(gone):
        other = _counterpart(one, come)
        if other is not None:
            renamed.append((one, other))
            gone.remove(one)
            come.remove(other)
    return Pairs(
        same=tuple((one, now[one.name]) for one in old if one.name in now),
        renamed=tuple(renamed),
        gone=tuple(gone),
        come=tuple(come),
        names={one.name: other.name for one, other in renamed},
    )


def _counterpart(one: Field, candidates: Sequence[Field]) -> Field | None:
    coded = [other for other in candidates if one.code is not None and other.code == one.code]
    titled = [other for other in candidates if other.title == one.title]
    return next(iter([*coded, *titled]), None)
