"""Where the sources of the standard are, and what the lints say about a copy of them."""

from __future__ import annotations

from pathlib import Path

from conformance.standard.compile import build, lint
from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.schema import Schema
from conformance.standard.problems import Faulty

ROOT = Path(__file__).resolve().parents[2]


def found_in_schema(root: Path) -> str:
    """What the schema lints say."""
    return "\n".join(map(str, lint.schema_problems(Schema(root / build.SCHEMA))))


def found(root: Path, shapes: Definitions, schema: Schema | None = None) -> str:
    """What reading and linting everything says; ``schema`` where the schema of the copy is unbroken."""
    try:
        return "\n".join(map(str, lint.problems(build.read(root, "2016", schema, shapes))))
    except Faulty as faulty:
        return str(faulty)
