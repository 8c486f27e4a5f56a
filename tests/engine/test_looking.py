"""Cells of batches, looked at ahead of the judging: in order, errors in their place, threads only behind a large batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from tables import LICENCE, judge, table

from conformance.checks.few import FEW
from conformance.engine import looking
from conformance.engine.known import Known
from conformance.engine.looking import begun, with_cells
from conformance.engine.model import Request
from conformance.engine.prepared import prepare
from conformance.sources import ahead
from conformance.sources.model import Batch, Unusable
from conformance.standard.load import load

REQUEST = Request(load(), date(2016, 12, 31))
RECORDS = [
    LICENCE | {"document_number": f"沪食药监许〔2016〕第{i:05}号", "project_name": f"许可{i}"} for i in range(60)
]


def breaking_off(batches: Iterator[Batch], after: int) -> Iterator[Batch]:
    """So many of the batches, and then a fault."""
    for _ in range(after):
        yield next(batches)
    raise Unusable("断了。", "It breaks off.")


@pytest.fixture(params=[1, 10_000], ids=["large batches", "small batches"])
def worth(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(ahead, "_WORTH_A_THREAD", request.param)
    return int(request.param)


def test_every_batch_comes_with_its_own_cells(worth: int) -> None:
    made = table(RECORDS, batch_rows=7)
    memory = prepare(made, REQUEST).memory
    names = []
    for batch, cells in with_cells(made.batches, memory):
        assert cells.column("project_name").to_list() == batch.frame["project_name"].to_list()
        names += cells.column("project_name").to_list()
    assert names == [record["project_name"] for record in RECORDS]


@pytest.mark.parametrize("after", [0, 1, 2, 5])
def test_what_breaks_off_does_so_behind_the_batches_before_it(after: int, worth: int) -> None:
    made = table(RECORDS, batch_rows=7)
    memory, came = prepare(made, REQUEST).memory, list[object]()
    with pytest.raises(Unusable):
        came.extend(with_cells(breaking_off(made.batches, after), memory))
    assert len(came) == after


def test_no_threads_are_left(worth: int) -> None:
    started = threading.active_count()
    judge(RECORDS, batch_rows=7)
    assert threading.active_count() == started


def test_a_small_table_starts_no_thread() -> None:
    started = threading.active_count()
    made = table(RECORDS, batch_rows=100)
    looked = with_cells(made.batches, prepare(made, REQUEST).memory)
    next(looked)
    assert threading.active_count() == started


@pytest.mark.parametrize(("short", "asked_for"), [(10, 1), (7, 2)], ids=["short", "long"])
def test_a_short_first_batch_does_not_wait_for_the_second(
    monkeypatch: pytest.MonkeyPatch, short: int, asked_for: int
) -> None:
    monkeypatch.setattr(ahead, "_WORTH_A_THREAD", 1)
    monkeypatch.setattr(looking, "_SHORT", short)
    made = table(RECORDS, batch_rows=7)
    asked = list[Batch]()
    looked = with_cells((asked.append(batch) or batch for batch in made.batches), prepare(made, REQUEST).memory)
    next(looked)
    assert len(asked) == asked_for
    assert [one.batch.frame.height for one in looked] == [7] * 7 + [4]


def test_what_begun_took_is_not_lost() -> None:
    made = table(RECORDS, batch_rows=25)
    batches = begun(made.batches)
    assert [batch.frame.height for batch in batches] == [25, 25, 10]
    assert list(begun(iter(()))) == []


def test_what_fails_in_a_thread_comes_out_and_leaves_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    made = table(RECORDS * 10, batch_rows=600)
    memory, (batch,) = prepare(made, REQUEST).memory, list(made.batches)
    assert batch.frame.height > FEW
    started = threading.active_count()
    with monkeypatch.context() as broken:
        broken.setattr(Known, "find", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            memory.read(batch.frame)
    assert threading.active_count() == started
    assert memory.read(batch.frame).height == 600
