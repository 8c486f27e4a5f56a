"""One cell of an otherwise right record, judged alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from agreement.engine import table_of
from conformance.checks import Context
from conformance.engine.kernel import judge
from conformance.engine.local import run_table
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import make_plan
from conformance.sources.model import Column
from conformance.standard.load import load
from conformance.standard.model import Party, Purpose, Text


def context(record_type: str, *present: str) -> Context:
    """Of a table with just these columns."""
    standard = load()
    return Context(
        standard,
        standard.record_types[record_type],
        frozenset(present),
        date(2016, 12, 31),
        "submission",
        columns=present,
    )


def answers(here: Context, columns: Mapping[str, Sequence[str | None]], *asked: pl.Expr) -> list[list[Any]]:
    """What each of some expressions says of every row."""
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    for derived in here.derived.values():
        frame = frame.with_columns(derived.expression)
    return [frame.select(pl.when(pl.lit(value=True)).then(one)).to_series().to_list() for one in asked]


def rules(
    item: str = "admin-licence",
    *,
    as_of: date = date(2016, 12, 31),
    purpose: Purpose = "submission",
    party: Party | None = None,
    **cells: str | None,
) -> set[tuple[str, str]]:
    """(rule, field) of every check that fails on a record with just these columns."""
    columns = tuple(Column(i, name, name, "name") for i, name in enumerate(cells))
    request = Request(load(), as_of, purpose, party)
    plan = make_plan(item, columns, request)
    frame = pl.DataFrame({name: [value] for name, value in cells.items()}, schema=dict.fromkeys(cells, pl.String))
    return {
        (outcome.planned.check.rule, outcome.planned.check.field)
        for outcome in judge(plan, Memory(plan).read(frame))
        if len(outcome.failed)
    }


def rules_of(field: str, value: str | None, item: str = "admin-licence", **options: Any) -> set[str]:
    """Rules that fail on one field, where the record has no other column."""
    return {rule for rule, at in rules(item, **options, **{field: value}) if at == field} - {"one-of-required"}


def told(
    rule: str, field: str, value: str, item: str = "admin-licence", *, party: Party | None = None, **cells: str
) -> Any:
    """What a finding says of a value, beside showing it: the details of its sentence, a Text in Chinese."""
    record = {"document_number": "沪字〔2016〕第1号"} | cells | {field: value}
    result = run_table(table_of([record], item), Request(load(), date(2016, 12, 31), party=party))
    [violation] = [v for v in result.violations if (v.check.rule, v.check.field) == (rule, field)]
    return {name: said.zh if isinstance(said, Text) else said for name, said in violation.details.items()}
