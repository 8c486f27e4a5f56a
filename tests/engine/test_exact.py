"""The exact way: what decides is a truth value for each row, whatever the expressions give."""

from __future__ import annotations

import polars as pl
import pytest

from conformance.engine.exact import decide
from conformance.engine.plan import ALIVE

DECIDING = {
    "column": pl.col("x") == "a",
    "never": pl.lit(value=False),
    "always": pl.lit(value=True),
    "unknown": pl.lit(None, dtype=pl.Boolean),
    "untyped": pl.lit(None),
    "same": pl.col("x").is_null(),
}


@pytest.mark.parametrize("texts", [["a", None, "b"], ["a"], [None], []])
def test_a_null_is_false_and_a_constant_is_spread(texts: list[str | None]) -> None:
    frame = pl.DataFrame(
        {"x": pl.Series(texts, dtype=pl.String), ALIVE: pl.Series([True] * len(texts), dtype=pl.Boolean)}
    )
    told = decide(frame, DECIDING)
    assert {name: column.to_list() for name, column in told.items()} == {
        "column": [text == "a" for text in texts],
        "never": [False for _ in texts],
        "always": [True for _ in texts],
        "unknown": [False for _ in texts],
        "untyped": [False for _ in texts],
        "same": [text is None for text in texts],
    }
    assert {column.dtype for column in told.values()} == {pl.Boolean()}


def test_nothing_asked_is_nothing_told() -> None:
    assert decide(pl.DataFrame({ALIVE: [True]}), {}) == {}
