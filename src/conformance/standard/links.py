"""Who is linked to whom in an edition, both ways: items, behaviours, applications, units, clauses, systems.

One table says where links are written. Looking up follows them, linting holds them to what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from conformance.standard.entries import Entries, Entry
from conformance.standard.lists import KEYS, NAMES, WORKS
from conformance.standard.yamltext import Steps

Path = tuple[str, ...]
"""Keys from the entry down; ``*`` stands for every element of a list."""


class Ref(Struct, frozen=True, order=True):
    """An entry, or something outside the lists such as a record type: ``data:tax-credit-rating``."""

    list: str
    id: str

    def __str__(self) -> str:
        return f"{self.list}:{self.id}"


class Where(Struct, frozen=True):
    """A place in which entries of a list name something else."""

    path: Path
    role: str
    target: str
    """List of what is named; ``clause#`` for document and place, ``object`` for LIST:ID, ``work`` for made_by."""


class Link(Struct, frozen=True):
    """One thing that an entry names."""

    source: Ref
    role: str
    target: Ref
    path: Steps
    """Where within the entry."""
    basis: str | None = None
    """On what ground, where units are named with one."""


def _common(own: str) -> tuple[Where, ...]:
    return (
        Where(("provenance", "clauses", "*"), "provenance", "clause"),
        Where(("superseded_by", "*"), "successor", own),
    )


_MADE = Where(("made_by", "*"), "made_by", "work")

PLACES: Mapping[str, tuple[Where, ...]] = {
    "data": (
        *_common("data"),
        Where(("providers", "*", "unit"), "provider", "unit"),
        Where(("narrowing", "*", "units", "*"), "issuer", "unit"),
        Where(("narrowing", "*", "clause"), "constraint", "clause#"),
        Where(("record_type",), "record_type", "record-type"),
    ),
    "behaviour": (
        *_common("behaviour"),
        Where(("recognising_units", "*", "unit"), "recogniser", "unit"),
        Where(("data_items", "*"), "fed_by", "data"),
    ),
    "application": (
        *_common("application"),
        Where(("users", "*", "unit"), "user", "unit"),
        Where(("data_items", "*"), "uses", "data"),
        Where(("behaviours", "*"), "follows", "behaviour"),
    ),
    "regime": (
        *_common("regime"),
        Where(("lead_units", "*"), "lead", "unit"),
        Where(("other_parties", "*"), "concerned", "unit"),
        Where(("data_items", "*"), "listed_in", "data"),
        Where(("events", "*", "clause"), "event", "clause"),
    ),
    "arrangement": (
        *_common("arrangement"),
        Where(("lead_units", "*"), "lead", "unit"),
        Where(("other_parties", "*"), "concerned", "unit"),
        Where(("data_items", "*"), "exchanged_in", "data"),
    ),
    "region": (
        *_common("region"),
        Where(("unit",), "speaks_for", "unit"),
        Where(("added_fields", "*", "record_type"), "record_type", "record-type"),
    ),
    "district": (
        *_common("district"),
        Where(("unit",), "speaks_for", "unit"),
        Where(("statements", "*", "clause"), "statement", "clause"),
    ),
    "comparison": (Where(("record_type",), "record_type", "record-type"),),
    "duty": (
        Where(("item",), "duty", "data"),
        Where(("unit",), "duty", "unit"),
        Where(("clause",), "constraint", "clause#"),
    ),
    "unit": (
        *_common("unit"),
        Where(("parent",), "parent", "unit"),
        Where(("members", "*"), "member", "unit"),
        Where(("history", "*", "units", "*"), "history", "unit"),
        Where(("roles", "*", "clauses", "*"), "role", "clause"),
        Where(("tasks", "*"), "task", "clause"),
    ),
    "clause": (
        Where(("parent",), "part_of", "clause"),
        Where(("units", "*"), "responsible", "unit"),
        _MADE,
    ),
    "system": (Where(("clauses", "*"), "provenance", "clause"), _MADE),
    "obligation": (
        Where(("clauses", "*"), "provenance", "clause"),
        Where(("obligors", "*"), "obligor", "unit"),
        Where(("systems", "*"), "about", "system"),
        Where(("objects", "*"), "object", "object"),
        _MADE,
    ),
}
"""List → where its entries name others."""


class Index(Struct, frozen=True, dict=True):
    """The entries of an edition by reference, and their links both ways."""

    entries: Mapping[Ref, Entry]
    """The first of several entries with one id."""
    out: Mapping[Ref, tuple[Link, ...]]
    into: Mapping[Ref, tuple[Link, ...]]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Unit → groups that it is a member of."""

    def of(self, name: str) -> Iterator[tuple[Ref, Entry]]:
        """The entries of a list."""
        return iter(self._lists.get(name, ()))

    @cached_property
    def _lists(self) -> Mapping[str, Iterable[tuple[Ref, Entry]]]:
        """The same by list: lints ask for one of them ten thousands of times."""
        lists: dict[str, list[tuple[Ref, Entry]]] = {}
        for ref, entry in self.entries.items():
            lists.setdefault(ref.list, []).append((ref, entry))
        return lists

    def linked(self, ref: Ref, source_list: str, *roles: str) -> list[Ref]:
        """Entries of a list that name this one (in one of the roles), each once."""
        found = [
            link.source
            for link in self.into.get(ref, ())
            if link.source.list == source_list and (not roles or link.role in roles)
        ]
        return list(dict.fromkeys(found))

    def named(self, ref: Ref, target_list: str, *roles: str) -> list[Ref]:
        """Entries of a list that this one names (in one of the roles), each once."""
        found = [
            link.target
            for link in self.out.get(ref, ())
            if link.target.list == target_list and (not roles or link.role in roles)
        ]
        return list(dict.fromkeys(found))

    def members(self, unit: str) -> list[str]:
        """Ids of the units of a group."""
        entry = self.entries.get(Ref("unit", unit))
        return [] if entry is None else list(map(str, entry.data.get("members", ())))


def index(entries: Entries, source_document: str) -> Index:
    """The index of an edition. Places in documents other than its source document are no clauses of it."""
    known: dict[Ref, Entry] = {}
    out: dict[Ref, list[Link]] = {}
    into: dict[Ref, list[Link]] = {}
    groups: dict[str, list[str]] = {}
    for file in entries.files:
        name = NAMES.get(file.list)
        for entry in file.entries if name else ():
            ref = Ref(str(name), entry.id)
            if ref in known:
                continue
            known[ref] = entry
            for link in links_of(ref, entry, source_document):
                out.setdefault(ref, []).append(link)
                into.setdefault(link.target, []).append(link)
                if link.role == "member":
                    groups.setdefault(link.target.id, []).append(ref.id)
    return Index(known, _fixed(out), _fixed(into), {unit: tuple(names) for unit, names in groups.items()})


def _fixed(links: dict[Ref, list[Link]]) -> dict[Ref, tuple[Link, ...]]:
    return {ref: tuple(found) for ref, found in links.items()}


def links_of(ref: Ref, entry: Entry, source_document: str) -> Iterator[Link]:
    """Everything that an entry names."""
    for where in PLACES.get(ref.list, ()):
        for path, value, holder in walk(entry.data, where.path):
            target = _target(where.target, value, source_document)
            if target is not None:
                basis = holder.get("basis") if where.path[-1] == "unit" and isinstance(holder, dict) else None
                yield Link(ref, where.role, target, path, basis)


def _target(kind: str, value: Any, source_document: str) -> Ref | None:
    if kind == "work":
        if not isinstance(value, dict) or "id" not in value:
            return None
        what = str(value.get("what"))
        return Ref(WORKS.get(what, what), str(value["id"]))
    if not isinstance(value, str):
        return None
    if kind == "clause#":
        document, _, place = value.partition("#")
        return Ref("clause", place) if document == source_document and place else None
    if kind == "object":
        name, _, wanted = value.partition(":")
        return Ref(name, wanted)
    return Ref(kind, value)


def walk(data: Any, path: Path) -> Iterator[tuple[Steps, Any, Any]]:
    """Steps, value and what directly holds it, for every value at a path. What has another form is passed over."""
    yield from _walk(data, path, (), None)


def _walk(data: Any, path: Path, steps: Steps, holder: Any) -> Iterator[tuple[Steps, Any, Any]]:
    if not path:
        yield steps, data, holder
    elif path[0] == "*":
        for place, part in enumerate(data if isinstance(data, list) else ()):
            yield from _walk(part, path[1:], (*steps, place), data)
    elif isinstance(data, dict) and path[0] in data:
        yield from _walk(data[path[0]], path[1:], (*steps, path[0]), data)


def is_entry(ref: Ref) -> bool:
    """Whether a reference is to an entry of a list, not to something outside such as a record type."""
    return ref.list in KEYS


def covered(clause: str, clauses: Iterable[str]) -> bool:
    """Whether one of the clauses is the one meant or a part of it."""
    return any(one == clause or one.startswith(clause + ".") for one in clauses)
