"""Days in order: one and the same day is in order either way."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from conformance.checks import Context, Judgement, build
from conformance.standard.load import load


@pytest.mark.parametrize(
    ("operator", "wrong"), [("<=", [False, False, True, False]), (">=", [True, False, False, False])]
)
def test_the_same_day_is_in_order(operator: str, wrong: list[bool]) -> None:
    standard, fields = load(), ("decision_date", "data_timestamp")
    context = Context(
        standard, standard.record_types["licence"], frozenset(fields), date(2016, 12, 31), "submission", columns=fields
    )
    judgement = build(context, "comparison", fields, {"operator": operator})
    assert isinstance(judgement, Judgement)
    days = ["2016/05/09"] * 3 + [None]
    frame = pl.DataFrame(
        {"decision_date": days, "data_timestamp": ["2016/05/10", "2016/05/09", "2016/05/08", "2016/05/09"]}
    )
    for derived in context.derived.values():
        frame = frame.with_columns(derived.expression)
    assert frame.select(judgement.fails.fill_null(value=False)).to_series().to_list() == wrong


def test_another_order_is_unknown() -> None:
    standard = load()
    context = Context(
        standard, standard.record_types["licence"], frozenset({"decision_date"}), date(2016, 12, 31), "submission"
    )
    with pytest.raises(ValueError, match="comparison knows >= and <=, not '<'"):
        build(context, "comparison", ("decision_date", "decision_date"), {"operator": "<"})
