"""What can be chosen of: data items by the type of their records, parties by their kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from conformance.standard.load import load
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_PARTIES = {
    "unit": Text("市级部门和单位", "Departments and units of the city"),
    "district": Text("区县", "Districts"),
    "province": Text("长三角协作省", "Partner provinces"),
}


class Choice(Struct, frozen=True):
    """One of them."""

    id: str
    title: str
    other: str = ""
    """Its title in the other language, by which it is found as well."""


class Group(Struct, frozen=True):
    """Some of a kind."""

    title: str
    choices: tuple[Choice, ...]


class Choices(Struct, frozen=True):
    """Everything that a form offers."""

    items: tuple[Group, ...]
    parties: tuple[Group, ...]


@cache
def choices(lang: Lang) -> Choices:
    """In one language; within a group in the order of the standard."""
    standard = load()
    types = standard.record_types
    items = [(one.record_type, one.id, one.title) for one in standard.items.values()]
    # What most people send stands first: the types with a form of their own, as the standard's rules know them.
    order = sorted({kind for kind, _, _ in items}, key=lambda kind: (kind not in ("licence", "penalty"), kind))
    return Choices(
        _grouped(((kind, types[kind].title) for kind in order), items, lang),
        _grouped(_PARTIES.items(), [(one.kind, one.id, one.title) for one in standard.parties.values()], lang),
    )


def matching(groups: Iterable[Group], wanted: str) -> list[Group]:
    """Only what has all of the words, in its titles or its id."""
    words = wanted.casefold().split()
    found = [Group(group.title, tuple(one for one in group.choices if _has(one, words))) for group in groups]
    return [group for group in found if group.choices]


def _has(one: Choice, words: list[str]) -> bool:
    text = f"{one.title} {one.other} {one.id}".casefold()
    return all(word in text for word in words)


def _grouped(kinds: Iterable[tuple[str, Text]], all_: list[tuple[str, str, Text]], lang: Lang) -> tuple[Group, ...]:
    other: Lang = "en" if lang == "zh" else "zh"
    return tuple(
        Group(
            pick(title, lang),
            tuple(Choice(id_, pick(called, lang), pick(called, other)) for of, id_, called in all_ if of == kind),
        )
        for kind, title in kinds
    )
