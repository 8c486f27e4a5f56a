"""Severities that depend on the case."""

from datetime import date

import polars as pl

from conformance.engine.kernel import judge
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import make_plan
from conformance.sources.model import Column
from conformance.standard.load import load


def severities(**cells: str) -> set[tuple[str, str]]:
    """(rule, severity) of every check that fails on a record with just these columns."""
    columns = tuple(Column(i, name, name, "name") for i, name in enumerate(cells))
    plan = make_plan("admin-licence", columns, Request(load(), date(2016, 12, 31)))
    frame = pl.DataFrame({name: [value] for name, value in cells.items()})
    outcomes = judge(plan, Memory(plan).read(frame))
    return {(o.planned.check.rule, o.planned.severity) for o in outcomes if len(o.failed)}


def test_a_late_record_is_a_warning_and_must_not_be_kept_back() -> None:
    assert severities(decision_date="2016/01/04", publication_date="2016/01/14") == {
        ("publish-within-7-working-days", "warning")
    }
