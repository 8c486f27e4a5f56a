"""``python -m bench.spark``: what checking on a cluster of Spark costs, on one and on two workers of this machine.

Each run checks files of licences without a defect. From Spark's own log of events come the seconds of its tasks and the
bytes that were shuffled. Writes ``build/bench/spark.json``; ``docs/spark-cost.md`` says what follows from it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from bench.samples import AS_OF, WORK
from bench.standalone import MISSING, PYTHON, TOOL, Standalone, installed, standalone

_BLOCK = 100_000
"""Records that are made; more are these with other numbers."""
_NUMBER = "行政许可决定书文号"
_PROGRAM = """
import json, sys, time
from datetime import date
from conformance.api import Options, check_many, request_of
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.standard.load import load
master, day, *paths = sys.argv[1:]
options, taken = Options(as_of=date.fromisoformat(day)), []
started = time.perf_counter()
with Cluster(master) as cluster:
    cluster.session
    ready = time.perf_counter() - started
    for path in paths:
        begun = time.perf_counter()
        with SparkRunner(cluster, request_of(options, load())) as runner:
            report = check_many([path], options, runner=runner)
        taken.append((time.perf_counter() - begun, report.inputs[0].rows, len(runner.places)))
print(json.dumps({"ready": ready, "taken": taken}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One job."""

    workers: int
    rows: int
    splits: int
    seconds: float
    """From the file to the report; the session was there."""
    task_seconds: float
    """Of all tasks together, whatever they waited for."""
    shuffled: int
    """Bytes."""


def main() -> int:
    """Exit code 0: measured; 2: could not."""
    parser = argparse.ArgumentParser(prog="python -m bench.spark", description="Times checks on a cluster of Spark.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000], help="rows of the files")
    options = parser.parse_args()
    if not installed():
        print(MISSING, file=sys.stderr)
        return 2
    files = [made(rows, group) for rows in options.rows for group in (100_000, 25_000)]
    runs: list[Run] = []
    load = os.getloadavg()[0]
    for workers in (1, 2):
        with (
            tempfile.TemporaryDirectory(prefix="conformance-bench-") as folder,
            standalone(Path(folder), workers) as cluster,
        ):
            runs += measured(cluster, workers, files)
    local = [(_rows(path), _seconds(path)) for path in files[::2]]
    result = {"load": load, "runs": [asdict(run) for run in runs], "local": local}
    (WORK / "spark.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def made(rows: int, group: int) -> Path:
    """A Parquet file of licences in row groups of so many, made if it is not there yet."""
    path = WORK / f"spark-{rows}-{group}.parquet"
    if not path.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        block = WORK / "spark-block.parquet"
        command = [str(TOOL), "sample", "admin-licence", "--rows", str(_BLOCK), "--output", str(block)]
        subprocess.run(command, check=True, capture_output=True)
        first = pl.read_parquet(block)
        blocks = [
            first.with_columns(pl.format("{}之{}", pl.col(_NUMBER), pl.lit(number)).alias(_NUMBER))
            for number in range(-(-rows // _BLOCK))
        ]
        pl.concat(blocks).head(rows).write_parquet(path.with_suffix(".part"), row_group_size=group)
        path.with_suffix(".part").rename(path)
    return path


def measured(cluster: Standalone, workers: int, files: list[Path]) -> Iterator[Run]:
    """Check each file once; the first one once more before, so that everything is warm."""
    events = cluster.folder / "events"
    events.mkdir()
    settings = {"eventLog__enabled": "true", "eventLog__dir": events.as_uri(), "conformance__splitBytes": "1"}
    done = cluster.run(PYTHON, "-c", _PROGRAM, cluster.master, AS_OF, *[str(files[0]), *map(str, files)], **settings)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    taken = json.loads(done.stdout)["taken"][1:]
    spent = list(costs(events))[1:]
    for path, (seconds, rows, _), (splits, task_seconds, shuffled) in zip(files, taken, spent, strict=True):
        assert rows == _rows(path)  # noqa: S101 - else nothing is measured
        yield Run(workers, rows, splits, seconds, task_seconds, shuffled)


def costs(events: Path) -> Iterator[tuple[int, float, int]]:
    """Of each check in the log: tasks that judged, seconds of all tasks, bytes shuffled. A check begins with a stage that caches."""
    (log,) = [
        path for path in events.rglob("*") if path.is_file() and path.stat().st_size and "appstatus" not in path.name
    ]
    splits, milliseconds, shuffled, judged = 0, 0, 0, False
    for line in log.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["Event"] == "SparkListenerUnpersistRDD":
            yield splits, milliseconds / 1000, shuffled
            splits, milliseconds, shuffled, judged = 0, 0, 0, False
        if event["Event"] == "SparkListenerStageCompleted" and not judged:
            splits, judged = event["Stage Info"]["Number of Tasks"], True
        if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            metrics = event["Task Metrics"]
            milliseconds += metrics["Executor Run Time"]
            shuffled += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]


def _rows(path: Path) -> int:
    return int(path.stem.split("-")[1])


def _seconds(path: Path) -> float:
    """What the same file takes without Spark, in one process."""
    started = time.perf_counter()
    command = [
        str(TOOL),
        "check",
        str(path),
        "--as-of",
        AS_OF,
        "--processes",
        "1",
        "--format",
        "json",
        "--output",
        os.devnull,
    ]
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
