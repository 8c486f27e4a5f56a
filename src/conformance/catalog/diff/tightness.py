"""Whether a check has become tighter or looser: what each parameter of each kind means, and where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from conformance.catalog.diff.proof import covers_pattern
from conformance.standard.model import Check

Turn = Literal["tighter", "looser", "unknown"]
_Judge = Callable[[Any, Any], Turn]


def _less(old: Any, new: Any) -> Turn:
    """A bound from above: a smaller one, or any where there was none, is tighter."""
    if new is None or old is None:
        return "looser" if new is None else "tighter"
    return "tighter" if new < old else "looser"


def _more(old: Any, new: Any) -> Turn:
    """A bound from below."""
    if new is None or old is None:
        return "looser" if new is None else "tighter"
    return "tighter" if new > old else "looser"


def _fewer(old: Any, new: Any) -> Turn:
    """What is allowed: some of it gone is tighter, more of it looser, both is neither."""
    was, now = list(old or ()), list(new or ())
    gone, come = [v for v in was if v not in now], [v for v in now if v not in was]
    if gone and come:
        return "unknown"
    return "tighter" if gone else "looser"


def _not(old: Any, new: Any) -> Turn:
    """A permission: taking it away is tighter."""
    return "tighter" if old and not new else "looser"


def _operator(old: Any, new: Any) -> Turn:
    strict = {">=": ">", "<=": "<"}
    if strict.get(old) == new:
        return "tighter"
    return "looser" if strict.get(new) == old else "unknown"


def _pattern(old: Any, new: Any) -> Turn:
    if covers_pattern(new, old) == "yes":
        return "looser"
    return "tighter" if covers_pattern(old, new) == "yes" else "unknown"


_PARAMETERS: Mapping[tuple[str, str], _Judge] = {
    ("max_length", "limit"): _less,
    ("number_range", "maximum"): _less,
    ("number_range", "minimum"): _more,
    ("number_range", "decimals"): _less,
    ("deadline", "limit"): _less,
    ("division_in_force", "grace_months"): _less,
    ("required", "lawful"): _fewer,
    ("placeholder", "lawful"): _fewer,
    ("identifier_kind", "accepted"): _fewer,
    ("known_category", "categories"): _fewer,
    ("value_of_item", "allowed"): _fewer,
    ("issuer", "units"): _fewer,
    ("registered_provider", "units"): _fewer,
    ("item_subject", "subjects"): _fewer,
    ("date", "long_term"): _not,
    ("date_form", "long_term"): _not,
    ("comparison", "operator"): _operator,
    ("pattern", "pattern"): _pattern,
}
_GROUPS = frozenset({"one_of", "unique"})
"""Kinds in which fewer fields are tighter: fewer to choose from, fewer to tell records apart."""


def turn(old: Check, new: Check, fields: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[Turn, Any, Any]:
    """Which way a check has changed, and what of it. ``fields`` are those of the two that both editions have."""
    found: list[tuple[Turn, str, Any, Any]] = []
    for name in dict.fromkeys([*old.params, *new.params]):
        was, now = old.params.get(name), new.params.get(name)
        if was != now:
            judge = _PARAMETERS.get((new.kind, name))
            found.append((judge(was, now) if judge else "unknown", name, was, now))
    if fields[0] != fields[1]:
        way: Turn = _fewer(*fields) if new.kind in _GROUPS else "unknown"
        found.append((way, "fields", list(fields[0]), list(fields[1])))
    if old.purposes != new.purposes:
        # More purposes are more occasions on which it is checked.
        way = {"tighter": "looser", "looser": "tighter"}.get(_fewer(old.purposes, new.purposes), "unknown")  # type: ignore[assignment]
        found.append((way, "purposes", list(old.purposes), list(new.purposes)))
    turns = {one[0] for one in found}
    return (
        turns.pop() if len(turns) == 1 else "unknown",
        {name: was for _, name, was, _ in found},
        {name: now for _, name, _, now in found},
    )
