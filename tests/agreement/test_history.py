"""Engine and reference find the same changed, late and untimely records, in submissions put together at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agreement.bases import AS_OF, ITEMS, TYPES, valid_records
from agreement.engine import table_of
from agreement.values import likely
from conformance.engine.beside import Companions
from conformance.engine.history import History, Times
from conformance.engine.local import run_table
from conformance.engine.model import Request
from conformance.engine.period import Period, add_period
from conformance.sample.defect import Record
from reference import history
from vectors.plain import plain_standard

STANDARD = plain_standard()
REQUEST = Request(STANDARD, AS_OF, examples=10**6)
ALL = (*ITEMS, *TYPES)
DAYS = [date(2016, 5, 8), date(2016, 5, 9), date(2016, 5, 10)]
"""The day of most records, and the ones beside it."""
OFTEN = {
    "date": ["2016/05/08", "2016/05/09", "2016年5月9日", "20160510", "2016/05/11", "2016/13/01"],
    "document_number": [
        "浦府〔2016〕第00045号",
        "浦府[2016]第00045号",
        "浦府（2016）第00045 号",
        "浦府〔2016〕46号",
        "空",
        "/",
    ],
    "text": ["某某事项", "某某 事项", "某某(事项)", "某某（事项）", "另一事项", "无"],
}
DATED = ("decision_date", "data_timestamp")
OFTEN["timestamp"] = [f"{day} 10:00" for day in OFTEN["date"][:2]] + OFTEN["date"]


Choose = Callable[[Sequence[Any]], Any]


def submissions(item: str, choose: Choose, most: int) -> tuple[list[Record], list[Record]]:
    """The records of a submission and of the one before: few different ones, most with a key that others have as well."""
    kind = STANDARD.record_type_of(item)
    check = history.history_of(kind)
    kept = [*check.params["fixed"], *DATED]

    def value(type_: str) -> str | None:
        often, seldom = OFTEN.get(type_, [None]), likely(type_)
        return choose(choose([[None], often, often, often, seldom]))

    def spoilt(record: Record) -> Record:
        names = {choose(choose([kept, kept, check.fields])) for _ in range(choose([0, 1, 2]))}
        return record | {name: value(kind.field(name).type) for name in sorted(names)}

    before = [{field.name: valid_records(item)[0].get(field.name) for field in kind.fields}]
    while len(before) < most:
        before.append(spoilt(choose(before)))
    return [spoilt(choose(before)) for _ in range(2 * most)], before[::-1]


def found(now: list[Record], item: str, request: Request, before: list[Record], **times: date) -> set[tuple[Any, ...]]:
    """Rule, position and field of what is found beside the submission before."""
    table, last = table_of(now, item), table_of(before, item)
    companions = Companions(table, request)
    with History(request, Times(**times)) as earlier:
        for _ in earlier.remember(last, last.batches):
            pass
        earlier.settle()
        earlier.companions("full", companions)
        result = run_table(table, request, companions=companions)
    ours = ("changed-history", "late-record")
    return {(v.check.rule, v.record - 1, v.check.field) for v in result.violations if v.check.rule in ours}


def agree(item: str, choose: Choose, most: int) -> None:
    """Engine and reference find the same, in records that are chosen."""
    now, before = submissions(item, choose, most)
    until, since = choose(DAYS), choose([None, *DAYS])
    kind = STANDARD.record_type_of(item)
    changed = {("changed-history", *place) for place in history.changed(now, before, kind, STANDARD)}
    late = {("late-record", n, "decision_date") for n in history.late(now, before, until, since, kind, STANDARD)}
    assert found(now, item, replace(REQUEST, applies_from=since), before, ended=until) == changed | late


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_few_records_that_have_changed_or_come_late(data):
    agree(data.draw(st.sampled_from(ALL)), lambda pool: data.draw(st.sampled_from(pool)), data.draw(st.integers(1, 5)))


@pytest.mark.parametrize("item", ALL)
@pytest.mark.parametrize("seed", range(3))
def test_many_records_that_have_changed_or_come_late(item, seed):
    """More combinations than hypothesis has time for, without its help to make them small."""
    agree(item, Random(f"{item} {seed}").choice, 60)


@pytest.mark.parametrize("item", ALL)
@pytest.mark.parametrize("open_at_start", [True, False], ids=["open-at-start", "closed"])
@pytest.mark.parametrize(("first", "last"), [(DAYS[0], DAYS[1]), (DAYS[1], DAYS[1]), (DAYS[1], DAYS[2])])
def test_what_lies_outside_the_period(item, open_at_start, first, last):
    """Every day around a period with every day of the last change, in all their writings."""
    days = product(OFTEN["date"], OFTEN["timestamp"])
    records = [valid_records(item)[0] | dict(zip(DATED, pair, strict=True)) for pair in days]
    table = table_of(records, item)
    companions = Companions(table, REQUEST)
    add_period(Period(first, last), open_at_start, companions)
    result = run_table(table, REQUEST, companions=companions)
    answer = {v.record - 1 for v in result.violations if v.check.rule == "outside-period"}
    kind = STANDARD.record_type_of(item)
    expected = history.outside(records, first, last, open_at_start, kind, STANDARD)
    assert answer == expected
    assert expected


@pytest.mark.parametrize(
    ("times", "until"),
    [
        ({"ended": DAYS[0]}, DAYS[0]),
        ({"begins": DAYS[1]}, DAYS[0]),
        ({"begins": DAYS[2], "ended": DAYS[0]}, DAYS[0]),
        ({}, DAYS[1]),
    ],
    ids=["its-manifest", "day-before-this-one-begins", "its-manifest-first", "its-latest-decision"],
)
def test_until_when_the_last_submission_went(times, until):
    """Late is what was decided by the last day of its manifest, else the day before this period, else its latest decision."""
    base = valid_records("admin-penalty")[0] | {"decision_date": f"{DAYS[1]:%Y/%m/%d}"}
    now = [base | {"document_number": f"新{n}号", "decision_date": f"{day:%Y/%m/%d}"} for n, day in enumerate(DAYS)]
    expected = {("late-record", n, "decision_date") for n, day in enumerate(DAYS) if day <= until}
    assert found(now, "admin-penalty", REQUEST, [base], **times) == expected
