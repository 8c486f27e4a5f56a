"""Reading the profile's files: each held to its LinkML class, and all of them to each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from conformance.exchange.profile.model import (
    ClassOfParticipant,
    Example,
    Flow,
    Header,
    Operation,
    ProblemType,
    Profile,
)
from conformance.exchange.profile.sound import faults
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import load_shapes
from conformance.standard.yamlfile import YamlFile

_Kind = TypeVar("_Kind")
_FILES = {
    "operations.yaml": "ProfileOperations",
    "problems.yaml": "ProfileProblems",
    "classes.yaml": "ProfileClasses",
    "examples.yaml": "ProfileExamples",
}
"""File → its class in ``schemas/exchange_profile.yaml``."""


@cache
def profile() -> Profile:
    """The profile that is shipped. Raises Faulty with file and line where its files are not as they should be."""
    return read_profile(Path(str(files("conformance.exchange.profile"))))


def read_profile(folder: Path) -> Profile:
    """The profile in the four files of a folder. Raises Faulty."""
    shapes = load_shapes()
    read = {name: YamlFile(folder / name, folder) for name in _FILES}
    data = {name: file.checked(shapes, _FILES[name]) for name, file in read.items()}
    versions = {str(each["profile"]) for each in data.values()}
    if len(versions) > 1:
        raise Faulty([Problem(folder.name, f"the files are of different versions: {', '.join(sorted(versions))}")])
    problems = _of(data["problems.yaml"]["problems"], ProblemType)
    found = Profile(
        version=versions.pop(),
        headers=_of(data["operations.yaml"]["headers"], Header),
        operations=tuple(_operation(each, problems) for each in data["operations.yaml"]["operations"]),
        problems=problems,
        classes=_of(data["classes.yaml"]["classes"], ClassOfParticipant),
        flows=_of(data["classes.yaml"]["flows"], Flow),
        examples=_of(data["examples.yaml"]["examples"], Example),
    )
    named = {entry["id"]: entry.get("problems", ()) for entry in data["operations.yaml"]["operations"]}
    if wrong := list(faults(found, named)):
        raise Faulty([Problem(folder.name, fault) for fault in wrong])
    return found


def _of(entries: Sequence[Any], kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(msgspec.convert(entry, kind) for entry in entries)


def _operation(entry: dict[str, Any], problems: Sequence[ProblemType]) -> Operation:
    """An operation with all problems that it may answer."""
    bare = msgspec.convert({key: value for key, value in entry.items() if key != "problems"}, Operation)
    reached = {
        "everywhere": True,
        "authorised": bare.scope is not None,
        "body": bool(bare.bodies),
        "parameters": bool(bare.bodies or [each for each in bare.parameters if each.place != "path"]),
    }
    named = entry.get("problems", ())
    # Where an operation has an answer of its own for a status, as the token has for 400 and 401, that holds alone.
    own = {answer.status for answer in bare.answers}
    all_of_them = tuple(
        one.id for one in problems if (reached.get(one.applies) and one.status not in own) or one.id in named
    )
    return replace(bare, problems=all_of_them)
