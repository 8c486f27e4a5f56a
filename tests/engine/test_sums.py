"""Totals are exact."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from conformance.engine.sums import exact_sum


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        ([], "0"),
        (["0.1"] * 10, "1.0"),
        (["8000.50", "-0.5", "12"], "8012.00"),
        (["99999999999999999999999999.99", "0.01"], "100000000000000000000000000.00"),
        (["900000000000000000"] * 40, "36000000000000000000"),
        (["0.000000000000000000000001", "1"], "1.000000000000000000000001"),
    ],
)
def test_a_sum_loses_nothing(texts, total):
    assert exact_sum(pl.Series(texts, dtype=pl.String)) == Decimal(total)
