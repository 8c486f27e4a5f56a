"""Three validators with one answer: which parts of ``allOf`` a record breaks."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from conformance.publish.records.build import ANNOTATIONS

ROOT = Path(__file__).resolve().parents[2]
NODE_FOLDER = ROOT / "build" / "node"
Schema = dict[str, Any]
Record = dict[str, Any]
Task = tuple[Schema, Sequence[Record]]
Broken = list[frozenset[int]]
"""For each record the places in ``allOf`` of what it breaks."""


def by_jsonschema(schema: Schema, records: Sequence[Record]) -> Broken:
    """The validator written in Python."""
    validator = jsonschema.Draft202012Validator(schema)
    return [frozenset(e.absolute_schema_path[1] for e in validator.iter_errors(record)) for record in records]


def by_jsonschema_rs(schema: Schema, records: Sequence[Record]) -> Broken:
    """The validator written in Rust."""
    validator = jsonschema_rs.Draft202012Validator(schema)
    return [frozenset(int(e.evaluation_path[1]) for e in validator.iter_errors(record)) for record in records]


def by_ajv(tasks: Sequence[Task]) -> list[Broken]:
    """The validator written in JavaScript, for all tasks at once.

    It forgets the way to a definition, so that parts are told apart in a copy that has every definition in its place; the
    schema as it is must give the same verdicts, which some of them show.
    """
    copies = [(inlined(schema), records) for schema, records in tasks]
    as_is = range(0, len(tasks), 6)
    answers = _ajv([*copies, *(tasks[place] for place in as_is)])
    for place, answer in zip(as_is, answers[len(tasks) :], strict=True):
        assert [bool(paths) for paths in answer] == [bool(paths) for paths in answers[place]]
    return [[frozenset(int(path.split("/")[2]) for path in paths) for paths in task] for task in answers[: len(tasks)]]


def taken_by_ajv(schemas: Sequence[Schema]) -> None:
    """Fails where the validator written in JavaScript refuses one of these schemas."""
    _ajv([(schema, []) for schema in schemas])


def _ajv(tasks: Sequence[Task]) -> list[list[list[str]]]:
    """The paths of the errors of every record of every task; each schema is compiled once."""
    by_schema: dict[str, list[int]] = {}
    for place, (schema, _) in enumerate(tasks):
        by_schema.setdefault(json.dumps(schema), []).append(place)
    sent = [
        {"schema": tasks[p[0]][0], "records": [r for place in p for r in tasks[place][1]]} for p in by_schema.values()
    ]
    done = subprocess.run(
        ["node", Path(__file__).with_name("ajv.cjs"), ajv_folder()],
        input=json.dumps({"annotations": ANNOTATIONS, "tasks": sent}).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: list[list[list[str]]] = [[] for _ in tasks]
    for places, answer in zip(by_schema.values(), json.loads(done.stdout), strict=True):
        rest = iter(answer)
        for place in places:
            answers[place] = [next(rest) for _ in tasks[place][1]]
    return answers


def ajv_folder() -> Path:
    """The folder that ``make ajv`` installs into. Without it the test fails in CI and is left out elsewhere."""
    missing = None
    if shutil.which("node") is None:
        missing = "Node.js is not installed (Debian: apt-get install nodejs npm), then run `make ajv`"
    elif not (NODE_FOLDER / "node_modules" / "ajv").is_dir():
        missing = "ajv is not installed: run `make ajv`"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    return NODE_FOLDER


def inlined(schema: Schema) -> Schema:
    """The schema with a copy of its definition wherever one is referred to."""
    definitions = schema["$defs"]

    def resolve(part: Any) -> Any:
        if isinstance(part, dict) and set(part) == {"$ref"}:
            return resolve(copy.deepcopy(definitions[part["$ref"].removeprefix("#/$defs/")]))
        if isinstance(part, dict):
            return {key: resolve(value) for key, value in part.items()}
        return [resolve(one) for one in part] if isinstance(part, list) else part

    return {key: resolve(value) for key, value in schema.items() if key != "$defs"}
