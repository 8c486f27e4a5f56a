"""An expression taken apart says of single values what Polars says of columns, for every step and every expression of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from random import Random

import polars as pl
import pytest

from agreement.bases import AS_OF, TYPES
from conformance.engine.byvalues import ByValues, taken_apart
from conformance.engine.exact import derive
from conformance.engine.model import Request
from conformance.engine.plan import Plan, make_plan
from conformance.engine.plan import reads as reads_of
from conformance.sources.model import Column
from vectors.plain import plain_standard

FLAGS = [True, False, None]
DAYS = [date(1949, 1, 1), date(2016, 5, 9), AS_OF, date(2017, 1, 1), None]
TEXTS = [
    "",
    "9",
    "9\n",
    "上海砚沁食品有限公司",
    "砚沁(普通合伙)",
    "公司法",
    "91310115MA1K4L3B8Y",
    "MA1K4L3B8",
    "张三",
    "Ａ",
    None,
]
POOLS: Mapping[pl.DataType, Sequence[object]] = {pl.Boolean(): FLAGS, pl.Date(): DAYS, pl.String(): TEXTS}
a, b, c = pl.col("a"), pl.col("b"), pl.col("c")

OF_FLAGS = [
    a & b,
    a | b,
    ~a,
    a.is_null(),
    a.is_not_null(),
    a.fill_null(value=False),
    pl.when(a).then(b),
    a == b,
    a & ~b | c,
]
OF_DAYS = [a < b, a <= b, a > b, a >= b, a == b, a != b, a <= pl.lit(AS_OF), pl.when(a <= pl.lit(AS_OF)).then(a)]
ENDS = a.str.contains(r"(?:公司|合伙\)|9)$")
OF_TEXTS = [
    ENDS,
    a == b,
    a != b,
    a < b,
    a >= b,
    a.str.slice(8, 9) != b,
    a.str.slice(0, 1),
    a.str.replace("1", "-", literal=True),
    a == pl.lit("9"),
    a.fill_null(""),
]
UNKNOWN = [
    a.str.replace("9", ""),
    a.str.contains("^9"),
    a.str.contains("(?:.9|8)$"),
    a.str.contains("(?:9)$", literal=True),
    a.map_batches(lambda texts: texts),
    a.is_in(["9"]),
    a.str.slice(-2, 1),
    a.str.slice(2),
]
OF_OTHER_TYPES = {"division_code#listed"}
"""Expressions that are taken apart and read a number: for such values they are asked of Polars all the same."""
BY_EVERY_COLUMN = {"empty-row", "footer-row"}
"""Rules that tell rows that are no records: they count or join over every column, in steps that are not known."""


@pytest.mark.parametrize(
    ("pool", "expression"),
    [(pool, one) for pool, some in ((FLAGS, OF_FLAGS), (DAYS, OF_DAYS), (TEXTS, OF_TEXTS)) for one in some],
    ids=str,
)
def test_a_step_says_what_polars_says(pool: Sequence[object], expression: pl.Expr) -> None:
    rows = list(product(pool, repeat=3))
    frame = pl.DataFrame(rows, schema=["a", "b", "c"], orient="row")
    reads = reads_of([expression])
    function = taken_apart(expression, reads)
    assert function is not None
    assert list(map(function, frame.select(reads).rows())) == frame.select(expression).to_series().to_list()


@pytest.mark.parametrize("expression", UNKNOWN, ids=str)
def test_a_step_that_is_not_known_is_left_to_polars(expression: pl.Expr) -> None:
    assert taken_apart(expression, ["a"]) is None


@pytest.mark.parametrize("item", TYPES)
def test_the_expressions_of_every_rule(item: str) -> None:
    plan, random = _plan(item), Random(item)
    asked = {name: (one.decided, one.values._expression, one.reads) for name, one in plan.asked.items()}
    derived = {name: (one.expression, one.expression, one.reads) for name, one in plan.context.derived.items()}
    types = _types(plan)
    of_other_types = set()
    for name, (meant, expression, reads) in {**asked, **derived}.items():
        function = taken_apart(expression, reads)
        if function is None:
            continue
        if not all(types[read] in POOLS for read in reads):
            of_other_types.add(name)
            continue
        rows = [tuple(random.choice(POOLS[types[read]]) for read in reads) for _ in range(200)]
        columns = {read: [row[at] for row in rows] for at, read in enumerate(reads)}
        frame = pl.DataFrame(
            {**columns, "#": [True] * len(rows)}, schema_overrides={read: types[read] for read in reads}
        )
        exact = frame.with_columns(meant.alias("says"))["says"].to_list()
        assert list(map(function, rows)) == exact, name
    assert of_other_types <= OF_OTHER_TYPES


@pytest.mark.parametrize("item", TYPES)
def test_what_is_asked_of_records_is_taken_apart_all_but_for_rows_that_are_none(item: str) -> None:
    plan = _plan(item)
    left = {name for name, one in plan.asked.items() if taken_apart(one.values._expression, one.reads) is None}
    by_every_column = {planned.number for planned in plan.rows if planned.check.rule in BY_EVERY_COLUMN}
    assert left <= {f"{asks}:{number}" for number in by_every_column for asks in ("fails", "where")}


def test_what_was_found_is_remembered_and_no_more_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.engine.byvalues._KEPT", 3)
    values = ByValues(a.str.contains("^9"), ["a"])
    assert values.told([("9",)]) is None
    values.learn([("9",), ("8",)], [True, False])
    assert values.told([("8",), ("9",), ("8",)]) == [False, True, False]
    values.learn([("7",), ("6",)], [False, False])
    assert values.told([("9",)]) is None
    assert values.told([("6",)]) == [False]


def _plan(item: str) -> Plan:
    standard = plain_standard()
    fields = standard.record_type_of(item).fields
    columns = tuple(Column(at, field.name, field.name, "name") for at, field in enumerate(fields))
    return make_plan(item, columns, Request(standard, AS_OF))


def _types(plan: Plan) -> dict[str, pl.DataType]:
    nothing = pl.DataFrame(
        {name: [None] for name in plan.context.columns}, schema=dict.fromkeys(plan.context.columns, pl.String)
    )
    return dict(derive(plan, nothing, plan.context.derived).schema)
