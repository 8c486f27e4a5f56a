"""jsonschema-rs: JSON Schema in Rust."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.jsonschemas import json_schema
from bench.peer import Job, Outcome, Peer, Run, all_rules
from bench.records import records


def prepare(job: Job) -> Run:
    """A compiled validator; a record is first asked whether it is valid, which is its fastest answer."""
    library: Any = import_module("jsonschema_rs")
    validator = library.Draft202012Validator(json_schema(job.rules))

    def run(path: Path, locate: bool) -> Outcome:
        rows = findings = 0
        cells: set[tuple[int, str]] = set()
        for rows, record in enumerate(records(path), start=1):
            if validator.is_valid(record):
                continue
            for error in validator.iter_errors(record):
                findings += 1
                if locate:
                    cells.add((rows, error.kind.property if error.kind.name == "required" else error.instance_path[0]))
        return Outcome(rows, findings, frozenset(cells) if locate else None)

    return run


PEER = Peer(
    name="jsonschema-rs",
    distribution="jsonschema-rs",
    how="is_valid on each record, iter_errors on those that are not",
    expressed=all_rules,
    prepare=prepare,
)
