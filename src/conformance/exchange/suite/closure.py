"""Whether requirements and tests close: everything that is asked is tested, attested or excused, and everything that is tested is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from conformance.exchange.model import ConformanceClass
from conformance.exchange.suite.model import Check, Requirement, Suite, TestCase

WORKPOINTS = "workpoints-2016"
"""The source document; its places are the clauses of the catalogue."""
PROFILE = "profile"
_BINDING = frozenset({"shall", "shall-not"})
_RFC = re.compile(r"^rfc-[0-9]{4}$")
_ORIGINS: Mapping[str, str] = {
    "document": "a clause of the source document",
    "national": "a national standard or rule",
    "profile": "of the profile, nor of an Internet standard that the profile takes over",
}


def gaps(suite: Suite, clauses: Collection[str], documents: Collection[str]) -> Iterator[str]:
    """Every place where requirements and tests do not close, as a sentence; none where they do.

    ``clauses`` are the places of the source document that the catalogue knows, ``documents`` the ids of other documents.
    """
    tested = verified_by(suite)
    for requirement in suite.requirements:
        yield from _requirement(requirement, tested.get(requirement.id, ()))
        yield from _ground(requirement, clauses, documents)
    known = {one.id: one for one in suite.requirements}
    for case in suite.tests:
        yield from _test(case, known)
    yield from _flow(suite)


def verified_by(suite: Suite) -> Mapping[str, tuple[TestCase, ...]]:
    """Requirement → the tests with a check that shows it."""
    found: dict[str, list[TestCase]] = {}
    for case in suite.tests:
        for name in dict.fromkeys(name for check in checks_of(case) for name in check.verifies):
            found.setdefault(name, []).append(case)
    return {name: tuple(cases) for name, cases in found.items()}


def checks_of(case: TestCase) -> Iterator[Check]:
    """Every check of a test: those of its steps, and those over several of them."""
    for step in case.steps:
        yield from step.checks
    yield from case.across


def _requirement(requirement: Requirement, cases: Collection[TestCase]) -> Iterator[str]:
    name = requirement.id
    if requirement.verification == "automated":
        if requirement.reason is not None:
            yield f"{name}: is tested, and says why it is not"
        if not cases:
            yield f"{name}: is to be tested, and no test shows it"
        reached: set[ConformanceClass] = {actor for case in cases for actor in case.actors}
        for actor in requirement.actors:
            if cases and actor not in reached:
                yield f"{name}: no test shows it of a {actor}"
        return
    if requirement.reason is None:
        yield f"{name}: is {requirement.verification}, and does not say why no test shows it"
    for case in cases:
        yield f"{name}: is {requirement.verification}, and {case.id} tests it"


def _ground(requirement: Requirement, clauses: Collection[str], documents: Collection[str]) -> Iterator[str]:
    document, _, place = requirement.clause.partition("#")
    ours = document == PROFILE or _RFC.match(document)
    wanted = "document" if document == WORKPOINTS else "profile" if ours else "national"
    if wanted != requirement.origin:
        yield f"{requirement.id}: {requirement.clause} is not {_ORIGINS[requirement.origin]}"
    elif wanted == "document" and place not in clauses:
        yield f"{requirement.id}: the source document has no clause {place}"
    elif wanted == "national" and document not in documents:
        yield f"{requirement.id}: no document {document} is known"


def _test(case: TestCase, known: Mapping[str, Requirement]) -> Iterator[str]:
    shown = [name for check in checks_of(case) for name in check.verifies]
    for name in case.verifies:
        if name not in shown:
            yield f"{case.id}: says that it shows {name}, and has no check that does"
    for check in checks_of(case):
        for name in check.verifies:
            requirement = known.get(name)
            if requirement is None:
                yield f"{case.id}: {check.id} shows {name}, which nobody asks in this edition"
                continue
            if not set(requirement.actors) & set(case.actors):
                yield f"{case.id}: {check.id} shows {name}, which is asked of none of {', '.join(case.actors)}"
            binding = requirement.level in _BINDING
            if binding != (check.level == "fail"):
                yield f"{case.id}: {check.id} is of level {check.level}, and {name} is {requirement.level}"


def _flow(suite: Suite) -> Iterator[str]:
    """Names that a test needs and no test before it captures."""
    captured: set[str] = set()
    for case in suite.tests:
        for name in case.needs:
            if not name.startswith("given.") and not any(name == one or name.startswith(f"{one}.") for one in captured):
                yield f"{case.id}: needs {name}, which no test before it takes"
        captured |= {name for step in case.steps for name in step.capture}
