"""What a change of one key of an entry means: a table of small functions, one for each way in which keys change.

A key that the table does not have is reported as ``entry-changed``, so that nothing changes in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from conformance.catalog.diff.collect import Found, Say, Subject
from conformance.standard.model import Text
from conformance.standard.words import STATES

UNSTATED = "unstated"
PERIODS = ("real_time", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly")
"""From the most frequent to what asks for least."""


class Slot(Struct, frozen=True):
    """A key of an entry in the two editions."""

    found: Found
    subject: Subject
    key: str
    title: Text
    old: Any
    new: Any
    say: Say
    record: str = ""
    """Record type of the entry, where it has one."""

    def add(
        self, kind: str, *path: str, old: Any = None, new: Any = None, name: Text | str = "", say: Say | None = None
    ) -> None:
        """Enter a change of this key."""
        where = ".".join((self.key, *path))
        self.found.add(kind, self.subject, where, old, new, name=name or self.title, say=say or self.say)

    def field(self, name: str) -> Text:
        """What a field of the entry's record type is called."""
        return self.found.names.field(self.record, name)


Handler = Callable[[Slot], None]


def changed(kind: str) -> Handler:
    """One change, whatever the values."""

    def handle(slot: Slot) -> None:
        slot.add(kind, old=slot.old, new=slot.new)

    return handle


def each(added: str, removed: str) -> Handler:
    """One change for everything that is new or gone: ids, words, objects that name a unit or an event."""

    def handle(slot: Slot) -> None:
        was, now = keyed(slot.old), keyed(slot.new)
        for key, value in was.items():
            if key not in now:
                slot.add(removed, key, old=value, name=_called(slot, key, value))
            elif value != now[key]:
                _beside(slot, key, value, now[key])
        for key, value in now.items():
            if key not in was:
                slot.add(added, key, new=value, name=_called(slot, key, value))

    return handle


def extent(widened: str, narrowed: str) -> Handler:
    """One change for all that is new, one for all that is gone. That nothing was stated is no part of it."""

    def handle(slot: Slot) -> None:
        was, now = ([value for value in listed(values) if value != UNSTATED] for values in (slot.old, slot.new))
        gone, come = [v for v in was if v not in now], [v for v in now if v not in was]
        if gone:
            slot.add(narrowed, old=gone)
        if come:
            slot.add(widened, new=come)

    return handle


def scale(order: Sequence[str], shorter: str, longer: str, otherwise: str) -> Handler:
    """A value of a scale; what is not on it cannot be compared."""

    def handle(slot: Slot) -> None:
        if slot.old in order and slot.new in order:
            tighter = order.index(slot.new) < order.index(slot.old)
            slot.add(shorter if tighter else longer, old=slot.old, new=slot.new)
        else:
            slot.add(otherwise, old=slot.old, new=slot.new)

    return handle


def period(of: str) -> Handler:
    """A period, on its scale; that it was, or is, not stated is neither shorter nor longer."""
    told = scale(PERIODS, f"{of}-shortened", f"{of}-lengthened", f"{of}-changed")

    def handle(slot: Slot) -> None:
        silent = [value in (None, UNSTATED) for value in (slot.old, slot.new)]
        if all(silent):
            return
        if any(silent):
            slot.add(f"{of}-stated" if silent[0] else f"{of}-unstated", old=slot.old, new=slot.new)
        else:
            told(slot)

    return handle


def _flag(on: str, off: str) -> Handler:
    def handle(slot: Slot) -> None:
        if bool(slot.old) != bool(slot.new):
            slot.add(on if slot.new else off, old=slot.old, new=slot.new)

    return handle


def keyed(values: Any) -> dict[str, Any]:
    """The elements of a list by what tells them apart; the object itself is kept as the value."""
    return {_key(value): value for value in values or ()}


def listed(value: Any) -> list[Any]:
    """The value as a list; without one, nothing."""
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _key(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "record_type" in value:
        return f"{value['record_type']}.{value['field']}"
    if "parent" in value:
        return f"{value['code']} {value['title']['zh']}"
    return str(value.get("unit") or value.get("event"))


def _beside(slot: Slot, key: str, old: Any, new: Any) -> None:
    """An element that is still there and says something else besides: mostly the ground on which it is named."""
    what = "basis-changed" if isinstance(old, dict) and "unit" in old else "entry-changed"
    slot.add(what, key, old=old, new=new)


def _called(slot: Slot, key: str, value: Any) -> Text | str:
    """How a sentence names an element: objects that are no unit by what tells them apart."""
    if not isinstance(value, dict) or "unit" in value:
        return slot.say(value)
    if "record_type" in value:
        return slot.found.names.dotted(key)
    return slot.say(value["event"]) if "event" in value else key


def _names(slot: Slot) -> None:
    each("unit-name-added", "unit-name-removed")(slot)


def _division(slot: Slot) -> None:
    if slot.old:
        slot.add("unit-division-removed", old=slot.old, name=str(slot.old))
    if slot.new:
        slot.add("unit-division-added", new=slot.new, name=str(slot.new))


def _numberings(slot: Slot) -> None:
    def say(maps: Any) -> Text:
        parts = []
        for one in maps or ():
            title = slot.found.names.code_list(str(one.get("numbered_list"))) or slot.title
            numbers = "、".join(f"{n['number_used']} {n['label']}" for n in one.get("numbers", ()))
            parts.append(Text(f"{title.zh}：{numbers}", f"{title.en}: {numbers}"))
        return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))

    slot.add("region-codes-changed", old=slot.old, new=slot.new, say=say)


_LINKS = each("link-added", "link-removed")
_UNITS = each("responsible-unit-added", "responsible-unit-removed")
_STATE = scale(tuple(STATES), "state-set-back", "state-advanced", "state-advanced")
_DISCLOSED = extent("disclosure-widened", "disclosure-narrowed")
_CODES = each("unit-division-added", "unit-division-removed")
_BASIS, _STAGE, _NOTE = changed("basis-changed"), changed("stage-changed"), changed("note-changed")

ANYWHERE: dict[str, Handler] = {
    "state": _STATE,
    "note": _NOTE,
    "not_narrowed": _NOTE,
    "not_used": _NOTE,
    "no_data": _NOTE,
    "members_unknown": _NOTE,
    "persons_published": _NOTE,
    "gaps": _NOTE,
    "class_basis": _BASIS,
    "subject_basis": _BASIS,
    "stage_basis": _BASIS,
    "link_basis": _BASIS,
    "period_origin": _BASIS,
    "due_origin": _BASIS,
    "stage": _STAGE,
    "data_items": _LINKS,
    "behaviours": _LINKS,
    "lead_units": _UNITS,
    "other_parties": _UNITS,
    "disclosure": _DISCLOSED,
}
"""Keys that mean the same in every list."""
OWN: dict[tuple[str, str], Handler] = {
    ("data", "providers"): each("item-provider-added", "item-provider-removed"),
    ("data", "record_type"): changed("item-record-type-changed"),
    ("data", "information_class"): changed("item-class-changed"),
    ("data", "subject_types"): extent("item-subject-widened", "item-subject-narrowed"),
    ("data", "scope"): extent("item-scope-widened", "item-scope-narrowed"),
    ("data", "general"): _flag("item-general-set", "item-general-unset"),
    ("data", "update_period"): period("item-update-period"),
    ("behaviour", "polarity"): changed("behaviour-polarity-changed"),
    ("behaviour", "severity"): changed("behaviour-severity-changed"),
    ("behaviour", "domain"): changed("behaviour-domain-changed"),
    ("behaviour", "recognising_units"): _UNITS,
    ("application", "users"): each("application-user-added", "application-user-removed"),
    ("application", "measures"): each("application-measure-added", "application-measure-removed"),
    ("unit", "aliases"): _names,
    ("unit", "district_offices"): _names,
    ("unit", "members"): each("unit-member-added", "unit-member-removed"),
    ("unit", "division"): _division,
    ("unit", "earlier_divisions"): _CODES,
    ("unit", "kind"): changed("unit-kind-changed"),
    ("unit", "parent"): changed("unit-parent-changed"),
    ("regime", "regime_kind"): changed("regime-kind-changed"),
    ("regime", "events"): each("regime-event-added", "regime-event-removed"),
    ("arrangement", "arrangement_kind"): changed("arrangement-kind-changed"),
    ("region", "lists"): each("region-list-added", "region-list-removed"),
    ("region", "added_fields"): each("region-field-added", "region-field-removed"),
    ("region", "code_maps"): _numberings,
    ("region", "zones"): each("region-zone-added", "region-zone-removed"),
    ("region", "divisions"): each("unit-division-added", "unit-division-removed"),
    ("district", "codes"): _CODES,
    ("duty", "period"): period("duty-period"),
}
"""What a change of a key of one list means."""


def handler(entry_list: str, key: str) -> Handler:
    """What a change of the key means."""
    return OWN.get((entry_list, key)) or ANYWHERE.get(key) or changed("entry-changed")


def first(values: Iterable[Any]) -> Any:
    """The first value that is there, else None."""
    return next((value for value in values if value is not None), None)
