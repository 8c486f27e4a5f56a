"""The reference would prove nothing if it shared code with what it is compared with."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ALLOWED = {"conformance.standard.model"}
MODULES = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_it_knows_nothing_of_the_product_but_the_standard_as_data(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    assert {name for name in names if name.startswith("conformance")} <= ALLOWED
