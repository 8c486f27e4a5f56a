"""Classes that hold data are structs; a dataclass has a reason that a struct cannot meet (decision 61)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "conformance"
REASONS = {"compare", "repr"}
"""What a dataclass can say of one field, and a struct cannot."""


def _dataclasses() -> Iterator[tuple[str, ast.ClassDef]]:
    for path in sorted(SOURCES.rglob("*.py")):
        if "emit/runtime" in path.as_posix():  # goes into packages that need nothing but Python
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list):
                yield f"{path.relative_to(SOURCES).as_posix()}:{node.name}", node


DATACLASSES = dict(_dataclasses())


@pytest.mark.parametrize("name", DATACLASSES)
def test_a_dataclass_says_of_a_field_what_a_struct_cannot(name: str) -> None:
    said = {
        keyword.arg
        for one in DATACLASSES[name].body
        if isinstance(one, ast.AnnAssign) and isinstance(one.value, ast.Call)
        for keyword in one.value.keywords
    }
    assert said & REASONS, "make it a msgspec.Struct"
