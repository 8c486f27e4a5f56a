"""Splits that are judged as executors judge them, and joined: the report of the local engine."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from conformance.engine.running import Again, Coming
from conformance.engine.spark.splits import splits_of
from conformance.engine.spark.task import Unfit, brief, do, unfit
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.raw import ReadOptions, RowGroups
from conformance.sources.source import Stored
from conformance.standard.load import load
from engine.spark.plainly import REQUEST, both_ways

Sample = Callable[..., Path]


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A file of sample records with planted defects."""

    def make(name: str, item: str = "admin-licence", rows: int = 300, group: int = 70, seed: int = 5) -> Path:
        path = tmp_path / name
        records = pl.concat(frames(item, rows, seed, load(), 0.3, Log(None)))
        if path.suffix == ".parquet":
            records.write_parquet(path, row_group_size=group)
        else:
            path.write_bytes(records.write_csv(quote_style="necessary").encode("gb18030"))
        return path

    return make


def _differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [name for name in one if one[name] != other[name]]


@pytest.mark.parametrize("item", ["admin-licence", "admin-penalty", "abnormal-list"])
def test_row_groups_of_a_file_have_its_report(sample: Sample, item: str) -> None:
    here, there, splits = both_ways([sample("a.parquet", item)], 1, item=item)
    assert splits == 5
    assert _differences(to_builtins(here), to_builtins(there)) == []
    assert here.findings_total


def test_repeats_are_found_between_files_of_one_item(sample: Sample) -> None:
    paths = [sample("a.parquet"), sample("b.csv", seed=6), sample("c.parquet", rows=90)]
    here, there, splits = both_ways(paths, 1)
    assert splits == 8
    assert _differences(to_builtins(here), to_builtins(there)) == []
    assert any(one.rule == "unique-key" and "b.csv" not in one.path for one in here.findings)


def test_every_finding_is_handed_on(sample: Sample, tmp_path: Path) -> None:
    both_ways([sample("a.parquet")], 1, tmp_path / "there.jsonl")
    here, there = (
        (tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("local.jsonl", "there.jsonl")
    )
    assert sorted(here) == sorted(there)
    assert len(here) > 50


def test_what_breaks_off_is_unread_and_its_first_rows_count_for_later_files(sample: Sample) -> None:
    broken = sample("a.parquet")
    content = bytearray(broken.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 400] = b"\xff" * 400
    broken.write_bytes(content)
    here, there, _ = both_ways([broken, sample("b.parquet", rows=120)], 1)
    assert here.inputs[0].problem is not None
    assert _differences(to_builtins(here), to_builtins(there)) == []


def test_splits_are_as_large_as_asked_for_and_keep_the_name_of_the_file(sample: Sample) -> None:
    table = _coming(sample("a.parquet"))
    one, two = (list(splits_of([table], size)) for size in (1 << 30, 1))
    assert [split.again.reading.groups for split in one] == [RowGroups(0, 5)]
    assert [split.again.reading.groups for split in two] == [RowGroups(n, n + 1) for n in range(5)]
    assert {str(split.again.path) for split in two} == {str(table.again.path)}


def test_what_has_to_be_at_hand_has_no_split(sample: Sample) -> None:
    table = _coming(sample("a.parquet"))
    assert [split.table for split in splits_of([replace(table, again=None), table])] == [1]


def test_an_executor_with_another_version_takes_no_part() -> None:
    told = brief(REQUEST, everything=False)
    why = unfit(replace(told, made={**told.made, "polars": "0.1"}))
    assert why is not None
    assert "polars 0.1" in why.why.zh


def test_an_executor_that_hashes_otherwise_takes_no_part() -> None:
    told = brief(REQUEST, everything=False)
    assert unfit(told) is None
    why = unfit(replace(told, probe=(1, *told.probe[1:])))
    assert why is not None
    assert "another kind of processor" in why.why.en


@pytest.mark.parametrize(
    "change", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b" ")]
)
def test_an_executor_that_sees_another_file_takes_no_part(sample: Sample, change: Callable[[Path], object]) -> None:
    path = sample("a.csv")
    (split,) = splits_of([_coming(path)])
    change(path)
    (message,) = do(pickle.loads(pickle.dumps(split)), brief(REQUEST, everything=False))
    assert isinstance(message, Unfit)
    assert str(path) in message.why.en


def test_what_was_unpacked_where_the_command_runs_is_not_there_elsewhere(sample: Sample, tmp_path: Path) -> None:
    path = sample("a.csv")
    stored = Stored(str(tmp_path / "b.zip" / "a.csv"), path)
    (split,) = splits_of([Coming(Again(stored, ReadOptions(), 0), "admin-licence", ())])
    path.unlink()
    (message,) = do(pickle.loads(pickle.dumps(split)), brief(REQUEST, everything=False))
    assert isinstance(message, Unfit)
    assert "TMPDIR" in message.why.en


def _coming(path: Path) -> Coming:
    return Coming(Again(path, ReadOptions(), 0), "admin-licence", ())
