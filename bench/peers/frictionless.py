"""frictionless: Table Schema over delimited files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peer import Job, Outcome, Peer, Run, all_rules
from bench.rules import CellRule

NO_LIMIT = 10**9
"""By default it stops at 1000 errors and leaves the rest of the file unread."""


def prepare(job: Job) -> Run:
    """A Table Schema with the constraints of each column."""
    library: Any = import_module("frictionless")
    rules = job.rules
    schema = library.Schema.from_descriptor({"fields": [_field(name, rules) for name in job.headers]})

    def run(path: Path, locate: bool) -> Outcome:
        resource = library.Resource(
            path=path.name, basepath=str(path.parent), scheme="file", format="csv", encoding="utf-8", schema=schema
        )
        report = resource.validate(limit_errors=NO_LIMIT)
        task = report.tasks[0]
        cells = None
        if locate:
            cells = frozenset((error.row_number - 1, error.field_name) for error in task.errors)
        return Outcome(task.stats["rows"], len(task.errors), cells)

    return run


def _field(header: str, rules: tuple[CellRule, ...]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": header, "type": "string", "constraints": {}}
    for rule in rules:
        if rule.header != header:
            continue
        if rule.kind == "required":
            field["constraints"]["required"] = True
        elif rule.kind == "date" and not rule.time:
            field |= {"type": "date", "format": "%Y/%m/%d"}
        elif rule.limit is not None:
            field["constraints"]["maxLength"] = rule.limit
        elif rule.values is not None:
            field["constraints"]["enum"] = list(rule.values)
        elif rule.pattern is not None:
            field["constraints"]["pattern"] = rule.pattern
    return field


PEER = Peer(
    name="frictionless",
    distribution="frictionless",
    how="Resource.validate with a Table Schema; its limit of 1000 errors, at which it stops reading, lifted",
    expressed=all_rules,
    prepare=prepare,
)
