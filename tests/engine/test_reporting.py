"""What is described of failures does not depend on when that is done: at once, with other batches, or in the end."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from msgspec.structs import replace
from tables import LICENCE, table

from conformance.engine import reporting
from conformance.engine.baseline import Baseline
from conformance.engine.identity import Identity
from conformance.engine.local import Run, run_table
from conformance.engine.model import Request, Violation
from conformance.engine.prepared import prepare
from conformance.engine.profile import Profiler
from conformance.engine.sieve import Sieve
from conformance.sources.model import Batch, Notice, Table, Unusable
from conformance.standard.load import load

EMPTY = dict.fromkeys(LICENCE)
WRONG: list[dict[str, str | None]] = [
    {"valid_until": "2016/13/45"},
    {"decision_date": "2016.05.09", "remarks": "无"},
    {"subject_uscc": "91310115MA1H70CGX0"},
    {"subject_name": " 上海浦江示例食品有限公司", "division_code": "310199"},
    {"document_number": None},
    {"subject_uscc": None},
    {"data_timestamp": "2016/05/30"},
]


def records(count: int) -> list[dict[str, str | None]]:
    """Licences of which every second has something wrong, with a footer in the end."""
    made = [
        LICENCE
        | {"document_number": f"沪食药监许〔2016〕第{number:05}号"}
        | (WRONG[number // 2 % len(WRONG)] if number % 2 else {})
        for number in range(count)
    ]
    return [*made, EMPTY, EMPTY | {"document_number": "表格说明：本表由业务处室填写"}]


def judged(given: Table, *, every: bool = False, examples: int = 100, sieve: Sieve | None = None) -> list[Violation]:
    """The violations that are kept as examples, or all of them as they go to a sink."""
    request = Request(standard=load(), as_of=date(2016, 12, 31), examples=examples, sieve=sieve)
    all_of_them: list[Violation] = []
    result = run_table(given, request, all_of_them.extend if every else None)
    return all_of_them if every else result.violations


@pytest.fixture
def flushes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were described together, each time when rows had been set aside."""
    counted: list[int] = []
    framed = reporting.Aside.frame

    def frame(aside: reporting.Aside) -> pl.DataFrame:
        counted.append(aside.height)
        return framed(aside)

    monkeypatch.setattr(reporting.Aside, "frame", frame)
    return counted


@pytest.mark.parametrize("every", [False, True], ids=["examples", "all"])
def test_described_later_they_are_what_they_are_when_described_at_once(
    every: bool, monkeypatch: pytest.MonkeyPatch, flushes: list[int]
) -> None:
    given = records(1_200)
    at_once = judged(table(given, batch_rows=200), every=every)
    assert flushes == []  # a batch so small is described where it is
    monkeypatch.setattr(reporting, "FEW", 0)
    in_the_end = judged(table(given, batch_rows=200), every=every)
    assert flushes == [602]
    assert in_the_end == at_once
    assert len(at_once) > 600


def test_a_batch_that_has_too_many_is_described_at_once_and_after_those_before(
    monkeypatch: pytest.MonkeyPatch, flushes: list[int]
) -> None:
    given = [*records(600)[:4], *([LICENCE] * 296), *records(600)]
    expected = judged(table(given, batch_rows=300), every=True)
    monkeypatch.setattr(reporting, "SLICE", 100)
    flushes.clear()
    assert judged(table(given, batch_rows=300), every=True) == expected
    assert flushes == [2]


def test_what_waits_is_bounded_by_its_violations(monkeypatch: pytest.MonkeyPatch, flushes: list[int]) -> None:
    given = records(1_500)
    expected = judged(table(given, batch_rows=300), every=True)
    monkeypatch.setattr(reporting, "SLICE", 450)
    flushes.clear()
    assert judged(table(given, batch_rows=300), every=True) == expected
    assert len(flushes) > 2


def test_what_waits_is_bounded_by_its_text(monkeypatch: pytest.MonkeyPatch, flushes: list[int]) -> None:
    given = records(1_500)
    expected = judged(table(given, batch_rows=300))
    monkeypatch.setattr(reporting, "_MOST_CHARACTERS", 10_000)
    flushes.clear()
    assert judged(table(given, batch_rows=300)) == expected
    assert len(flushes) > 2


def test_examples_that_wait_take_room(monkeypatch: pytest.MonkeyPatch, flushes: list[int]) -> None:
    monkeypatch.setattr(reporting, "FEW", 0)
    wrong = [LICENCE | {"document_number": str(n), "valid_until": "2016/13/45"} for n in range(90)]
    assert len(judged(table(wrong, batch_rows=30), examples=7)) == 7
    assert flushes == [7]


@pytest.mark.parametrize("batch_rows", [3, 8, 100])
@pytest.mark.parametrize("few", [0, 256], ids=["in the end", "at once"])
def test_each_column_that_a_check_shows_has_its_own_room(
    batch_rows: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "FEW", few)
    footers = [EMPTY | {column: "填表人：张示例"} for column in ("document_number", "project_name") for _ in range(8)]
    found = judged(table([LICENCE, *footers], batch_rows=batch_rows), examples=5)
    assert [(one.row, one.column) for one in found] == [(row, 0) for row in range(3, 8)] + [
        (row, 1) for row in range(11, 16)
    ]


@pytest.mark.parametrize("batch_rows", [200, 300])
def test_all_of_them_come_in_the_order_in_which_they_were_found(batch_rows: int) -> None:
    given = records(900)
    notices = [Notice("ragged-row", at) for at in range(0, 900, 90)]
    every = judged(table(given, batch_rows=batch_rows, notices=notices), every=True)
    in_batches = [(one.ordinal or 0) // batch_rows for one in every]
    assert in_batches == sorted(in_batches)
    assert sum(one.check.rule == "ragged-row" for one in every) == len(notices)


def test_only_the_first_of_a_column_keep_the_cells_around_however_batches_are_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = records(700)
    around = [[one.around for one in judged(table(given, batch_rows=size))] for size in (30, 257, 1_000)]
    assert around[0] == around[1] == around[2]
    assert any(around[0])


def test_findings_known_before_are_described_as_new_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "FEW", 0)
    given = records(300)
    new = judged(table(given, batch_rows=50), every=True)
    prints = Identity(table(given), load()).of_violations(new)
    known = judged(table(given, batch_rows=50), every=True, sieve=Sieve(baseline=Baseline(prints)))
    assert {one.state for one in known} == {"known"}
    assert any(one.around for one in known)
    assert [replace(one, state=None) for one in known] == new


def test_what_was_found_before_a_file_ends_in_a_fault_is_told(flushes: list[int]) -> None:
    whole = table(records(600), batch_rows=300)

    def broken_off() -> Iterator[Batch]:
        yield from whole.batches
        raise Unusable("坏了", "broken")

    told: list[Violation] = []
    with pytest.raises(Unusable):
        run_table(replace(whole, batches=broken_off()), Request(standard=load(), as_of=date(2016, 12, 31)), told.extend)
    assert len(told) > 300
    assert flushes


def test_violations_that_come_described_wait_no_longer_than_rows_that_are_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reporting, "FEW", 0)
    monkeypatch.setattr(reporting, "SLICE", 100)
    given, taken = table(records(8)), list[Violation]()
    request = Request(standard=load(), as_of=date(2016, 12, 31))
    prepared = prepare(given, request)
    run = Run(prepared, Profiler(prepared.plan, prepared.watched), given, request, taken.extend, None)
    (batch,) = given.batches
    run.batch(batch, prepared.memory.read(batch.frame), [])
    assert taken == []  # they wait, and what comes now waits behind them
    some = [replace(one, record=None) for one in judged(table(records(60)), every=True)]
    for number in range(1, 6):
        run.reporter.add(some, known=False)
        assert number * len(some) - len(taken) <= 100
    run.reporter.flush()
    assert [one.row for one in taken[-len(some) :]] == [one.row for one in some]
