"""``python -m bench.spark``: what checking on a cluster of Spark costs, on one and on two workers of this machine.

Each run checks a file of licences without a defect. Spark's own log of events tells the bytes that were shuffled. Writes
``build/bench/spark.json``; ``docs/spark-cost.md`` says what follows from it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl

from bench.processes import measure
from bench.samples import AS_OF, ROOT, WORK
from bench.standalone import MISSING, PYTHON, TOOL, Standalone, installed, standalone

_BLOCK = 100_000
"""Records that are made; more are these with other numbers."""
_NUMBER = "行政许可决定书文号"
_PROGRAM = """
import json, os, sys, time
from datetime import date
from bench.spent import processor_seconds
from conformance.api import Options, check_many, request_of
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.standard.load import load
master, day, workers, *paths = sys.argv[1:]
workers = [int(pid) for pid in workers.split(",")]
options, taken = Options(as_of=date.fromisoformat(day)), []
started = time.perf_counter()
with Cluster(master) as cluster:
    cluster.session
    ready = time.perf_counter() - started
    for path in paths:
        begun, there, here = time.perf_counter(), processor_seconds(workers), processor_seconds([os.getpid()])
        with SparkRunner(cluster, request_of(options, load())) as runner:
            report = check_many([path], options, runner=runner)
        spent = processor_seconds(workers) - there, processor_seconds([os.getpid()]) - here
        taken.append((time.perf_counter() - begun, *spent, report.inputs[0].rows))
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
    workers_cpu: float
    """Seconds of processor time on the workers."""
    driver_cpu: float
    """Likewise where the command runs."""
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
    local = [(_rows(path), _local(path)) for path in files[::2]]
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
    settings = {
        "eventLog__enabled": "true",
        "eventLog__compress": "false",
        "eventLog__dir": events.as_uri(),
        "conformance__splitBytes": "1",
    }
    given = [",".join(str(worker.pid) for worker in cluster.workers), str(files[0]), *map(str, files)]
    here = replace(cluster, environment={**cluster.environment, "PYTHONPATH": str(ROOT)})
    done = here.run(PYTHON, "-c", _PROGRAM, cluster.master, AS_OF, *given, **settings)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    taken = json.loads(done.stdout)["taken"][1:]
    spent = list(costs(events))[1:]
    for path, (seconds, there, driver, rows), (splits, shuffled) in zip(files, taken, spent, strict=True):
        assert rows == _rows(path)  # noqa: S101 - else nothing is measured
        yield Run(workers, rows, splits, seconds, there, driver, shuffled)


def costs(events: Path) -> Iterator[tuple[int, int]]:
    """Of each check in Spark's log of events: tasks that judged, bytes that were shuffled. It begins with the stage that judges, the
    only one whose answers are collected."""
    (log,) = [path for path in events.rglob("events*") if path.is_file()]
    splits, shuffled = 0, 0
    for line in log.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["Event"] == "SparkListenerStageCompleted" and event["Stage Info"]["Stage Name"].startswith("collect"):
            if splits:
                yield splits, shuffled
            splits, shuffled = event["Stage Info"]["Number of Tasks"], 0
        if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            shuffled += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    yield splits, shuffled


def _rows(path: Path) -> int:
    return int(path.stem.split("-")[1])


def _local(path: Path) -> float:
    """Seconds of processor time of a check of the same file without Spark, in one process."""
    command = [TOOL, "check", path, "--as-of", AS_OF, "--processes", "1", "--format", "json", "--output", os.devnull]
    return measure([str(part) for part in command], WORK).cpu


if __name__ == "__main__":
    sys.exit(main())
