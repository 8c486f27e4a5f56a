"""The rule book: rules as users know them, and the checks that it declares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.standard.compile.declarations import Declared, words
from conformance.standard.compile.problems import Faulty, Problem
from conformance.standard.compile.yamlfile import Shapes, YamlFile
from conformance.standard.model import Purpose, Rule

ALL_PURPOSES: tuple[Purpose, ...] = ("submission", "publication")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with what only the compiler needs to know of it."""

    rule: Rule
    purposes: tuple[Purpose, ...]
    derived: bool
    linkml: bool
    supplied: frozenset[str]
    """Placeholders that a reader supplies (rules of scope file)."""
    checks: tuple[Declared, ...]
    place: str


def rule_book(folder: Path, root: Path, shapes: Shapes) -> dict[str, Entry]:
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
        linkml=data.get("linkml", False),
        supplied=frozenset(data.get("placeholders_supplied", ())),
        checks=tuple(
            Declared(rule.id, check, document.place(("rules", index, "checks", number)))
            for number, check in enumerate(checks)
        ),
        place=document.place(("rules", index)),
    )
