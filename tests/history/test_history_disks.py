"""A disk that is full while a run is written: one sentence, nothing half, and what was there stays."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from histories import all_of, in_a_process, run, self_check
from msgspec.structs import replace

from conformance.history.model import RuleCount, Run
from conformance.history.opening import open_store
from conformance.report.errors import UsageError
from faults.disks import small_disk_at


def large(number: int) -> Run:
    """A run of several pages."""
    first, second = self_check(number).inputs
    rules = tuple(RuleCount(f"rule-{at:06}", None, checked=at + 1) for at in range(3000))
    return self_check(number, inputs=(replace(first, rules=rules), second))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte and a half."""
    with small_disk_at(tmp_path / "disk", "1536k") as place:
        yield place


def fill(url: str, first: int = 1) -> tuple[list[Run], str]:
    """Record until there is no more room; answers with what was said to be kept, and with the sentence."""
    kept: list[Run] = []
    with open_store(url) as store:
        while len(kept) < 100:
            try:
                store.record(large(first + len(kept)))
            except UsageError as error:
                return kept, error.text.zh
            kept.append(large(first + len(kept)))
    raise AssertionError("the disk never was full")


def test_a_full_disk(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'history.db'}"
    kept, said = fill(url)
    assert "磁盘空间不足" in said
    assert "没有记录任何内容" in said
    assert kept
    assert all_of(url) == kept


def read(url: str) -> list[Run]:
    with open_store(url, create=False) as store:
        return list(store.runs())


def test_who_only_reads_needs_no_room(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'history.db'}"
    kept, _ = fill(url)
    with pytest.raises(OSError, match="No space"):
        (small_disk / "ballast").write_bytes(bytes(2 << 20))
    assert read(url) == kept


def test_who_only_reads_needs_nothing_that_can_be_written_to(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'history.db'}"
    with open_store(url) as store:
        store.record(run())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert [one.name for one in small_disk.iterdir()] == ["history.db"]
    assert read(url) == [run()]
    with pytest.raises(UsageError, match="历史记录"), open_store(url) as store:
        store.record(run(2))


def test_a_history_that_changes_while_it_is_read_as_one_that_cannot_is_not_read_half(small_disk: Path) -> None:
    url, ballast = f"sqlite:///{small_disk / 'history.db'}", small_disk / "ballast"
    with open_store(url) as store:
        store.record(run())
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(2 << 20))
    with open_store(url, create=False) as store:
        found = store.runs()
        assert next(found) == run()
        ballast.unlink()
        with open_store(url) as other:
            other.record(large(2))
        with pytest.raises(UsageError, match="读取期间有程序改写了它"):
            list(found)


def test_a_disk_that_is_full_before_the_tables_are_made(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(2 << 20))
    url = f"sqlite:///{small_disk / 'history.db'}"
    with pytest.raises(UsageError, match="磁盘"):
        open_store(url)
    ballast.unlink()
    with open_store(url) as store:
        store.record(run())
    assert all_of(url) == [run()]


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """What a quota refuses; no root is needed."""
    url = f"sqlite:///{tmp_path / 'history.db'}"
    with open_store(url) as store:
        store.record(large(1))
    size = (tmp_path / "history.db").stat().st_size

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        assert "磁盘" in fill(url, 2)[1]

    assert in_a_process(work) == 0
    kept = all_of(url)
    assert kept == [large(number) for number in range(1, len(kept) + 1)]
    with open_store(url) as store:
        store.record(large(9))
    assert all_of(url) == [*kept, large(9)]


REFUSALS = {"53100": "磁盘空间不足", "25006": "只能读取", "53300": "连接数已满", "XX001": "XX001"}


@pytest.mark.parametrize("state", REFUSALS)
def test_what_a_server_refuses_in_the_middle(postgresql_url: str, state: str) -> None:
    """As it does where its own disk is full: the run is written up to the counts of its rules, and then none of it is there."""
    with open_store(postgresql_url) as store:
        store.record(run(1))
        with store.engine.begin() as connection:
            for statement in (
                f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$",
                "CREATE TRIGGER refuse BEFORE INSERT ON conformance_rule_count EXECUTE FUNCTION refuse()",
            ):
                connection.execute(sa.text(statement))
        with pytest.raises(UsageError, match=REFUSALS[state]):
            store.record(run(2))
        with store.engine.begin() as connection:
            connection.execute(sa.text("DROP TRIGGER refuse ON conformance_rule_count"))
        assert list(store.runs()) == [run(1)]
        store.record(run(2))
    assert all_of(postgresql_url) == [run(1), run(2)]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'history.db'}"
    with pytest.raises(UsageError, match="无法打开") as caught:
        open_store(url)
    assert "没有记录任何内容" not in caught.value.text.zh, "nobody wanted to record anything yet"


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"文件不是 SQLite 数据库|已损坏"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content
