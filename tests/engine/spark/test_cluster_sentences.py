"""What is refused before anything runs, and what a failure is called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from conformance.api import check
from conformance.engine.spark.telling import failed, lost, reason
from conformance.report.errors import UsageError

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


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="flink"):
        check("a.csv", engine="flink")  # type: ignore[arg-type]


def test_what_is_no_file_is_refused_before_anything_runs() -> None:
    with pytest.raises(UsageError, match="check_dataframe"):
        check(io.BytesIO(b"a,b\n1,2\n"), engine="spark", master="local[2]")
