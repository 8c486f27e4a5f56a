"""Waiting for a cluster: it is given up without executors, and what comes of it is fetched and let go of."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.engine.part import Part
from conformance.engine.spark import answers, watch
from conformance.engine.spark.answers import Answers, Pieces
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.repeats import Again
from conformance.engine.spark.task import NOTHING_BEFORE, Judged
from conformance.engine.spark.watch import Watch, fetched


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


def _answers(heads: list[tuple[int, int]], came: list[tuple[int, int]]) -> Answers:
    """What came of splits, by their tables and numbers: those that were judged, and those whose pieces are fetched."""
    rows = [{"kind": "judged", "table": table, "at": at, "row": 0, "place": "a", "said": None} for table, at in heads]
    made = Answers(cast("Any", None), SimpleNamespace(unpersist=lambda: None))
    made._rows = SimpleNamespace(
        where=lambda _: SimpleNamespace(select=lambda *_: SimpleNamespace(collect=lambda: rows))
    )
    made._take_heads()
    fetched = ({"table": table, "at": at, "payload": pickle.dumps(JUDGED)} for table, at in came)
    made._pieces = Pieces(fetched, made.upto)
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
