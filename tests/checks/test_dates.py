"""Days in order: one and the same day is in order either way."""

from __future__ import annotations

import pytest
from cells import answers, context

from conformance.checks import Judgement, build


@pytest.mark.parametrize(
    ("operator", "wrong"), [("<=", [False, False, True, False]), (">=", [True, False, False, False])]
)
def test_the_same_day_is_in_order(operator: str, wrong: list[bool]) -> None:
    fields = ("decision_date", "data_timestamp")
    here = context("licence", *fields)
    judgement = build(here, "comparison", fields, {"operator": operator})
    assert isinstance(judgement, Judgement)
    decided = ["2016/05/09"] * 3 + [None]
    sent = ["2016/05/10", "2016/05/09", "2016/05/08", "2016/05/09"]
    columns = dict(zip(fields, (decided, sent), strict=True))
    assert answers(here, columns, judgement.fails.fill_null(value=False)) == [wrong]


def test_another_order_is_unknown() -> None:
    with pytest.raises(ValueError, match="comparison knows >= and <=, not '<'"):
        build(context("licence", "decision_date"), "comparison", ("decision_date", "decision_date"), {"operator": "<"})
