"""The mutants of a module: what cosmic-ray's operators find, one replacement for each place."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Span = tuple[tuple[int, int], tuple[int, int]]

PREFERRED = {
    "ReplaceComparisonOperator": {
        "Lt": "LtE", "LtE": "Lt", "Gt": "GtE", "GtE": "Gt", "Eq": "NotEq", "NotEq": "Eq", "Is": "IsNot", "IsNot": "Is",
    },
    "ReplaceBinaryOperator": {
        "Add": "Sub", "Sub": "Add", "Mul": "FloorDiv", "Div": "Mul", "FloorDiv": "Mul", "Mod": "Mul", "Pow": "Mul",
        "LShift": "RShift", "RShift": "LShift", "BitOr": "BitAnd", "BitAnd": "BitOr", "BitXor": "BitAnd",
    },
    "ReplaceUnaryOperator": {"USub": "UAdd", "UAdd": "USub", "Invert": "UAdd", "Not": "Nothing"},
}  # fmt: skip
"""Of the operators that may take the place of another, the one that is hardest to tell from it (a limit that is moved by one)
or its opposite. Eleven ways to get a sum wrong would be killed by one test."""


@dataclass(frozen=True)
class Mutant:
    """One change of one place."""

    module: str
    operator: str
    occurrence: int
    line: int
    change: str
    """The line before and after."""
    source: str
    """The whole module, changed."""

    @property
    def name(self) -> str:
        """What it is known by in the results."""
        return f"{self.module}:{self.operator}:{self.occurrence}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module but those of annotations, which are not run, of decorators, without which nothing loads, and of what
    ``lru_cache`` and the class of a record are told: it changes no answer."""
    # The library has no types of its own.
    trees: Any = importlib.import_module("cosmic_ray.ast")
    plugins: Any = importlib.import_module("cosmic_ray.plugins")
    mutate_code: Any = importlib.import_module("cosmic_ray.mutating").mutate_code
    source = path.read_text(encoding="utf-8")
    silent = list(_silent(source))
    tree = trees.get_ast_from_path(path)
    for name in sorted(plugins.operator_names()):
        plain = name.removeprefix("core/")
        operator = plugins.get_operator(name)
        if operator.arguments() or not _preferred(plain):
            continue
        places = [span for node in trees.ast_nodes(tree) for span in operator().mutation_positions(node)]
        for occurrence, (start, _) in enumerate(places):
            if any(first <= start < last for first, last in silent):
                continue
            changed = mutate_code(source, operator(), occurrence)
            if changed is not None and changed != source:
                yield Mutant(path.stem, plain, occurrence, start[0], _change(source, changed), changed)


def _preferred(name: str) -> bool:
    family, _, replaced = name.partition("_")
    if family == "RemoveDecorator":
        return False
    if family not in PREFERRED or not replaced:
        return True
    old, new = replaced.rsplit("_", 1)
    return PREFERRED[family].get(old, new) == new


def _silent(source: str) -> Iterator[Span]:
    """Where annotations, decorators and what the class of a record is told (``frozen=True``) begin and end."""
    for node in ast.walk(ast.parse(source)):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        told = [one.value for one in node.keywords] if isinstance(node, ast.ClassDef) else []
        for part in (*parts, *getattr(node, "decorator_list", ()), *told):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def _change(before: str, after: str) -> str:
    """The lines that differ, without what is the same before and behind them."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return " → ".join(" ".join(line.strip() for line in lines) for lines in (old, new))
