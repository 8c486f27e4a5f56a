"""Where a check can apply or fail at all: it applies and fails nowhere else, whatever stands in the cells."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import polars as pl
import pytest

from agreement.bases import TYPES, valid_records
from agreement.values import likely
from conformance.checks.rows import own_names
from conformance.engine.exact import decide, derive
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.narrowing import candidates
from conformance.engine.places import Mask
from conformance.engine.plan import Plan, make_plan, reads
from conformance.publish.vectors.cases import vectors
from conformance.sources.model import Column
from conformance.standard.model import Purpose
from engine.told import Told
from vectors.plain import plain_standard

ROWS = 300


def plan_of(item: str, purpose: Purpose) -> Plan:
    standard = plain_standard()
    fields = standard.record_type_of(item).fields
    columns = tuple(Column(i, field.name, field.name, "name") for i, field in enumerate(fields))
    return make_plan(item, columns, Request(standard, date(2016, 12, 31), purpose))


@pytest.mark.parametrize("purpose", ["submission", "publication"])
@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
def test_narrowed_checks_apply_and_fail_within_what_narrows_them(item: str, purpose: Purpose) -> None:
    plan, dice = plan_of(item, purpose), Random(item)
    frame = pl.DataFrame(
        {f.name: dice.choices([None, *likely(f.type)], k=ROWS) for f in plan.record_type.fields},
        schema=dict.fromkeys((f.name for f in plan.record_type.fields), pl.String),
    )
    pairs = {
        f"{what} {planned.number}": (narrowed, within)
        for planned in (*plan.rows, *plan.records)
        for what, narrowed, within in (
            ("applies", planned.judgement.applies, planned.judgement.applies_within),
            ("fails", planned.judgement.fails, planned.judgement.only_where),
        )
        if within is not None
    }
    assert pairs
    beyond = {name: narrowed & ~within.fill_null(value=False) for name, (narrowed, within) in pairs.items()}
    told = decide(derive(plan, frame, reads(beyond.values())), beyond)
    assert [name for name, mask in told.items() if mask.any()] == []


def _planted(plan: Plan) -> list[dict[str, str | None]]:
    """Rows that are no records, and the records of vectors in which a narrowed check fails."""
    names = [field.name for field in plan.record_type.fields]
    nothing: dict[str, str | None] = dict.fromkeys(names)
    rules = {p.check.rule for p in (*plan.rows, *plan.records) if p.judgement.among}
    types = {item.id: item.record_type for item in plan.context.standard.items.values()}
    wrong = [
        {name: record.get(name) for name in names}
        for vector in vectors()
        if (vector.record_type or types[vector.item or ""]) == plan.record_type.name and rules & vector.rules
        for record in vector.records
    ]
    return [nothing, nothing | {names[0]: "填表人：张示例"}, *wrong]


@pytest.mark.parametrize(("filled", "unknown"), [(0.02, 0), (0.2, 0.5), (0.5, 0), (0.99, 0), (0.99, 0.5)])
@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
def test_every_row_in_which_a_check_fails_is_among_those_where_it_can(item: str, filled: float, unknown: float) -> None:
    plan, dice = plan_of(item, "submission"), Random(f"{item} {filled}")
    names = {f.name: own_names(plan.context, f.name) for f in plan.record_type.fields}
    by_chance = [
        {
            f.name: dice.choice([*likely(f.type), *names[f.name]] if dice.random() < 0.2 else likely(f.type))
            if dice.random() < filled
            else None
            for f in plan.record_type.fields
        }
        for _ in range(ROWS)
    ]
    frame = pl.DataFrame([*by_chance, *_planted(plan)], schema=dict.fromkeys(names, pl.String))
    narrowed = [p for p in (*plan.rows, *plan.records) if p.judgement.among]

    def held(name: str) -> Mask:
        return decide(derive(plan, frame, [name]), {name: pl.col(name)})[name].to_numpy()

    assert {"empty_row", "footer_row"} <= {p.check.kind for p in narrowed}
    told = Told(
        {name: held(name) for planned in narrowed for one in planned.judgement.among for name in one.columns},
        frozenset(name for name in plan.context.derived if dice.random() < unknown),
    )
    for planned in narrowed:
        asked = {"fails": planned.judgement.fails}
        fails = decide(derive(plan, frame, reads(asked.values())), asked)["fails"].arg_true().to_list()
        assert fails, planned.check
        rows = candidates(planned.judgement.among, told)
        assert rows is None or set(fails) <= set(rows.tolist()), planned.check


@pytest.mark.parametrize("rows", [100, 1_200], ids=["few", "many"])
@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
def test_among_right_records_the_rows_that_are_none_are_told_and_no_other_is_asked_about(item: str, rows: int) -> None:
    """By the codes of real cells, of a whole batch and of some of its rows."""
    plan = plan_of(item, "submission")
    fields = [field.name for field in plan.record_type.fields]
    right = [{name: record.get(name) for name in fields} for record in valid_records(item)]
    nothing: dict[str, str | None] = dict.fromkeys(fields)
    headings = {name: own_names(plan.context, name)[0] for name in fields[:3]}
    words = ["填表人：张示例", "某局", "联系电话"]
    strange = [nothing, *(nothing | dict(zip(fields, words[:n], strict=False)) for n in (1, 2, 3)), right[0] | headings]
    records = [*(right * rows)[: rows - len(strange)], *strange]
    cells = Memory(plan).read(pl.DataFrame(records, schema=dict.fromkeys(fields, pl.String)))
    asked = {p.check.kind: candidates(p.judgement.among, cells) for p in plan.rows}
    expected = {"empty_row": [rows - 5], "footer_row": list(range(rows - 5, rows))}
    assert {kind: None if found is None else found.tolist() for kind, found in asked.items()} == expected
    some = cells.at(np.arange(rows - 7, rows - 1))
    assert {p.check.kind: candidates(p.judgement.among, some) is None for p in plan.rows} == {
        "empty_row": False,
        "footer_row": True,  # of six rows four are more than a quarter
    }


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", *TYPES])
def test_details_that_are_made_later_derive_no_further_column(item: str) -> None:
    plan = plan_of(item, "submission")
    derived = list(plan.context.derived)
    for planned in (*plan.rows, *plan.records, *(one for checks in plan.cells.values() for one in checks)):
        assert all(isinstance(detail, pl.Expr) for detail in planned.judgement.details.values())
    assert list(plan.context.derived) == derived
