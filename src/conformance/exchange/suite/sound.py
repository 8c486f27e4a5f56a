"""Whether a test as it is written can be run: its keys, names, check kinds and parameters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from conformance.exchange.suite import template
from conformance.exchange.suite.checks import KINDS
from conformance.exchange.suite.checks.base import ACROSS, problems_of
from conformance.standard.shapes import Steps

OPERATIONS = ("push", "query", "list", "corrections", "reference-data")
"""What a participant declares; ``reference-data`` and the others are conditions of tests and requirements."""
_WHEN = re.compile(rf"^(undeclared:)?({'|'.join(OPERATIONS)})$|^tls$|^media:[a-z]+/[a-z0-9.+-]+$")
_GIVEN = re.compile(r"^(given|fixture|participant|run|discovery)\.")
_FROM_ELSEWHERE = re.compile(r"^(fixture|participant|run|discovery)\.")
"""Names that no test captures: made or known by the engine."""
_TOKENS = {"full": "token.full", "limited": "token.limited", "expired": "given.expired_token"}
_BODIES = {
    "json": frozenset[str](),
    "form": frozenset[str](),
    "text": frozenset[str](),
    "fixture": frozenset({"format", "kind", "patch", "item", "rows"}),
}
_SOURCES = ("pointer", "header", "url", "items", "status")
_REQUEST_ONLY = ("times", "stop_at", "key")
_WALK_ONLY = ("items", "next", "parameter")

Fault = tuple[Steps, str]


def names_used(entry: Mapping[str, Any]) -> Iterator[str]:
    """Names that a test takes from earlier tests or from what the participant gives, once each."""
    own: set[str] = set()
    seen: set[str] = set()
    for step in entry.get("steps", ()):
        action: Mapping[str, Any] = next((step[name] for name in ("request", "poll", "walk") if name in step), {})
        wanted = [*template.names(action), *filter(None, [_TOKENS.get(action.get("as", "none"))])]
        own |= set(step.get("capture", {}))
        wanted += [name for check in step.get("checks", ()) for name in template.names(check.get("with", {}))]
        yield from _fresh(wanted, own, seen)
    across = [name for check in entry.get("across", ()) for name in template.names(check.get("with", {}))]
    yield from _fresh(across, own, seen)


def _fresh(wanted: Sequence[str], own: Collection[str], seen: set[str]) -> Iterator[str]:
    for name in wanted:
        if name not in seen and not _FROM_ELSEWHERE.match(name) and not _of(own, name):
            seen.add(name)
            yield name


def _of(known: Collection[str], name: str) -> bool:
    """Whether a name, or the value that it is a member of, is among those known."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in known for end in range(1, len(parts) + 1))


def problems_of_test(entry: Mapping[str, Any], requirements: Collection[str]) -> Iterator[Fault]:
    """Path within the entry and sentence of everything for which it cannot be run."""
    for at, name in enumerate(entry.get("verifies", ())):
        if name not in requirements:
            yield ("verifies", at), f"unknown requirement {name}"
    for at, condition in enumerate(entry.get("when", ())):
        if not _WHEN.match(condition):
            yield ("when", at), f"{condition!r} is neither an operation, nor tls, nor media:TYPE"
    steps, across = entry.get("steps", ()), entry.get("across", ())
    yield from _frame(entry, steps, across)
    for name, count in Counter(step["id"] for step in steps).items():
        if count > 1 or name == ACROSS:
            yield ("steps",), f"the step id {name} is taken"
    for at, step in enumerate(steps):
        yield from _step(step, ("steps", at), entry, requirements)
    yield from _checks(across, ("across",), entry, requirements, across=True)


def _frame(entry: Mapping[str, Any], steps: Sequence[Any], across: Sequence[Any]) -> Iterator[Fault]:
    looks_back = entry.get("over") == "run" or entry.get("observed", False)
    if looks_back and steps:
        yield ("steps",), "a test that looks at what others did has no steps of its own"
    if not looks_back and not steps:
        yield (), "has no steps"
    if not across and not any(step.get("checks") for step in steps):
        yield (), "has no checks: it would show nothing"
    for at, step in enumerate(steps):
        if ("at" in step) != entry.get("scenario", False):
            yield ("steps", at), "steps of scenarios, and only those, say at which class they are done"


def _step(
    step: Mapping[str, Any], path: Steps, entry: Mapping[str, Any], requirements: Collection[str]
) -> Iterator[Fault]:
    actions = [name for name in ("request", "poll", "walk") if name in step]
    if len(actions) != 1:
        yield path, f"step {step['id']} has to be one of request, poll and walk"
        return
    action, params = actions[0], step[actions[0]]
    if ("path" in params) == ("url" in params):
        yield (*path, action), "names either a path or an address"
    if (action == "poll") != ("until" in params):
        yield (*path, action), "until belongs to a poll, and a poll needs it"
    if action != "request" and "most" not in params:
        yield (*path, action), "says nowhere how often at most"
    misplaced = [*(_REQUEST_ONLY if action == "walk" else ()), *(() if action == "walk" else _WALK_ONLY)]
    for name in misplaced:
        if name in params:
            yield (*path, action, name), f"{name} does not belong to a {action}"
    yield from _body(params.get("body", {}), (*path, action, "body"))
    for name, source in step.get("capture", {}).items():
        if not isinstance(source, Mapping) or len([key for key in source if key in _SOURCES]) != 1:
            yield (*path, "capture", name), f"{name} is taken from exactly one of {', '.join(_SOURCES)}"
        elif stray := set(source) - {*_SOURCES, "member"}:
            yield (*path, "capture", name), f"unknown key {min(stray)}"
        if _GIVEN.match(name):
            yield (*path, "capture", name), f"{name} is not for a test to set"
    yield from _checks(step.get("checks", ()), (*path, "checks"), entry, requirements, across=False)


def _body(body: Mapping[str, Any], path: Steps) -> Iterator[Fault]:
    if not body:
        return
    forms = [name for name in _BODIES if name in body]
    if len(forms) != 1:
        yield path, f"a body is exactly one of {', '.join(_BODIES)}"
        return
    for key in body:
        if key != forms[0] and key not in _BODIES[forms[0]]:
            yield (*path, key), f"unknown key {key} of a body from {forms[0]}"


def _checks(
    checks: Sequence[Mapping[str, Any]],
    path: Steps,
    entry: Mapping[str, Any],
    requirements: Collection[str],
    across: bool,
) -> Iterator[Fault]:
    ids: Counter[str] = Counter(check.get("id", check["kind"]) for check in checks)
    for name, count in ids.items():
        if count > 1:
            yield path, f"two checks are called {name}"
    steps = {step["id"] for step in entry.get("steps", ())}
    for at, check in enumerate(checks):
        here = (*path, at)
        params = check.get("with", {})
        for sentence in problems_of(check["kind"], params):
            yield here, sentence
        if check["kind"] in KINDS and KINDS[check["kind"]].across != across:
            yield (
                here,
                f"{check['kind']} looks at {'several steps' if not across else 'one step'} and stands in the wrong place",
            )
        for name in check.get("verifies", ()):
            if name not in requirements:
                yield here, f"unknown requirement {name}"
        if not check.get("verifies") and not entry.get("verifies"):
            yield here, "shows no requirement"
        named = params.get("steps", ())
        for name in named if isinstance(named, list) else ():
            if name not in steps:
                yield here, f"there is no step {name}"
