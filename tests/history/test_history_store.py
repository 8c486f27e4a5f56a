"""What is recorded comes back, in order, and a batch is one batch."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from histories import all_of, run, self_check
from msgspec.structs import replace

from conformance.history import tables
from conformance.history.made import contents_of
from conformance.history.model import Filter, Run
from conformance.history.opening import open_store
from conformance.report.errors import UsageError


def test_a_run_comes_back_as_it_was(url: str) -> None:
    with open_store(url) as store:
        assert not store.record(run()).already
    assert all_of(url) == [run()]


def test_runs_come_by_the_time_when_they_were_recorded(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.history.store._AT_A_TIME", 2)
    same = self_check(4, recorded=run(3).recorded)
    with open_store(url) as store:
        for one in (same, run(3), run(1), run(2), self_check(5)):
            store.record(one)
        assert list(store.runs()) == [run(1), run(2), run(3), same, self_check(5)]


def test_runs_come_without_the_counts_of_rules_that_found_no_error_where_none_is_wanted(url: str) -> None:
    whole = run(1)
    licences, penalties = whole.inputs
    with open_store(url) as store:
        store.record(whole)
        (found,) = store.runs(errors_only=True)
    assert [one.errors for one in licences.rules] == [0, 2, 0]
    assert found == replace(whole, inputs=(replace(licences, rules=licences.rules[1:2]), penalties))


def test_what_is_recorded_while_runs_are_read_is_not_among_them(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.history.store._AT_A_TIME", 1)
    with open_store(url) as store:
        store.record(run(1))
        store.record(run(2))
        reading = store.runs()
        first = next(reading)
        store.record(run(3))
        assert [first, *reading] == [run(1), run(2)]


FILTERS = {
    "kind": (Filter(kind="self-check"), [2]),
    "party": (Filter(party="unit:sh-fda"), [3]),
    "item": (Filter(item="admin-penalty"), [1, 2]),
    "batch": (Filter(batch="2016-06-3"), [3]),
    "from": (Filter(recorded_from=run(2).recorded), [2, 3]),
    "before": (Filter(recorded_before=run(2).recorded), [1]),
    "as of": (Filter(as_of_from=date(2016, 6, 6), as_of_to=date(2016, 6, 7)), [3]),
    "several": (Filter(kind="official", item="admin-licence", as_of_to=date(2016, 6, 5)), [1]),
}


def test_filters(url: str) -> None:
    third = run(3, party="unit:sh-fda", as_of=date(2016, 6, 7), inputs=run(3).inputs[:1])
    with open_store(url) as store:
        for one in (run(1), self_check(2), third):
            store.record(one)
        found = {name: [int(one.id, 16) for one in store.runs(which)] for name, (which, _) in FILTERS.items()}
    assert found == {name: numbers for name, (_, numbers) in FILTERS.items()}


def test_a_run_that_is_sent_twice_is_kept_once(url: str) -> None:
    """As after a lost connection, when nobody knows whether it had been kept."""
    with open_store(url) as store:
        store.record(self_check())
        assert store.record(self_check()).already
    assert all_of(url) == [self_check()]


def test_a_batch_that_is_sent_again_is_the_same_run(url: str) -> None:
    again = replace(run(1), id=f"{2:032x}", recorded=run(1).recorded + timedelta(days=1), as_of=date(2016, 6, 6))
    with open_store(url) as store:
        store.record(run(1))
        done = store.record(again)
    assert (done.id, done.already) == (run(1).id, True)
    assert all_of(url) == [run(1)]


def judged_otherwise(one: Run, **changes: object) -> Run:
    """The same bytes, as another version of the tool or of the standard judges them."""
    inputs = tuple(replace(part, accepted=part.rows, rejected=0, rules=()) for part in one.inputs)
    return replace(one, inputs=inputs, errors=0, verdict="conforming", tool_version="0.2.0", **changes)  # type: ignore[arg-type]


def test_the_same_bytes_judged_otherwise_are_the_same_batch(url: str) -> None:
    with open_store(url) as store:
        store.record(run(1))
        assert store.record(judged_otherwise(run(1), id=f"{2:032x}")).id == run(1).id
        with store.engine.begin() as connection:  # as it was kept when counts were among the contents
            connection.execute(sa.update(tables.batches).values(contents="0" * 64))
        assert store.record(judged_otherwise(run(1), id=f"{2:032x}")).id == run(1).id
    assert all_of(url) == [run(1)]


def test_a_check_that_is_begun_anew_after_an_upgrade_is_kept_once(url: str) -> None:
    with open_store(url) as store:
        store.record(self_check())
        assert store.record(judged_otherwise(self_check())).already
        first, second = self_check().inputs
        with pytest.raises(ValueError, match="another run"):
            store.record(self_check(inputs=(replace(first, digest="sha256:other"), second)))
    assert all_of(url) == [self_check()]


def test_a_batch_with_other_contents_is_refused(url: str) -> None:
    first, second = run(1).inputs
    other = replace(run(1), id=f"{2:032x}", inputs=(replace(first, digest="sha256:other"), second))
    with open_store(url) as store:
        store.record(run(1))
        with pytest.raises(UsageError, match="内容与本次不同"):
            store.record(other)
        store.record(replace(other, batch="2016-06-1b"))  # under a number of its own
        store.record(replace(other, id=f"{3:032x}", party="unit:sh-fda"))  # of somebody else
    assert len(all_of(url)) == 3


def test_a_batch_of_which_a_part_was_sent_is_refused(url: str) -> None:
    licences = replace(run(1), inputs=run(1).inputs[:1])
    with open_store(url) as store:
        store.record(licences)
        with pytest.raises(UsageError, match="admin-licence 已经正式报送过"):
            store.record(replace(run(1), id=f"{2:032x}"))
    assert all_of(url) == [licences]


def test_the_order_of_files_is_no_matter() -> None:
    assert contents_of(run()) == contents_of(run(inputs=run().inputs[::-1]))


def test_an_official_submission_is_somebodys(url: str) -> None:
    with open_store(url) as store:
        with pytest.raises(UsageError, match="要知道报送单位"):
            store.record(run(party=None))
        assert list(store.runs()) == []


@pytest.mark.parametrize("batch", ["", " ", "a b", "x" * 65, "张三310115199001011232", "a\n"])
def test_numbers_of_batches_that_are_none(tmp_path: Path, batch: str) -> None:
    with open_store(f"sqlite:///{tmp_path / 'h.db'}") as store, pytest.raises(UsageError, match="批次号"):
        store.record(run(batch=batch))
