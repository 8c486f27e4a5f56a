"""Comparing the lists entry by entry, and within an entry key by key, by the shape of its class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec import Struct, field

from conformance.catalog.diff import narrowing, slots
from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.rows import Row, Rows
from conformance.catalog.diff.slots import Slot
from conformance.catalog.diff.words import called, of_slot, retirement
from conformance.catalog.due import last_day
from conformance.catalog.store import LISTS
from conformance.standard.model import Text
from conformance.standard.shapes import Shapes, SlotShape

_EXISTENCE = {"data": "item", "comparison": "source", "clause": "source", "system": "source", "obligation": "source"}
_TOGETHER = frozenset({"id", "title", "name", "provenance", "deprecated_since", "superseded_by"})
"""Keys that are judged with others."""
_DUTY = frozenset({"item", "unit", "due", "due_day"})
_NARROWING = frozenset({"narrowing", "disclosure_cases"})


class Ground(Struct, frozen=True):
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
        title = _who(row.data, ground)
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
            Text(shaped.title, key.replace("_", " ")),
            old.get(key),
            new.get(key),
            of_slot(shaped, ground.shapes, ground.titles),
            str(new.get("record_type", "")),
        )
        before = len(ground.found.changes)
        if key == "narrowing":
            narrowing.constraints(slot)
        elif key == "disclosure_cases":
            narrowing.cases(slot, old, new)
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
            slot = ground.shapes.entry(LISTS[name]).slot("provenance")
            said = of_slot(slot, ground.shapes, ground.titles)
            add("provenance-changed", subject, "provenance", old.get("provenance"), new.get("provenance"), say=said)
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
    change = "retirement-changed" if was and now else f"{kind}-retired" if now else f"{kind}-reinstated"
    say = partial(retirement, titles=ground.titles.get(subject.list, {}))
    ground.found.add(change, subject, "deprecated_since", was or None, now or None, say=say)


def _retirement(data: dict[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("deprecated_since", "superseded_by") if data.get(key)}


def _follow(one: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return one | {"field": names.get(one["field"], one["field"])} if "field" in one else one


def _due(subject: Subject, old: dict[str, Any], new: dict[str, Any], ground: Ground) -> None:
    add = ground.found.add
    was, now = ({key: data.get(key) for key in ("item", "unit")} for data in (old, new))
    if was != now:
        add("duty-reassigned", subject, "item", was, now, say=partial(_who, ground=ground))
    due = [{key: data.get(key) for key in ("due", "due_day") if data.get(key) is not None} for data in (old, new)]
    if due[0] == due[1]:
        return
    days = [one.get("due_day") for one in due]

    def said(value: Any) -> Text:
        return last_day(value.get("due"), value.get("due_day"), ground.shapes)

    if due[0].get("due") != due[1].get("due") or None in days:
        add("duty-due-changed", subject, "due", *due, say=said)
    else:
        change = "duty-due-earlier" if int(days[1] or 0) < int(days[0] or 0) else "duty-due-later"
        due_of = new.get("due")
        add(change, subject, "due_day", *days, say=lambda day: last_day(due_of, day, ground.shapes))


def _who(value: Mapping[str, Any], ground: Ground) -> Text:
    """Whose duty it is, and of what."""
    unit, item = (
        ground.titles.get(name, {}).get(str(value.get(key))) or Text(str(value.get(key)), str(value.get(key)))
        for name, key in (("unit", "unit"), ("data", "item"))
    )
    return Text(f"{unit.zh}报送{item.zh}", f"{unit.en}: {item.en}")


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
