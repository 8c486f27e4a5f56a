"""Comparing the lists entry by entry, and within an entry key by key, by the shape of its class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.catalog.diff import narrowing, slots
from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.rows import Row, Rows
from conformance.catalog.diff.slots import Slot
from conformance.catalog.diff.words import called, of_slot
from conformance.catalog.store import LISTS
from conformance.standard.model import Text
from conformance.standard.shapes import Shapes, SlotShape

_EXISTENCE = {"data": "item", "comparison": "source", "clause": "source", "system": "source", "obligation": "source"}
_TOGETHER = frozenset({"id", "title", "name", "provenance", "deprecated_since", "superseded_by"})
"""Keys that are judged with others."""
_DUTY = frozenset({"item", "unit", "due", "due_day"})
_NARROWING = frozenset({"narrowing", "disclosure_cases"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What all entries are compared with."""

    found: Found
    shapes: Shapes
    titles: Mapping[str, Mapping[str, Text]]
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Record type → old name → new name of fields that were renamed, so that items are not said to ask for others."""


def compare_lists(old: Rows, new: Rows, ground: Ground) -> None:
    """Every list that both sides have."""
    for name in LISTS:
        if name in old and name in new and name != "party":
            _list(name, old[name], new[name], ground)


def _list(name: str, old: Mapping[str, Row], new: Mapping[str, Row], ground: Ground) -> None:
    kind = _EXISTENCE.get(name, name)
    for identifier, row in old.items():
        if identifier not in new:
            ground.found.add(f"{kind}-removed", _subject(name, identifier, row, ground), old=_summary(row))
        else:
            _entry(name, _subject(name, identifier, new[identifier], ground), row.data, new[identifier].data, ground)
    for identifier, row in new.items():
        if identifier not in old:
            ground.found.add(f"{kind}-added", _subject(name, identifier, row, ground), new=_summary(row))


def _subject(name: str, identifier: str, row: Row, ground: Ground) -> Subject:
    title = row.title
    if title is None and name == "duty":
        unit = ground.titles.get("unit", {}).get(str(row.data.get("unit")))
        item = ground.titles.get("data", {}).get(str(row.data.get("item")))
        title = Text(f"{unit.zh}报送{item.zh}", f"{unit.en}: {item.en}") if unit and item else None
    return Subject(name, identifier, called(name, identifier, title), row.place)


def _summary(row: Row) -> str:
    return row.title.zh if row.title else str(row.data.get("id", ""))


def _entry(name: str, subject: Subject, old: dict[str, Any], new: dict[str, Any], ground: Ground) -> None:
    shape = ground.shapes.entry(LISTS[name])
    known = {slot.key: slot for slot in shape.slots}
    names = ground.renamed.get(str(old.get("record_type")), {})
    if name == "data" and names:
        old = old | {key: [_follow(one, names) for one in old[key]] for key in _NARROWING if key in old}
    _identity(name, subject, old, new, ground)
    if name == "duty":
        _due(subject, old, new, ground)
    for key in dict.fromkeys([*known, *old, *new]):
        if key in _TOGETHER or old.get(key) == new.get(key) or (name == "duty" and key in _DUTY):
            continue
        shaped = known.get(key) or SlotShape(key, key, "text", "", several=False, required=False)
        slot = Slot(
            ground.found,
            subject,
            key,
            Text(shaped.title, key),
            old.get(key),
            new.get(key),
            of_slot(shaped, ground.shapes, ground.titles),
        )
        before = len(ground.found.changes)
        if key in _NARROWING:
            narrowing.HANDLERS[key](slot, old, new)
        else:
            slots.handler(name, key)(slot)
        if len(ground.found.changes) == before and (old.get(key) or new.get(key)):
            slot.add("entry-rewritten", old=old.get(key), new=new.get(key))


def _identity(name: str, subject: Subject, old: dict[str, Any], new: dict[str, Any], ground: Ground) -> None:
    """Title, source and life of the entry: what says whether it is still the same thing."""
    add = ground.found.add
    title, term = (_zh(old), _zh(new)), (_term(old), _term(new))
    if title[0] != title[1] and term[0] != term[1] and all(term):
        add("id-reused", subject, "title", *title)
    else:
        if title[0] != title[1]:
            add("title-changed", subject, "title", *title)
        elif old.get("title") != new.get("title"):
            add("translation-changed", subject, "title", _en(old), _en(new))
        if old.get("provenance") != new.get("provenance"):
            add("provenance-changed", subject, "provenance", old.get("provenance"), new.get("provenance"))
    if name == "unit" and old.get("name") != new.get("name"):
        for kind, gone, word in (
            ("unit-name-removed", True, old.get("name")),
            ("unit-name-added", False, new.get("name")),
        ):
            other = new if gone else old
            if word and word not in (other.get("name"), _zh(other), *other.get("aliases", ())):
                add(kind, subject, "name", word if gone else None, None if gone else word, name=str(word))
    _life(subject, old, new, ground)


def _life(subject: Subject, old: dict[str, Any], new: dict[str, Any], ground: Ground) -> None:
    was, now = _retirement(old), _retirement(new)
    if was == now:
        return
    kind = {"data": "item"}.get(subject.list, subject.list)
    if not was:
        ground.found.add(f"{kind}-retired", subject, "deprecated_since", None, now)
    elif not now:
        ground.found.add(f"{kind}-reinstated", subject, "deprecated_since", was, None)
    else:
        ground.found.add("retirement-changed", subject, "deprecated_since", was, now)


def _retirement(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("deprecated_since", "superseded_by") if data.get(key)}


def _follow(one: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return one | {"field": names.get(one["field"], one["field"])} if "field" in one else one


def _due(subject: Subject, old: dict[str, Any], new: dict[str, Any], ground: Ground) -> None:
    add = ground.found.add
    was, now = ({key: data.get(key) for key in ("item", "unit")} for data in (old, new))
    if was != now:
        add("duty-reassigned", subject, "item", was, now)
    due = [{key: data.get(key) for key in ("due", "due_day") if data.get(key) is not None} for data in (old, new)]
    if due[0] == due[1]:
        return
    days = [one.get("due_day") for one in due]
    if due[0].get("due") != due[1].get("due") or None in days:
        add("duty-due-changed", subject, "due", *due)
    else:
        add(
            "duty-due-earlier" if int(days[1] or 0) < int(days[0] or 0) else "duty-due-later", subject, "due_day", *days
        )


def _zh(data: dict[str, Any]) -> str:
    title = data.get("title")
    return str(title.get("zh", "")) if isinstance(title, dict) else ""


def _en(data: dict[str, Any]) -> str:
    title = data.get("title")
    return str(title.get("en", "")) if isinstance(title, dict) else ""


def _term(data: dict[str, Any]) -> str:
    """The document's word for it; where there is none, the places that it rests on."""
    provenance = data.get("provenance")
    if not isinstance(provenance, dict):
        return ""
    return str(provenance.get("term") or " ".join(provenance.get("clauses", ())))
