"""Columns handed over to C: texts, and nothing that would be read as if it were texts."""

from __future__ import annotations

import polars as pl
import pytest

from conformance.native.views import column


@pytest.mark.parametrize(
    "values",
    [
        pl.Series("x", [1, 2]),
        pl.Series("x", ["a", "b"], dtype=pl.Categorical),
        pl.Series("x", [b"a"], dtype=pl.Binary),
        pl.Series("x", [None, None]),
    ],
    ids=lambda values: str(values.dtype),
)
def test_what_are_no_texts_is_refused(values: pl.Series) -> None:
    with pytest.raises(TypeError, match="a column of texts is wanted, x is "), column(values):
        pass
