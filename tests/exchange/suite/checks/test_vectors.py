"""Every check kind, by examples: at least one that passes and one that fails, and sentences that say something."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from conformance.exchange.suite.checks import KINDS
from conformance.exchange.suite.closure import checks_of
from conformance.exchange.suite.load import load_suite
from exchange.suite.scenes import Vector

HERE = Path(__file__).parent
VECTORS: list[Vector] = [
    vector
    for path in sorted(HERE.glob("vectors_*.py"))
    for vector in import_module(f"exchange.suite.checks.{path.stem}").VECTORS
]
NEVER_WRONG = {"filled": "an empty list shows nothing, and is no fault"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector.kind}-{vector.verdict}")
def test_a_check_says_what_it_has_to(vector: Vector) -> None:
    verdict, english, chinese = vector.judged()

    assert verdict == vector.verdict, english
    assert vector.says in english
    assert english.rstrip("\"'”").endswith((".", "?")) or verdict == "fail", english
    assert chinese


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_an_example_that_passes_and_one_that_fails(kind: str) -> None:
    wanted = {"pass"} if kind in NEVER_WRONG else {"pass", "fail"}

    assert wanted <= {vector.verdict for vector in VECTORS if vector.kind == kind}


def test_every_kind_is_used() -> None:
    used = {check.kind for case in load_suite().tests for check in checks_of(case)}

    assert used == set(KINDS)
