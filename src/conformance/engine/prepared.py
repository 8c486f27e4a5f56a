"""Plans that are kept, with what was learned under them: making one costs more than judging a small payload."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import Plan, make_plan
from conformance.sources.model import Column
from conformance.standard.model import Party, Standard

_KEPT = 32
"""Plans kept. A table with other columns, another item or another day needs a plan of its own."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with its memory, and for what it was made beyond the key under which it is kept."""

    plan: Plan
    memory: Memory
    standard: Standard
    party: Party | None


_lock = Lock()
_kept: OrderedDict[object, Prepared] = OrderedDict()


def prepare(item: str, columns: tuple[Column, ...], request: Request) -> Prepared:
    """The plan for a table with these columns, made now if there is none. KeyError for an unknown item."""
    party = request.party
    key = (item, columns, request.as_of, request.purpose, request.applies_from, party.id if party else None)
    with _lock:
        known = _kept.get(key)
        if known is not None and known.standard is request.standard and known.party == party:
            _kept.move_to_end(key)
            return known
    plan = make_plan(item, columns, request)
    made = Prepared(plan, Memory(plan), request.standard, party)
    with _lock:
        _kept[key] = made
        _kept.move_to_end(key)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made
