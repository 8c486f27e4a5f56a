"""Certificates and codes of known texts answer as the exact way does, whatever stands in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import polars as pl
import pytest

from agreement.bases import AS_OF, ITEMS, TYPES, valid_records
from agreement.values import CODES, DATES, IDENTIFIERS, LABELS, MEASURES, TEXTS, likely
from conformance.engine.exact import derive
from conformance.engine.kernel import judge
from conformance.engine.lessons import Lessons
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import Plan, make_plan
from conformance.sources.model import Column
from conformance.standard.model import Purpose
from engine.exactly import went, went_exactly
from vectors.plain import plain_standard

ANYTHING = [*IDENTIFIERS, *DATES, *CODES, *LABELS, *MEASURES, *TEXTS, None, None]
SUBMISSION, PUBLICATION = "submission", "publication"


def plan_of(item: str, purpose: Purpose = "submission", party: str | None = None, without: Sequence[str] = ()) -> Plan:
    """A plan for a table with every field of the item, but for some."""
    standard = plain_standard()
    fields = [field for field in standard.record_type_of(item).fields if field.name not in without]
    columns = tuple(Column(i, field.name, field.name, "name") for i, field in enumerate(fields))
    return make_plan(item, columns, Request(standard, AS_OF, purpose, standard.parties[party] if party else None))


def cells(item: str, rows: int, spoilt: float, seed: int = 1) -> pl.DataFrame:
    """Rows of valid records of which a share of the cells was replaced: by what is likely there, or by anything."""
    random = Random(seed)
    record_type = plain_standard().record_type_of(item)
    records = valid_records(item)
    columns: dict[str, list[str | None]] = {field.name: [] for field in record_type.fields}
    pools = {field.name: likely(field.type) for field in record_type.fields}
    for number in range(rows):
        record = random.choice(records)
        for name, column in columns.items():
            value = record.get(name)
            if random.random() < spoilt:
                value = random.choice(pools[name]) if random.random() < 0.7 else random.choice(ANYTHING)
            elif value and name in ("document_number", "subject_name", "licence_content", "facts"):
                value = f"{value[:-1]}{number}{value[-1]}"
            column.append(value)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


@pytest.mark.parametrize("purpose", [SUBMISSION, PUBLICATION])
@pytest.mark.parametrize("item", [*ITEMS, *TYPES])
def test_a_large_batch(item: str, purpose: Purpose) -> None:
    plan, frame = plan_of(item, purpose), cells(item, rows=4_000, spoilt=0.1)
    assert went(judge(plan, Memory(plan).read(frame))) == went_exactly(plan, frame)


@pytest.mark.parametrize("rows", [1, 10, 300])
def test_small_batches_of_which_each_knows_what_came_before(rows: int) -> None:
    plan, frame = plan_of("admin-licence"), cells("admin-licence", rows=12 * rows, spoilt=0.15)
    memory = Memory(plan)
    for start in range(0, frame.height, rows):
        part = frame[start : start + rows]
        assert went(judge(plan, memory.read(part))) == went_exactly(plan, part)


@pytest.mark.parametrize("spoilt", [0.02, 0.15])
def test_every_derived_column_of_small_batches(spoilt: float) -> None:
    plan, frame = plan_of("admin-licence"), cells("admin-licence", rows=160, spoilt=spoilt, seed=3)
    memory = Memory(plan)
    for start in range(0, frame.height, 8):
        part = frame[start : start + 8]
        exact, read = derive(plan, part, plan.context.derived), memory.read(part)
        told = {name: read.column(name).to_list() for name in plan.context.derived}
        assert told == {name: exact[name].to_list() for name in plan.context.derived}


def test_batches_of_every_size_in_one_memory() -> None:
    plan, memory = plan_of("admin-penalty"), Memory(plan_of("admin-penalty"))
    for seed, rows in enumerate([5, 3_000, 1, 260, 2_500]):
        frame = cells("admin-penalty", rows, spoilt=0.1, seed=seed)
        assert went(judge(plan, memory.read(frame))) == went_exactly(plan, frame)


def test_tables_with_other_columns_share_what_was_learned() -> None:
    lessons, absent = Lessons(), [(), ("remarks", "current_status"), ("subject_citizen_id",), ("data_timestamp",), ()]
    for seed, without in enumerate(absent):
        plan = plan_of("admin-licence", without=without)
        frame = cells("admin-licence", rows=300, spoilt=0.15, seed=seed).drop(without)
        assert went(judge(plan, Memory(plan, lessons).read(frame))) == went_exactly(plan, frame)


def test_a_column_in_which_every_text_is_new_and_wrong() -> None:
    plan = plan_of("admin-licence")
    frame = cells("admin-licence", rows=3_000, spoilt=0.0).with_columns(
        subject_uscc=pl.Series([f"91310115MA{n:08d}" for n in range(3_000)]), decision_date=pl.lit("2016-05-09")
    )
    memory = Memory(plan)
    for _ in range(2):
        assert went(judge(plan, memory.read(frame))) == went_exactly(plan, frame)


def test_more_texts_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.engine.known.MOST", 50)
    plan, frame = plan_of("admin-licence"), cells("admin-licence", rows=2_500, spoilt=0.3)
    memory = Memory(plan)
    for start in (0, 500, 1_000, 1_500):
        part = frame[start : start + 1_000]
        assert went(judge(plan, memory.read(part))) == went_exactly(plan, part)


def test_a_certificate_that_says_too_much_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.checks.plain.Ordinary.tell", lambda self, values: values.is_not_null())
    plan, frame = plan_of("admin-licence"), cells("admin-licence", rows=2_500, spoilt=0.0)
    frame = frame.with_columns(subject_name=pl.concat_str(pl.lit(" "), "subject_name"))
    assert went(judge(plan, Memory(plan).read(frame))) == went_exactly(plan, frame)
