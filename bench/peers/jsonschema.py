"""jsonschema: the reference implementation of JSON Schema in Python."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.jsonschemas import json_schema
from bench.peer import Job, Outcome, Peer, Run, all_rules
from bench.records import records


def prepare(job: Job) -> Run:
    """A validator of draft 2020-12, built once."""
    library: Any = import_module("jsonschema")
    validator = library.Draft202012Validator(json_schema(job.rules))

    def run(path: Path, locate: bool) -> Outcome:
        rows = findings = 0
        cells: set[tuple[int, str]] = set()
        for rows, record in enumerate(records(path), start=1):
            for error in validator.iter_errors(record):
                findings += 1
                if locate:
                    cells.add((rows, _header(error)))
        return Outcome(rows, findings, frozenset(cells) if locate else None)

    return run


def _header(error: Any) -> str:
    if error.validator == "required":  # one error for each missing key; its name is only in the message
        return str(next(name for name in error.validator_value if f"'{name}' is a required" in error.message))
    return str(error.absolute_path[0])


PEER = Peer(
    name="jsonschema",
    distribution="jsonschema",
    how="Draft202012Validator.iter_errors on each record",
    expressed=all_rules,
    prepare=prepare,
)
