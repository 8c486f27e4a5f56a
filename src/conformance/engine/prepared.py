"""Plans that are kept, with what was learned under them: making one costs more than judging a small payload."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.lessons import Lessons
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import Plan, make_plan
from conformance.engine.profile import Watched, watch
from conformance.sources.model import Column, Table
from conformance.standard.model import Party, Standard

T = TypeVar("T")

_KEPT = 128
"""Plans kept. A table with other columns, another item or another day needs a plan of its own."""


class Prepared(Struct, frozen=True):
    """A plan with its memory, and for what it was made beyond the key under which it is kept."""

    plan: Plan
    watched: Watched
    memory: Memory
    standard: Standard
    party: Party | None

    def in_order_of(self, columns: Sequence[Column]) -> Prepared:
        """The same for a table with these columns in another order."""
        names = tuple(column.key for column in columns)
        if names == self.plan.context.columns:
            return self
        context = replace(self.plan.context, columns=names)
        return replace(self, plan=replace(self.plan, context=context), watched=self.watched.in_order_of(names))


_lock = Lock()
_kept: OrderedDict[object, Prepared] = OrderedDict()
_lessons: OrderedDict[object, tuple[Standard, Party | None, Lessons]] = OrderedDict()


def prepare(table: Table, request: Request) -> Prepared:
    """The plan for a table, made now if there is none for its columns. KeyError for an unknown item.

    The keys of records have no order of their own: whatever the order in which they came, there is one plan for them.
    """
    party = request.party
    severities = tuple(sorted(request.severities.items()))
    asked = (table.item, request.as_of, request.purpose, request.applies_from, party.id if party else None, severities)
    columns = _in_one_order(table, request) if table.keyed else table.columns
    key = (*asked, tuple((column.key, column.how == "ignored") for column in columns))
    with _lock:
        known = _kept.get(key)
        if known is not None and known.standard is request.standard and known.party == party:
            _kept.move_to_end(key)
            return known.in_order_of(table.columns)
    plan = make_plan(table.item, columns, request)
    watched = watch(plan)  # before the memory: what is to be known of a text is settled when it is made
    with _lock:
        standard, of, lessons = _lessons.get(asked, (None, None, None))
        if lessons is None or standard is not request.standard or of != party:
            lessons = Lessons()
            _keep(_lessons, asked, (request.standard, party, lessons))
    made = Prepared(plan, watched, Memory(plan, lessons), request.standard, party)
    with _lock:
        _keep(_kept, key, made)
    return made.in_order_of(table.columns)


def _in_one_order(table: Table, request: Request) -> tuple[Column, ...]:
    """The columns in the order of the record type; those without a field stand before, as a running number does."""
    fields = request.standard.record_type_of(table.item, request.party).fields
    places = {field.name: place for place, field in enumerate(fields)}
    return tuple(sorted(table.columns, key=lambda column: (places.get(column.key, -1), column.key)))


def _keep(kept: OrderedDict[object, T], key: object, value: T) -> None:
    """Keep a value as the newest of a bounded number."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
