"""The rule book: rules as users know them, and the checks that it declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.standard.compile.declarations import Declared, words
from conformance.standard.model import Origin, Purpose, Rule
from conformance.standard.problems import Faulty, Problem
from conformance.standard.yamlfile import Holder, YamlFile

Source = Callable[[Declared], tuple[Origin, str]]
"""Whose requirement a derived check is, and where it is said."""

ALL_PURPOSES: tuple[Purpose, ...] = ("submission", "publication")


class Wording(Struct, frozen=True):
    """Other words for a rule's findings in some fields."""

    fields: frozenset[str]
    words: dict[str, Any]
    """``message`` and ``remedy`` as they are written."""
    place: str


class Entry(Struct, frozen=True):
    """A rule with what only the compiler needs to know of it."""

    rule: Rule
    purposes: tuple[Purpose, ...]
    derived: bool
    by_column: bool
    """Whether derived checks rest on what is said about their columns."""
    by_item: bool
    """Whether checks follow from entries of the catalogue."""
    linkml: bool
    supplied: frozenset[str]
    """Placeholders that a reader supplies, or whatever else decides a rule that has no checks."""
    checks: tuple[Declared, ...]
    wordings: tuple[Wording, ...]
    place: str


def rule_book(folder: Path, root: Path, shapes: Holder) -> dict[str, Entry]:
    """All rules, by id, in order of files and entries. Raises Faulty."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        document = YamlFile(path, root)
        try:
            data = document.checked(shapes, "RuleBook")
        except Faulty as faulty:
            problems += faulty.problems
            continue
        for index, raw in enumerate(data["rules"]):
            entry = _entry(raw, document, index)
            if entry.rule.id in entries:
                first = entries[entry.rule.id].place
                problems.append(Problem(entry.place, f"rule {entry.rule.id} is there already, at {first}"))
            entries[entry.rule.id] = entry
    if problems:
        raise Faulty(problems)
    if not entries:
        raise Faulty([Problem(folder.name, "there are no rules")])
    return entries


def worded(declared: list[Declared], entries: Mapping[str, Entry]) -> list[Declared]:
    """Derived checks with the words that the rule book has for their fields."""
    found = []
    for one in declared:
        shown = one.data["fields"][0]
        words = [wording.words for wording in entries[one.rule].wordings if shown in wording.fields]
        found.append(replace(one, data={**one.data, **words[0]}) if words else one)
    return found


def sourced(declared: list[Declared], entries: Mapping[str, Entry], source: Source) -> list[Declared]:
    """Derived checks with the origin and clause of their columns, where the rule book says that they rest on these."""
    found = []
    for one in declared:
        entry = entries[one.rule]
        if entry.by_column:
            origin, clause = source(one)
            found.append(replace(one, data={"origin": origin, "clause": clause, **one.data}))
        else:
            found.append(one)
    return found


def _entry(data: dict[str, Any], document: YamlFile, index: int) -> Entry:
    rule = Rule(
        id=data["id"],
        title=words(data["title"]),
        severity=data["severity"],
        scope=data["scope"],
        origin=data["origin"],
        clause=data["clause"],
        message=words(data["message"]),
        remedy=words(data["remedy"]),
        why=words(data["why"]),
        fix=data.get("fix", "none"),
        once_per_input=data.get("once_per_input", False),
    )
    checks = data.get("checks", [])
    return Entry(
        rule=rule,
        purposes=tuple(data.get("purposes", ALL_PURPOSES)),
        derived=data.get("derived", False),
        by_column=data.get("by_column", False),
        by_item=data.get("by_item", False),
        linkml=data.get("linkml", False),
        supplied=frozenset(data.get("placeholders_supplied", ())),
        checks=tuple(
            Declared(rule.id, check, document.place(("rules", index, "checks", number)))
            for number, check in enumerate(checks)
        ),
        wordings=tuple(
            Wording(
                fields=frozenset(wording["fields"]),
                words={part: wording[part] for part in ("message", "remedy") if part in wording},
                place=document.place(("rules", index, "wordings", number)),
            )
            for number, wording in enumerate(data.get("wordings", []))
        ),
        place=document.place(("rules", index)),
    )
