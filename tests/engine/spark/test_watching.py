"""Waiting for a cluster: it is given up without executors, and what comes of it is fetched and let go of."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from conformance.engine.part import Part
from conformance.engine.spark import answers, watch
from conformance.engine.spark.answers import Answers, Pieces
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.links import Tally
from conformance.engine.spark.repeats import Again
from conformance.engine.spark.task import NOTHING_BEFORE, Gathered, Judged, Unfit, Unread
from conformance.engine.spark.watch import Watch, fetched
from conformance.standard.model import Text


class Context:
    """A SparkContext with so many executors; the driver is counted among them."""

    master = "spark://nowhere:7077"

    def __init__(self, executors: int) -> None:
        self.cancelled: list[str] = []
        tracker = SimpleNamespace(getExecutorInfos=lambda: [None] * (executors + 1))
        self._jsc = SimpleNamespace(sc=lambda: SimpleNamespace(statusTracker=lambda: tracker))

    def cancelJobsWithTag(self, tag: str) -> None:  # noqa: N802 - as Spark calls it
        self.cancelled.append(tag)


def _watched(context: Context, seconds: float) -> Watch:
    watching = Watch(context, 1, "ours", look=0.1)
    watching.start()
    watching.join(seconds)
    watching.end()
    watching.join()
    return watching


def test_without_executors_our_own_jobs_are_given_up() -> None:
    context = Context(0)
    assert _watched(context, 30).gave_up
    assert context.cancelled == ["ours"]


def test_with_executors_nothing_is_given_up() -> None:
    context = Context(1)
    assert not _watched(context, 1.5).gave_up
    assert context.cancelled == []


@pytest.fixture
def acted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often something was done on the cluster."""
    done: list[object] = []

    @contextmanager
    def acting(cluster: object, doing: str = "") -> Iterator[None]:
        done.append(cluster)
        yield

    monkeypatch.setattr(watch, "acting", acting)
    monkeypatch.setattr(answers, "acting", acting)
    return done


@pytest.mark.parametrize("rows", [0, 1, 10, 11, 25])
def test_rows_are_fetched_some_at_a_time(acted: list[object], rows: int) -> None:
    cluster: Any = object()
    assert list(fetched(cluster, iter(range(rows)), 10)) == list(range(rows))
    assert len(acted) == rows // 10 + 1


def _pieces(*places: tuple[int, int]) -> Iterator[dict[str, Any]]:
    return ({"table": table, "at": at, "payload": pickle.dumps(f"{table}/{at}")} for table, at in places)


def test_pieces_are_handed_out_table_by_table() -> None:
    pieces = Pieces(_pieces((0, 0), (0, 4), (2, 5), (3, 6)), {})
    assert [list(pieces.of(table)) for table in (0, 1, 2)] == [[(0, "0/0"), (4, "0/4")], [], [(5, "2/5")]]


def test_pieces_of_tables_that_are_not_asked_for_are_passed_over() -> None:
    assert list(Pieces(_pieces((0, 0), (1, 4), (2, 5)), {}).of(2)) == [(5, "2/5")]


def test_pieces_that_do_not_count_are_none() -> None:
    pieces = Pieces(_pieces((0, 0), (0, 4), (0, 5), (1, 6)), {0: 4})
    assert [list(pieces.of(table)) for table in (0, 1)] == [[(0, "0/0"), (4, "0/4")], [(6, "1/6")]]


def test_repeats_are_handed_out_by_table_and_check() -> None:
    rows = [{"table": table, "check": check, "row": row} for table, check, row in ((0, 1, 3), (0, 2, 4), (1, 1, 5))]
    again = Again(iter(rows))
    found = [[row["row"] for row in again.of(*asked)] for asked in ((0, 1), (1, 1), (1, 2))]
    assert found == [[3], [5], []]


JUDGED = Judged(cast("Part", None), {}, NOTHING_BEFORE)


class Kept:
    """What is kept on a cluster of splits: how it went with them, and how many keys each has."""

    def __init__(self, heads: list[dict[str, Any]], keys: dict[tuple[int, int], int]) -> None:
        self.heads = heads
        self.keys = keys

    def unpersist(self) -> None:
        """Nobody keeps anything."""

    def where(self, condition: object) -> Kept:
        return self

    def select(self, *columns: object) -> Any:
        return SimpleNamespace(collect=lambda: self.heads)

    def groupBy(self, *columns: str) -> Any:  # noqa: N802 - as Spark calls it
        rows = [{"table": table, "at": at, "count": many} for (table, at), many in self.keys.items()]
        return SimpleNamespace(count=lambda: SimpleNamespace(collect=lambda: rows))


def _head(table: int, at: int, kind: str = "judged", said: Any = None) -> dict[str, Any]:
    told = None if said is None else pickle.dumps(said)
    return {"kind": kind, "table": table, "at": at, "row": 0, "place": "a", "said": told}


def _answers(heads: list[tuple[int, int]], came: list[tuple[int, int]], keyed: int = 0) -> Answers:
    """What came of splits, by their tables and numbers: those that were judged, and those whose pieces are fetched, each with so
    many keys."""
    made = _kept([_head(*place) for place in heads], {place: keyed for place in heads if keyed})
    judged = pickle.dumps(replace(JUDGED, keyed={7: keyed}))
    fetched = ({"table": table, "at": at, "payload": judged} for table, at in came)
    made._pieces = Pieces(fetched, made.upto)
    return made


def _kept(heads: list[dict[str, Any]], keys: dict[tuple[int, int], int]) -> Answers:
    made = Answers(cast("Any", None), Kept(heads, keys))
    made._take_heads()
    return made


@pytest.fixture
def without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers.importlib, "import_module", lambda name: _Anything())


@pytest.mark.usefixtures("without_pyspark")
def test_all_pieces_that_were_judged_have_to_come() -> None:
    both = [(0, 0), (0, 1), (1, 2)]
    assert [at for at, _ in _answers(both, both).of(0)] == [0, 1]
    made = _answers(both, [(0, 0), (1, 2)])
    with pytest.raises(ClusterFailed) as refused:
        list(made.of(0))
    assert "missing: 1" in refused.value.text.en


@pytest.mark.usefixtures("without_pyspark")
def test_pieces_that_do_not_count_are_not_waited_for() -> None:
    made = _answers([(0, 0), (0, 1), (1, 2)], [(0, 0), (1, 2)])
    made.upto[0] = 0
    assert [[at for at, _ in made.of(table)] for table in (0, 1)] == [[0], [2]]


@pytest.mark.usefixtures("without_pyspark")
def test_every_split_has_to_answer() -> None:
    made = _answers([(0, 0), (0, 1), (2, 3)], [])
    with pytest.raises(ClusterFailed) as refused:
        made.require(4)
    assert "缺 1 块" in refused.value.text.zh
    _answers([(0, 0), (0, 1), (2, 2)], []).require(3)


UNREAD = Unread("读不出来", "cannot be read", "a.csv", None, "read")
UNFIT = Unfit(Text("版本不同", "another version"))


@pytest.mark.usefixtures("without_pyspark", "acted")
@pytest.mark.parametrize(
    ("later", "refused"),
    [
        ([_head(0, 0), _head(0, 1)], None),
        ([_head(0, 0)], "missing: 1"),
        ([_head(0, 0), _head(0, 1, "unread", UNREAD)], "missing: 1"),
        ([_head(0, 0), _head(0, 1, "unfit", UNFIT)], "another version"),
    ],
)
def test_what_was_kept_is_still_there_when_everything_was_looked_at(
    later: list[dict[str, Any]], refused: str | None
) -> None:
    made = _answers([(0, 0), (0, 1)], [])
    made.rows.heads = later
    with nullcontext() if refused is None else pytest.raises(ClusterFailed) as raised:
        made.hold()
    assert refused is None or refused in raised.value.text.en


@pytest.mark.usefixtures("without_pyspark", "acted")
def test_there_are_as_many_keys_as_were_read() -> None:
    made = _answers([(0, 0), (0, 1)], [(0, 0), (0, 1)], keyed=3)
    list(made.of(0))
    made.hold()
    made.rows.keys = {(0, 0): 3}
    with pytest.raises(ClusterFailed) as refused:
        made.hold()
    assert "missing: 1" in refused.value.text.en


@pytest.mark.usefixtures("without_pyspark")
def test_tables_break_off_where_they_did_when_their_keys_were_gathered() -> None:
    tally = {0: Tally(5, 77)}
    gathered = _kept(
        [
            _head(0, 0, "gathered", Gathered(tally)),
            _head(0, 1, "gathered", Gathered({})),
            _head(0, 1, "unread", UNREAD),
        ],
        {},
    )
    gathered.require(2)
    assert (gathered.asked, gathered.unread) == ({0: tally, 1: {}}, {(0, 1)})
    broken, later = _head(0, 1, "unread", UNREAD), _head(1, 2, "unread", UNREAD)
    _kept([_head(0, 0), broken, later], {}).require_as(gathered, 1)
    with pytest.raises(ClusterFailed) as refused:
        _kept([_head(0, 0), _head(0, 1), later], {}).require_as(gathered, 1)
    assert "not alike" in refused.value.text.en


class Rows:
    """A DataFrame that cannot be worked out."""

    def __init__(self) -> None:
        self.kept = False

    def persist(self, level: object) -> Rows:
        self.kept = True
        return self

    def unpersist(self) -> None:
        self.kept = False

    def where(self, condition: object) -> Rows:
        raise ValueError("lost")


def test_a_job_that_comes_to_nothing_leaves_nothing_on_the_cluster(
    acted: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers.importlib, "import_module", lambda name: _Anything())
    rows, let_go, cluster = Rows(), [], object()
    made = Answers(cluster, rows, kept=[lambda: let_go.append("broadcast")])  # type: ignore[arg-type, func-returns-value]
    with pytest.raises(ValueError, match="lost"):
        made.__enter__()
    assert (rows.kept, let_go) == (False, ["broadcast"])


class _Anything:
    """A module of PySpark, or whatever it has."""

    def __getattr__(self, name: str) -> _Anything:
        return self

    def __call__(self, *arguments: object) -> _Anything:
        return self
