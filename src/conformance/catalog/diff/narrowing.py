"""What an item asks beyond its record type, and to whom it is disclosed otherwise: constraint by constraint."""

from __future__ import annotations

from typing import Any

from conformance.catalog.diff.slots import UNSTATED, Slot, listed
from conformance.catalog.diff.words import from_table
from conformance.standard.model import Text
from conformance.standard.words import ORIGINS

_EXISTENCE = {
    "required": ("item-field-required", "item-field-optional"),
    "extra": ("item-extra-field-added", "item-extra-field-removed"),
}
"""Constraint that is there or not → the change when it comes, and when it goes."""
_SETS = {
    "values": ("values", "item-values-widened", "item-values-narrowed"),
    "issuers": ("units", "item-issuers-widened", "item-issuers-narrowed"),
    "subject": ("subject_types", "item-subject-widened", "item-subject-narrowed"),
}
"""Constraint with a set → its key, the change when the set grows, and when it shrinks."""
_ALL = "*"
"""No constraint: everything is allowed."""
_ANYTHING = Text("其余各种", "everything else")


def constraints(slot: Slot) -> None:
    """The narrowing of an item in the two editions."""
    was, now = _by_kind(slot.old), _by_kind(slot.new)
    for key in dict.fromkeys([*was, *now]):
        kind, field = key
        before, after = was.get(key, []), now.get(key, [])
        if kind in _EXISTENCE:
            come, go = _EXISTENCE[kind]
            if before and not after:
                slot.add(go, field, old=field, name=slot.field(field))
            elif after and not before:
                slot.add(come, field, new=field, name=slot.field(field))
        elif kind in _SETS:
            _set(slot, key, before, after)
        if before and after and _sources(before) != _sources(after):
            slot.add("provenance-changed", field or kind, old=_sources(before), new=_sources(after), say=_source)


def _set(slot: Slot, key: tuple[str, str], before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    kind, field = key
    name, widened, narrowed = _SETS[kind]
    # Without a constraint everything is allowed, so its coming narrows and its going widens.
    was, now = _allowed(before, name), _allowed(after, name)
    path = field or kind
    if was is None and now is not None:
        slot.add(narrowed, path, old=_ANYTHING, new=now, name=slot.field(field))
    elif was is not None and now is None:
        slot.add(widened, path, old=was, new=_ANYTHING, name=slot.field(field))
    elif was is not None and now is not None:
        gone, come = [v for v in was if v not in now], [v for v in now if v not in was]
        if gone:
            slot.add(narrowed, path, old=gone, name=slot.field(field))
        if come:
            slot.add(widened, path, new=come, name=slot.field(field))


def _allowed(found: list[dict[str, Any]], name: str) -> list[str] | None:
    """What all of the constraints allow; None where there is none."""
    sets = [listed(one.get(name)) for one in found]
    return [value for value in sets[0] if all(value in other for other in sets[1:])] if sets else None


def _by_kind(value: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in value or ():
        found.setdefault((one["kind"], str(one.get("field", ""))), []).append(one)
    return found


def _sources(found: list[dict[str, Any]]) -> list[str]:
    return [" ".join(str(one[key]) for key in ("origin", "clause") if key in one) for one in found]


def _source(found: Any) -> Text:
    """On whose word, and where."""
    parts = [(from_table(ORIGINS)(one.partition(" ")[0]), one.partition(" ")[2]) for one in found or ()]
    return Text(
        "、".join(f"{whose.zh} {place}".rstrip() for whose, place in parts),
        ", ".join(f"{whose.en} {place}".rstrip() for whose, place in parts),
    )


def cases(slot: Slot, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Fields or values that are disclosed otherwise; where there is no case, the item's own disclosure holds."""
    was, now = _by_value(slot.old), _by_value(slot.new)
    for key in dict.fromkeys([*was, *now]):
        before = _stated(was.get(key, old.get("disclosure")))
        after = _stated(now.get(key, new.get("disclosure")))
        gone, come = [v for v in before if v not in after], [v for v in after if v not in before]
        if gone:
            slot.add("disclosure-narrowed", key, old=gone, name=_case(key, slot))
        if come:
            slot.add("disclosure-widened", key, new=come, name=_case(key, slot))


def _stated(values: Any) -> list[str]:
    return [value for value in listed(values) if value != UNSTATED]


def _by_value(value: Any) -> dict[str, Any]:
    return {
        f"{one['field']}={'、'.join(one['values'])}" if one.get("values") else str(one["field"]): one["disclosure"]
        for one in value or ()
    }


def _case(key: str, slot: Slot) -> Text:
    """A field, or some of its values: 评价等级（grade）为 A、B."""
    name, some, values = key.partition("=")
    title = slot.field(name)
    return Text(f"{title.zh}为 {values}", f"{title.en}: {values}") if some else title
