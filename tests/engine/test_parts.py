"""A table judged in parts, wherever each of them may be: the same result as in one run, to the last example."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest
from msgspec.structs import replace
from tables import LICENCE, table

from conformance.engine.keys import Keys, KeySpill
from conformance.engine.local import run_table
from conformance.engine.model import Request, TableResult
from conformance.engine.part import Part
from conformance.engine.parts import join_parts, judge_part
from conformance.engine.prepared import prepare
from conformance.engine.sieve import Sieve
from conformance.engine.uniqueness import Uniqueness
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.model import Notice, Table
from conformance.standard.load import load

Records = list[dict[str, str | None]]

REQUEST = Request(standard=load(), as_of=date(2016, 12, 31), examples=5)
EMPTY = dict.fromkeys(LICENCE)
ODD: Records = [
    LICENCE,
    LICENCE | {"document_number": "二号", "valid_until": "2016/13/45"},
    EMPTY,
    LICENCE | {"document_number": "三号", "data_timestamp": "2016/05/30"},
    LICENCE,
    LICENCE | {"document_number": None, "decision_date": "2016-05-09"},
    EMPTY | {"document_number": "表格说明：本表由业务处室填写"},
    LICENCE | {"document_number": "无", "decision_date": "2016-05-09"},
    LICENCE | {"document_number": "四号", "decision_date": "2016/12/22", "data_timestamp": None},
    LICENCE | {"valid_until": "2016/13/45"},
]
"""Footers, empty rows, records that come again, are late, fall due or have no number."""
NOTICES = (
    Notice("missing-column", details={"field": "remarks"}),
    Notice("ragged-row", 4, details={"expected": 18, "found": 17}),
    Notice("nested-value", 5, 2, "{}"),
)


def _sampled(item: str, rows: int) -> Records:
    made = pl.concat(frames(item, rows, 7, load(), 1.0, Log(None)))
    names = {field.title: field.name for field in load().record_type_of(item).fields}
    return made.rename(lambda title: names[title]).to_dicts()


def _whole(records: Records, item: str, notices: Sequence[Notice]) -> Table:
    return table(records, item=item, batch_rows=len(records), notices=notices, broken=(4,) if notices else ())


def _in_parts(records: Records, item: str, notices: Sequence[Notice], batch_rows: int, batches: int) -> TableResult:
    """The same in parts of so many batches. What goes from a part to where they are joined is pickled, as between machines."""
    one = table(records, item=item, batch_rows=batch_rows, notices=notices, broken=(4,) if notices else ())
    every = list(one.batches)
    parts: list[Part] = []
    keys: list[tuple[int, int, pl.DataFrame]] = []
    for start in range(0, len(every), batches):
        for came in judge_part(replace(one, batches=iter(every[start : start + batches])), REQUEST):
            if isinstance(came, Part):
                parts.append(pickle.loads(pickle.dumps(came)))
            else:
                keys.append((len(parts), *came))
    with Keys() as kept:
        plan = prepare(one, REQUEST).plan
        spills = [KeySpill(planned, plan.digests[planned.number], kept) for planned in plan.dataset]
        for part, number, rows in keys:
            before = sum(one.records for one in parts[:part])
            spill = next(spill for spill in spills if spill.planned.number == number)
            spill.take(rows.with_columns(pl.col("record") + before))
        return join_parts(replace(one, batches=iter(())), REQUEST, parts, spills, Uniqueness())


@pytest.mark.parametrize(("batch_rows", "batches"), [(1, 1), (2, 2), (3, 1), (7, 1), (2, 99)])
def test_parts_join_to_what_one_run_finds(batch_rows: int, batches: int) -> None:
    assert _in_parts(ODD, "admin-licence", (), batch_rows, batches) == run_table(
        _whole(ODD, "admin-licence", ()), REQUEST
    )


@pytest.mark.parametrize("batch_rows", [1, 4])
def test_what_a_reader_found_is_counted_once_and_where_it_is(batch_rows: int) -> None:
    whole = run_table(_whole(ODD, "admin-licence", NOTICES), REQUEST)
    assert _in_parts(ODD, "admin-licence", NOTICES, batch_rows, 1) == whole


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", "abnormal-list"])
def test_a_file_with_every_defect_has_the_same_result_in_parts(item: str) -> None:
    records = _sampled(item, 400)
    assert _in_parts(records, item, (), 23, 2) == run_table(_whole(records, item, ()), REQUEST)


def test_what_a_baseline_knows_is_not_judged_in_parts() -> None:
    with pytest.raises(ValueError, match="in one run only"):
        next(judge_part(_whole(ODD, "admin-licence", ()), replace(REQUEST, sieve=Sieve())))
