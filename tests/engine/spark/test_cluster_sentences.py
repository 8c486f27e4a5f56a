"""What is refused before anything runs, and what a failure is called."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from conformance.api import Options, check, check_many
from conformance.cli.main import run
from conformance.engine.running import Again, Coming
from conformance.engine.spark import session
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.engine.spark.task import Unread
from conformance.engine.spark.telling import failed, lost, reason
from conformance.engine.spark.using import judged_here
from conformance.options import Engine
from conformance.report.errors import UsageError
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.model import Unusable
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from engine.spark.plainly import REQUEST

ENGINES: list[tuple[Engine, str | None]] = [("local", None), ("spark", "spark://nowhere:1")]
TRACEBACK = """Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times
org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "worker.py", line 3, in do
    raise ValueError
ValueError: 12 rows of 13

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:1)
Caused by: java.lang.IllegalStateException: nobody listens
"""


def test_the_reason_is_the_last_line_of_a_traceback() -> None:
    assert reason(RuntimeError(TRACEBACK)) == "ValueError: 12 rows of 13"


def test_an_error_without_a_traceback_is_its_first_line() -> None:
    assert (
        reason(RuntimeError("All masters are unresponsive! Giving up.\nat x"))
        == "All masters are unresponsive! Giving up"
    )


def test_a_tool_that_is_not_there_is_called_that() -> None:
    error = failed(RuntimeError("ModuleNotFoundError: No module named 'conformance'"), None)
    assert "has not got this tool" in error.text.en


def test_a_failure_says_where_the_log_is(tmp_path: Path) -> None:
    assert str(tmp_path / "a.log") in failed(RuntimeError("x"), tmp_path / "a.log").text.zh
    assert "120 秒" in lost(120).text.zh


def test_a_master_without_the_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="--engine spark"):
        check("a.csv", master="local[2]")


def test_settings_of_ours_are_whole_numbers() -> None:
    told = session.settings_of({"spark.master": "local", session.SPLIT: "1000"})
    assert told == {session.SPLIT: 1000, session.PATIENCE: 120}


@pytest.mark.parametrize("value", ["0", "-1", "32m", "", "１"])
def test_a_setting_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ClusterFailed) as refused:
        session.settings_of({session.SPLIT: value})
    assert "splitBytes" in refused.value.text.en


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ClusterFailed) as refused:
        session.settings_of({"spark.conformance.splitbytes": "1000"})
    assert session.SPLIT in refused.value.text.zh


def test_processes_are_refused_beside_a_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "a.csv", "--engine", "spark", "--processes", "2", "--lang", "en"]) == 2
    assert "leave --processes out" in capsys.readouterr().err


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="flink"):
        check("a.csv", engine="flink")  # type: ignore[arg-type]


def test_what_is_no_file_is_refused_before_anything_runs() -> None:
    with pytest.raises(UsageError, match="check_dataframe"):
        check(io.BytesIO(b"a,b\n1,2\n"), engine="spark", master="local[2]")


def test_a_file_that_is_not_there_is_reported_as_without_a_cluster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "require", lambda: None)
    reports = [check(tmp_path / "a.csv", engine=engine, master=master) for engine, master in ENGINES]
    assert reports[0] == reports[1]
    assert reports[1].verdict == "not-checked"


def test_a_session_that_nobody_has_named_a_master_for_is_told_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTER", raising=False)
    with session.named_by_nobody():
        assert os.environ["MASTER"] == session.NOBODY
    assert "MASTER" not in os.environ


def test_a_master_that_the_environment_names_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER", "yarn")
    with session.named_by_nobody():
        assert os.environ["MASTER"] == "yarn"
    assert os.environ["MASTER"] == "yarn"


def test_an_engine_and_a_runner_are_refused_together() -> None:
    with pytest.raises(UsageError, match="runner"):
        check_many(["a.csv"], Options(engine="spark", master="local[2]"), runner=lambda turn: pytest.fail("used"))


def test_what_was_judged_here_is_said() -> None:
    assert judged_here(0, 3) == []
    assert [said.en.startswith("2 of the tables need") for said in judged_here(2, 1)] == [True]
    assert [said.en.startswith("the tables need") for said in judged_here(2, 0)] == [True]


def test_what_cannot_be_read_keeps_its_code() -> None:
    error = Unread.of(Unusable("没有表头", "no header", "a.csv", "a: b", "not-of-item")).error()
    assert (error.text.en, error.path, error.mapping_template, error.code) == (
        "no header",
        "a.csv",
        "a: b",
        "not-of-item",
    )


def test_an_engine_that_has_nothing_to_do_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "require", lambda: None)
    path = tmp_path / "a.csv"
    pl.concat(frames("admin-licence", 3, 5, load(), 0.0, Log(None))).write_csv(path)
    report = check(path, engine="spark", master="spark://nowhere:1", accepted=tmp_path / "b.csv", lang="en")
    assert (report.tool.engine, report.inputs[0].rows) == ("local", 3)
    assert any("not on the Spark cluster" in note for note in report.notes)


def test_rows_that_are_wanted_here_are_not_taken_for_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "require", lambda: None)
    runner = SparkRunner(Cluster(None), REQUEST)
    runner._number_of_tables, runner._tables, runner._answers = 1, frozenset({0}), object()  # type: ignore[assignment]
    coming = [Coming(Again("a.parquet", ReadOptions(), 0), "admin-licence", ())]
    turn: Any = SimpleNamespace(coming=coming, table=SimpleNamespace(path="a.parquet"), rows_sink=lambda *rows: None)
    with pytest.raises(RuntimeError, match=r"a\.parquet"):
        runner(turn)


def test_what_is_kept_is_looked_at_once_more_when_all_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "require", lambda: None)
    done: list[str] = []

    def hold() -> None:
        done.append("held")
        raise ClusterFailed("缺 1 块", "one is missing")

    runner = SparkRunner(Cluster(None), REQUEST)
    runner._gathered = SimpleNamespace(hold=hold)  # type: ignore[assignment]
    runner._stack.callback(done.append, "let go")
    with pytest.raises(ClusterFailed, match="缺 1 块"):
        runner.__exit__(None, None, None)
    assert done == ["held", "let go"]
    runner.__exit__(ValueError, ValueError(), None)  # what went wrong itself is what is told
    assert done == ["held", "let go"]


def test_a_session_of_spark_connect_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "require", lambda: None)
    connect = type("SparkSession", (), {"__module__": "pyspark.sql.connect.session"})()
    for refuse in (lambda: Cluster.of(connect), lambda: Cluster("sc://a:15002")):
        with pytest.raises(ClusterFailed) as refused:
            refuse()
        assert "Spark Connect" in refused.value.text.en


def test_a_java_that_is_not_where_it_is_said_to_be_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "require", lambda: None)  # Java is looked for before PySpark is
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(ClusterFailed) as refused:
        session.Cluster("local[1]")._start()
    assert "JAVA_HOME" in refused.value.text.zh
