"""Files that refer to each other, their keys compared as the cluster compares them: the report of the local engine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec import to_builtins

from conformance.api import Options, check_many
from conformance.engine.along import Along
from conformance.engine.keys import HIGH, LOW
from conformance.engine.keystore import NOT_FOUND
from conformance.engine.running import Again, Coming
from conformance.engine.spark.gathering import gather
from conformance.engine.spark.links import READ_OTHERWISE, AllBut, Links, NotGathered, Tally, hashed, links_of
from conformance.engine.spark.splits import splits_of, up_to
from conformance.engine.spark.task import Gathered, Judged, Named, Unfit, brief, do
from conformance.report.model import Report
from conformance.sources.raw import ReadOptions
from engine.spark.plainly import DAY, REQUEST, PlainRunner
from engine.spark.submissions import submission

NOTHING = pl.DataFrame(schema={LOW: pl.Int64, HIGH: pl.Int64})


def _both(manifest: Path, findings: Path | None = None, size: int = 1) -> tuple[Report, Report]:
    """The report of the local engine and that of splits."""
    made = []
    for name, runner in (("local", None), ("there", PlainRunner(size))):
        file = None if findings is None else findings / f"{name}.jsonl"
        options = Options(as_of=DAY, manifest=manifest, findings=file)
        made.append(check_many([], options, **({} if runner is None else {"runner": runner})))
    return made[0], made[1]


def _same(here: Report, there: Report) -> bool:
    one, other = to_builtins(here), to_builtins(there)
    return [name for name in one if one[name] != other[name]] == []


def _judged(report: Report, field: str, status: str = "run") -> dict[str | None, tuple[int, int]]:
    """Of a reference check the records that failed and those that were not judged, by the reason for that."""
    mine = [one for one in report.rules if (one.id, one.field, one.status) == ("reference-exists", field, status)]
    return {one.reason: (one.failed, one.unjudged) for one in mine}


@pytest.mark.parametrize("kind", ["increment", "full"])
def test_a_submission_has_its_report(tmp_path: Path, kind: str) -> None:
    here, there = _both(submission(tmp_path, kind=kind, register="full"))
    assert _same(here, there)
    assert _judged(there, "subject_uscc")[None][0] > 30
    assert {one.rule for one in there.findings} >= {"outside-period", "manifest-total", "manifest-count", "unique-key"}


def test_what_no_full_file_holds_is_nowhere(tmp_path: Path) -> None:
    here, there = _both(submission(tmp_path, penalties="full", entries="full"))
    assert _same(here, there)
    assert _judged(there, "penalty_document") == {None: (50, 0)}
    assert _judged(there, "document_number") == {None: (10, 0)}


def test_a_register_that_may_lack_some_condemns_nobody(tmp_path: Path) -> None:
    here, there = _both(submission(tmp_path))
    assert _same(here, there)
    assert _judged(there, "subject_uscc") == {None: (0, 0)}
    assert _judged(there, "subject_uscc", "skipped")["referred-partial"][1] > 30


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 400] = b"\xff" * 400
    path.write_bytes(content)


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("name", ["penalties.parquet", "entries.parquet"])
@pytest.mark.parametrize("spoil", [_damage, _remove])
def test_what_may_be_in_a_file_that_cannot_be_read_is_not_judged(
    tmp_path: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    manifest = submission(tmp_path, kind="full", removals="increment")
    spoil(tmp_path / name)
    here, there = _both(manifest)
    assert _same(here, there)
    assert [one.path for one in there.inputs if one.problem] == [str(tmp_path / name)]
    assert _judged(there, "document_number", "skipped")["input-unread"][1] > 0


def test_every_finding_is_handed_on(tmp_path: Path) -> None:
    _both(submission(tmp_path / "batch", kind="full"), tmp_path)
    here, there = ((tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in ("local", "there"))
    assert sorted(here) == sorted(there)
    assert sum(json.loads(line)["rule"] == "reference-exists" for line in there) > 100


def test_files_without_a_manifest_are_looked_up_too(tmp_path: Path) -> None:
    submission(tmp_path)
    paths: list[Any] = [tmp_path / "penalties.parquet", tmp_path / "licences.csv"]
    options = Options(as_of=DAY)
    here, there = check_many(paths, options), check_many(paths, options, runner=PlainRunner(1))
    assert _same(here, there)
    assert _judged(there, "subject_uscc", "skipped") == {"referred-absent": (0, 0)}


def test_a_key_that_is_lost_is_not_found() -> None:
    keys = pl.Series(["a", None, "b", "a", "c"])
    found = AllBut(hashed(pl.Series(["a", "c"])), _tally(*keys)).find(keys)
    assert [at for at, number in enumerate(found.tolist()) if number == NOT_FOUND] == [0, 1, 3, 4]


def test_where_nothing_is_lost_every_key_is_found() -> None:
    found = AllBut(NOTHING, _tally("a")).find(pl.Series(["a", None]))
    assert found.tolist() == [0, NOT_FOUND]


def test_keys_are_looked_up_piece_by_piece_and_need_not_be_all_that_were_gathered() -> None:
    for gathered in ("abba", "abbacd"):
        keys = AllBut(NOTHING, _tally(*gathered))
        found = [keys.find(pl.Series(list(some), dtype=pl.String)).tolist() for some in ("ab", "", "ab")]
        assert found == [[0, 0], [], [0, 0]]


@pytest.mark.parametrize("gathered", ["", "a", "ac"])
def test_keys_that_were_not_gathered_are_refused(gathered: str) -> None:
    with pytest.raises(NotGathered):
        AllBut(NOTHING, _tally(*gathered)).find(pl.Series(["a", "b"]))


def _tally(*keys: str | None) -> Tally:
    return Tally().with_keys(hashed(pl.Series(keys, dtype=pl.String)))


def _coming(item: str, along: Along) -> Coming:
    return Coming(Again("a.csv", ReadOptions(), 0), item, (), along)


def test_tables_that_do_not_refer_to_each_other_are_compared_with_nothing() -> None:
    coming = [_coming(item, Along()) for item in ("admin-licence", "admin-penalty")]
    assert (links_of(coming, REQUEST).referred, links_of(coming, REQUEST).referring) == ((), 0)


def test_keys_are_gathered_up_to_the_last_table_that_refers_to_others() -> None:
    items = ("legal-person-base", "admin-penalty", "tax-credit-rating")
    links = links_of([_coming(item, Along("increment")) for item in items], REQUEST)
    assert ([one.record_type for one in links.referred], links.complete) == (["registration"], (False,))
    assert links.referring == 2


def test_what_breaks_off_leaves_later_tables_in_doubt_and_all_of_them_where_it_was_read_first() -> None:
    links = Links((Along(), Along("increment", again=True), Along()))
    assert links.found((), [0], {}).unread == {1, 2}
    assert links.found((), [1], {}).unread == {0, 1, 2}
    assert Links((Along(unread=True), Along())).found((), [], {}).unread == {0}


def test_a_split_tells_a_key_once_however_many_records_have_it(tmp_path: Path) -> None:
    penalties = submission(tmp_path).with_name("penalties.parquet")
    items = {"register.csv": "legal-person-base", penalties.name: "admin-penalty"}
    coming = [Coming(Again(tmp_path / name, ReadOptions(), 0), item, ()) for name, item in items.items()]
    _, split = splits_of(coming)
    told = list(gather(split, brief(REQUEST, everything=False, links=links_of(coming, REQUEST))))
    assert isinstance(told[-1], Gathered)  # else nobody would know that some did not come
    keys = pl.concat([one.keys for one in told if isinstance(one, Named) and one.wanted])
    assert keys.is_unique().all()
    assert 100 < keys.height < 200  # two for a unified code; half of the 200 penalties are of one subject


def test_a_split_that_refers_to_more_than_was_gathered_is_not_judged(tmp_path: Path) -> None:
    penalties = submission(tmp_path).with_name("penalties.parquet")
    items = {"register.csv": "legal-person-base", penalties.name: "admin-penalty"}
    coming = [Coming(Again(tmp_path / name, ReadOptions(), 0), item, ()) for name, item in items.items()]
    links = links_of(coming, REQUEST)
    _, split = splits_of(coming)
    *_, end = gather(split, brief(REQUEST, everything=False, links=links))
    assert isinstance(end, Gathered)
    told = brief(REQUEST, everything=False, links=links.found([set()] * len(links.referred), [], {}))
    *_, judged = do(split, told, end.asked)
    assert isinstance(judged, Judged)
    fewer = {pool: Tally(tally.many - 1, tally.mixed) for pool, tally in end.asked.items()}
    for asked in ({}, fewer):
        *_, refused = do(split, told, asked)
        assert refused == Unfit(READ_OTHERWISE)


def test_splits_are_gathered_by_their_own_numbers_up_to_the_last_one_of_the_tables(tmp_path: Path) -> None:
    submission(tmp_path)
    coming = [
        Coming(Again(tmp_path / f"{name}.parquet", ReadOptions(), 0), "", ()) for name in ("penalties", "entries")
    ]
    splits = list(splits_of(coming, 1))
    assert [up_to(splits, tables) for tables in (0, 1, 2)] == [0, 4, 8]
