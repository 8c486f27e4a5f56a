"""Reading what is declared: the faults of the reference server, of wrong clients, of file drops and of staging tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from conformance.exchange.server.faults.model import Declared, Excuse, Fault
from conformance.report.errors import unknown
from conformance.standard.model import Text
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import load_shapes
from conformance.standard.yamlfile import YamlFile

_SHAPE = "ExchangeFaults"
_PLACES = ("server/faults/declared/*.yaml", "filedrop/faults.yaml", "staging/faults.yaml")
"""Where declarations stand, from the package of the exchange; each part of it declares its own."""


@cache
def load() -> Declared:
    """Everything that is shipped. Raises Faulty."""
    return read(Path(str(files("conformance.exchange"))))


def read(root: Path) -> Declared:
    """Everything below a folder that is laid out as the package is. Raises Faulty, with file and line of whatever is wrong."""
    faults: list[Fault] = []
    excused: list[Excuse] = []
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    for path in (path for place in _PLACES for path in sorted(root.glob(place))):
        file = YamlFile(path, root)
        data = file.checked(load_shapes(), _SHAPE)
        for at, entry in enumerate(data.get("faults", ())):
            here = file.place(("faults", at, "id"))
            if entry["id"] in seen:
                problems.append(Problem(here, f"fault {entry['id']} is declared already, at {seen[entry['id']]}"))
            seen[entry["id"]] = here
            faults.append(_fault(entry))
        excused += [Excuse(entry["requirement"], Text(**entry["reason"])) for entry in data.get("excused", ())]
    if problems:
        raise Faulty(problems)
    return Declared(tuple(faults), tuple(excused))


def by_id() -> Mapping[str, Fault]:
    """Every fault by its id."""
    return {fault.id: fault for fault in load().faults}


def find(name: str) -> Fault:
    """The fault of that id. Raises UsageError, one sentence that names those that may have been meant."""
    known = by_id()
    if name not in known:
        raise unknown("故障", "fault", name, known)
    return known[name]


OFFLINE = {"folder": "--file-drop", "table": "--staging-table"}
"""Levels of faults of receivers that speak no HTTP, and the option that starts one."""


def listing(level: str | None = None) -> Iterator[str]:
    """``ID CLASS,CLASS EXIT`` for every fault that the service can be started with, or the receiver of a level of :data:`OFFLINE`."""
    for fault in load().faults:
        elsewhere = fault.level == "client" or fault.level in OFFLINE
        if fault.level == level or (level is None and not elsewhere):
            yield f"{fault.id} {','.join(fault.classes)} {fault.exit}"


def _fault(entry: Mapping[str, Any]) -> Fault:
    lists = {key: tuple(entry.get(key, ())) for key in ("classes", "breaks", "fails", "unshown")}
    return Fault(
        id=entry["id"],
        title=Text(**entry["title"]),
        level=entry["level"],
        group=entry["group"],
        exit=entry["exit"],
        **cast(Any, lists),
    )
