"""What does not fit together in the profile's files: names that nothing has, and things that are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from conformance.exchange.profile.model import Operation, Profile
from conformance.standard.shapes import load_shapes


def faults(found: Profile, named: dict[str, Sequence[str]]) -> Iterator[str]:
    """A sentence for each; ``named`` are the problems that each operation names in its file."""
    yield from _twice(found)
    known = {one.id for one in found.problems}
    for operation, problems in named.items():
        yield from (f"{operation}: there is no problem {name}" for name in problems if name not in known)
    headers = {one.name for one in found.headers}
    for problem in found.problems:
        yield from (f"{problem.id}: there is no header {name}" for name in problem.headers if name not in headers)
    envelopes = load_shapes().classes
    for example in found.examples:
        if example.envelope not in envelopes:
            yield f"the example {example.id}: there is no envelope {example.envelope}"
    for one in found.operations:
        yield from _of_operation(one, found, headers)


def _twice(found: Profile) -> Iterator[str]:
    lists: dict[str, list[str]] = {
        "operation": [one.id for one in found.operations],
        "problem": [one.id for one in found.problems],
        "example": [one.id for one in found.examples],
        "class": [str(one.id) for one in found.classes],
        "flow": [one.id for one in found.flows],
        "header": [one.name for one in found.headers],
    }
    for what, ids in lists.items():
        yield from (f"the {what} {one} is there twice" for one, times in Counter(ids).items() if times > 1)


def _of_operation(one: Operation, found: Profile, headers: set[str]) -> Iterator[str]:
    examples: dict[str, Any] = {each.id: each for each in found.examples}
    used = [(body.envelope, body.examples) for body in one.bodies]
    used += [(answer.envelope, answer.examples) for answer in one.answers]
    for envelope, names in used:
        if envelope is not None and envelope not in load_shapes().classes:
            yield f"{one.id}: there is no envelope {envelope}"
        for name in names:
            if name not in examples or examples[name].envelope != envelope:
                yield f"{one.id}: there is no example {name} of {envelope}"
    known = {each.id for each in found.operations}
    for answer in one.answers:
        yield from (f"{one.id}: there is no operation {name}" for name in answer.leads_to if name not in known)
        yield from (f"{one.id}: there is no header {name}" for name in answer.headers if name not in headers)
    in_path = {each.name for each in one.parameters if each.place == "path"}
    if any("{" + name + "}" not in one.path for name in in_path) or one.path.count("{") != len(in_path):
        yield f"{one.id}: the parameters in {one.path} are not those that are described"
