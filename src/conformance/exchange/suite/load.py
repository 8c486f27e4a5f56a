"""Reading the suite: requirements, tests and scenarios, each fault in them with its file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import msgspec

from conformance.exchange.suite.model import Check, Requirement, Step, StepKind, Suite, TestCase
from conformance.exchange.suite.sound import names_used, problems_of_test
from conformance.standard.model import Text
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import load_shapes
from conformance.standard.yamlfile import YamlFile

SHAPE = "ExchangeSuite"
REQUIREMENTS = "requirements"
TESTS = "tests"
SCENARIOS = "scenarios"
_NUMBERED = re.compile(r"^[0-9]+-")
_ACTIONS: tuple[StepKind, ...] = get_args(StepKind)


@cache
def load_suite(edition: str = "2016") -> Suite:
    """What is shipped for an edition. Raises Faulty."""
    return read_suite(Path(str(files("conformance.exchange.suite"))), edition)


def read_suite(root: Path, edition: str) -> Suite:
    """The suite in a folder that is laid out as the package is, as far as it holds in an edition.

    Tests are in the order of their files' names, in a file as they stand, and what looks over the whole run or clears up after it
    comes last. Raises Faulty with every unknown key, id, check kind, parameter and value, each with its file and line.
    """
    problems: list[Problem] = []
    requirements: dict[str, Requirement] = {}
    for file, at, entry in _entries(root, (REQUIREMENTS,), "requirements"):
        place = file.place(("requirements", at, "id"))
        if entry["id"] in requirements:
            problems.append(Problem(place, f"two requirements are called {entry['id']}"))
        requirements[entry["id"]] = _requirement(entry)
    tests: dict[str, TestCase] = {}
    for file, at, entry in _entries(root, (TESTS, SCENARIOS), "tests"):
        found = [
            Problem(file.place(("tests", at, *path)), f"{entry['id']}: {sentence}")
            for path, sentence in problems_of_test(entry, requirements)
        ]
        if entry["id"] in tests:
            found.append(Problem(file.place(("tests", at, "id")), f"two tests are called {entry['id']}"))
        problems += found
        if not found:
            tests[entry["id"]] = _test(entry, _NUMBERED.sub("", Path(file.name).stem))
    if problems:
        raise Faulty(problems)
    held = {name: one for name, one in requirements.items() if holds_in(one, edition)}
    kept = [one for one in tests.values() if any(name in held for name in one.verifies)]
    return _suite(edition, held.values(), sorted(kept, key=_turn))


def holds_in(requirement: Requirement, edition: str) -> bool:
    """Whether a requirement is asked in an edition."""
    return requirement.since <= edition and (requirement.until is None or edition <= requirement.until)


def _entries(root: Path, folders: Iterable[str], key: str) -> Iterable[tuple[YamlFile, int, dict[str, Any]]]:
    for folder in folders:
        for path in sorted((root / folder).glob("*.yaml")):
            file = YamlFile(path, root)
            data = file.checked(load_shapes(), SHAPE)
            stray = [name for name in data if name != key]
            if stray:
                raise Faulty([Problem(file.place((stray[0],)), f"{stray[0]} do not belong into {folder}/")])
            for at, entry in enumerate(data.get(key, ())):
                yield file, at, entry


def _turn(case: TestCase) -> int:
    """Of tests that change nothing about what others see, the order of the files; what looks back comes after all of them."""
    return 2 if case.phase == "cleanup" else 1 if case.over == "run" else 0


def _text(value: Any) -> Text | None:
    return None if value is None else Text(value["zh"], value["en"])


def _words(value: Any) -> Text:
    return Text(value["zh"], value["en"])


def _requirement(entry: dict[str, Any]) -> Requirement:
    return Requirement(
        id=entry["id"],
        origin=entry["origin"],
        clause=entry["clause"],
        level=entry["level"],
        actors=tuple(entry["actors"]),
        text=_words(entry["text"]),
        condition=entry.get("condition"),
        since=entry["since"],
        until=entry.get("until"),
        verification=entry["verification"],
        reason=_text(entry.get("reason")),
        remedy=_text(entry.get("remedy")),
    )


def _test(entry: dict[str, Any], group: str) -> TestCase:
    verifies = tuple(entry.get("verifies", ()))
    steps = tuple(_step(step, verifies) for step in entry.get("steps", ()))
    across = tuple(_check(check, verifies) for check in entry.get("across", ()))
    own = [name for check in (*(c for s in steps for c in s.checks), *across) for name in check.verifies]
    return TestCase(
        id=entry["id"],
        group=group,
        title=_words(entry["title"]),
        actors=tuple(entry["actors"]),
        verifies=tuple(dict.fromkeys([*verifies, *own])),
        when=tuple(entry.get("when", ())),
        needs=tuple(dict.fromkeys([*entry.get("needs", ()), *names_used(entry)])),
        effect=entry["effect"],
        phase=entry.get("phase", "main"),
        steps=steps,
        across=across,
        on_fail=entry.get("on_fail", "continue"),
        explain=_words(entry["explain"]),
        remedy=_words(entry["remedy"]),
        observed=entry.get("observed", False),
        scenario=entry.get("scenario", False),
        over=entry.get("over", "test"),
    )


def _step(entry: dict[str, Any], verifies: tuple[str, ...]) -> Step:
    action = next(name for name in _ACTIONS if name in entry)
    return Step(
        id=entry["id"],
        kind=action,
        params=entry[action],
        checks=tuple(_check(check, verifies) for check in entry.get("checks", ())),
        capture=entry.get("capture", {}),
        at=entry.get("at"),
    )


def _check(entry: dict[str, Any], verifies: tuple[str, ...]) -> Check:
    return Check(
        id=entry.get("id", entry["kind"]),
        kind=entry["kind"],
        params=entry.get("with", {}),
        verifies=tuple(entry.get("verifies", verifies)),
        level=entry.get("level", "fail"),
    )


def _suite(edition: str, requirements: Iterable[Requirement], tests: Iterable[TestCase]) -> Suite:
    asked, run = tuple(requirements), tuple(tests)
    encoded = msgspec.json.encode([edition, asked, run], order="deterministic")
    return Suite(edition, asked, run, f"sha256:{hashlib.sha256(encoded).hexdigest()}")
