"""Conditions as they are put before they become shapes: negations stand at patterns only, patterns that go together are one.

An engine of SHACL makes a report of every constraint that fails, those within ``sh:or`` and ``sh:not`` among them. A sound value should be
through with as few of them as can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct


class Matches(Struct, frozen=True):
    """The text matches a pattern somewhere."""

    pattern: str


class Holds(Struct, frozen=True):
    """A constraint in Turtle."""

    constraint: str


class Not(Struct, frozen=True):
    """The opposite of a condition that cannot be put otherwise."""

    of: Matches | Holds


class Every(Struct, frozen=True):
    """All of them."""

    of: tuple[Condition, ...]


class Some(Struct, frozen=True):
    """One of them at least, the likeliest first."""

    of: tuple[Condition, ...]


Condition = Matches | Holds | Not | Every | Some | bool


def every(conditions: Iterable[Condition]) -> Condition:
    """All of the conditions; of what must not match, one pattern."""
    found = _flat(conditions, Every)
    if False in found:
        return False
    unwanted = [one.of.pattern for one in found if isinstance(one, Not) and isinstance(one.of, Matches)]
    return _one_or(Every, _merged(found, Not(Matches(_alternatives(unwanted))), unwanted, _unwanted))


def some(conditions: Iterable[Condition]) -> Condition:
    """One of the conditions; of what may match, one pattern."""
    found = _flat(conditions, Some)
    if True in found:
        return True
    wanted = [one.pattern for one in found if isinstance(one, Matches)]
    return _one_or(Some, _merged(found, Matches(_alternatives(wanted)), wanted, _wanted))


def opposite(condition: Condition) -> Condition:
    """What holds where the condition does not."""
    match condition:
        case bool():
            return not condition
        case Not(of):
            return of
        case Every(of):
            return some(opposite(one) for one in of)
        case Some(of):
            return every(opposite(one) for one in of)
        case _:
            return Not(condition)


def _flat(conditions: Iterable[Condition], kind: type[Every] | type[Some]) -> list[Condition]:
    """Each once, those of the same kind taken apart, without those that say nothing."""
    found: list[Condition] = []
    for one in conditions:
        found += one.of if isinstance(one, kind) else (one,)
    nothing = kind is Every
    return [one for one in dict.fromkeys(found) if one is not nothing]


def _one_or(kind: type[Every] | type[Some], found: tuple[Condition, ...]) -> Condition:
    if not found:
        return kind is Every
    return found[0] if len(found) == 1 else kind(found)


def _merged(
    found: list[Condition], instead: Condition, patterns: list[str], replaced: Callable[[Condition], bool]
) -> tuple[Condition, ...]:
    """The merged condition in the place of the first that went into it."""
    if len(patterns) < 2:
        return tuple(found)
    first = next(place for place, one in enumerate(found) if replaced(one))
    rest = [one for one in found[first:] if not replaced(one)]
    return (*found[:first], instead, *rest)


def _wanted(condition: Condition) -> bool:
    return isinstance(condition, Matches)


def _unwanted(condition: Condition) -> bool:
    return isinstance(condition, Not) and isinstance(condition.of, Matches)


def _alternatives(patterns: list[str]) -> str:
    return "|".join(f"({pattern})" for pattern in patterns)
