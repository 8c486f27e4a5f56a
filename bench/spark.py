"""``python -m bench.spark``: what checking on a cluster of Spark costs, on one and on two workers of this machine.

Files of licences without a defect are checked alone, and beside a register that they refer to. Spark's own log of events tells the
bytes that were shuffled, and for what. Writes ``build/bench/spark.json``, and with ``--write`` the figures of ``docs/spark-cost.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from bench.processes import measure
from bench.samples import AS_OF, ROOT, WORK
from bench.standalone import MISSING, PYTHON, TOOL, Standalone, installed, standalone
from conformance.standard.load import load

_BLOCK = 100_000
"""Records that are made; more are these with other numbers."""
_GROUPS = (100_000, 25_000)
"""Records in a row group, which is a task."""
_NUMBER = "行政许可决定书文号"
_CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number")
"""Fields by which a licence refers to the register."""
_PAGE = ROOT / "docs" / "spark-cost.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- /measured -->\n"
_RUN, _FOR = "bench.run", "spark.job.description"
"""Properties of a job in Spark's log of events."""
_PROGRAM = """
import json, os, sys, time
from datetime import date
from msgspec.structs import replace
from bench.spent import processor_seconds
from conformance.api import Options, check_many, request_of
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.standard.load import load
master, day, workers, *runs = sys.argv[1:]
workers = [int(pid) for pid in workers.split(",")]
options, taken = Options(as_of=date.fromisoformat(day)), []
started = time.perf_counter()
with Cluster(master) as cluster:
    cluster.session
    ready = time.perf_counter() - started
    for number, (manifest, paths) in enumerate(map(json.loads, runs)):
        cluster.session.sparkContext.setLocalProperty("bench.run", str(number))
        begun, there, here = time.perf_counter(), processor_seconds(workers), processor_seconds([os.getpid()])
        with SparkRunner(cluster, request_of(options, load())) as runner:
            asked = options if manifest is None else replace(options, manifest=manifest)
            report = check_many(paths, asked, runner=runner)
            splits = len(runner.splits)
        spent = processor_seconds(workers) - there, processor_seconds([os.getpid()]) - here
        taken.append((time.perf_counter() - begun, *spent, splits, sum(one.rows for one in report.inputs)))
print(json.dumps({"ready": ready, "taken": taken}))
"""


class Given(Struct, frozen=True):
    """What one run checks."""

    paths: Sequence[Path]
    manifest: Path | None = None


class Run(Struct, frozen=True):
    """One job."""

    workers: int
    rows: int
    """Records of all files."""
    register: bool
    """Whether a register that they refer to was among them."""
    splits: int
    seconds: float
    """From the file to the report; the session was there."""
    workers_cpu: float
    """Seconds of processor time on the workers."""
    driver_cpu: float
    """Likewise where the command runs."""
    shuffled: Mapping[str, int]
    """Bytes, by what for (``engine.spark.watch``)."""


def main() -> int:
    """Exit code 0: measured; 2: could not."""
    parser = argparse.ArgumentParser(prog="python -m bench.spark", description="Times checks on a cluster of Spark.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000], help="rows of the files")
    parser.add_argument("--write", action="store_true", help=f"write the figures of {_PAGE.name}")
    options = parser.parse_args()
    if not installed():
        print(MISSING, file=sys.stderr)
        return 2
    files = [made(rows, group) for rows in options.rows for group in _GROUPS]
    given = [Given([path]) for path in files] + [linked(path) for path in files[:: len(_GROUPS)]]
    runs: list[Run] = []
    busy = os.getloadavg()[0]
    for workers in (1, 2):
        with (
            tempfile.TemporaryDirectory(prefix="conformance-bench-") as folder,
            standalone(Path(folder), workers) as cluster,
        ):
            runs += measured(cluster, workers, given)
            print("\n".join(table(runs)), flush=True)
    local = [(_rows(path), _local(path)) for path in files[:: len(_GROUPS)]]
    result = {"load": busy, "runs": [to_builtins(run) for run in runs], "local": local}
    (WORK / "spark.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    lines = [*table(runs), "", *said(runs, local, busy)]
    print("\n".join(lines))
    if options.write:
        before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        _PAGE.write_text(f"{before}{_BEGIN}{chr(10).join(lines)}\n{_END}{after}", encoding="utf-8")
    return 0


def table(runs: Sequence[Run]) -> Iterator[str]:
    """The runs as a table of Markdown."""
    yield "| workers | records | register | tasks | seconds | processor seconds of workers | of the command | for repeats | for references | to fetch |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for run in runs:
        times = f"{run.seconds:.1f} | {run.workers_cpu:.1f} | {run.driver_cpu:.1f}"
        # A join of references is planned with the judging that asks for it.
        bytes_for = (run.shuffled.get("compare keys", 0), references(run), run.shuffled.get("fetch what was found", 0))
        shuffled = " | ".join(f"{some / 1e6:.1f} MB" for some in bytes_for)
        yield f"| {run.workers} | {run.rows:,} | {'yes' if run.register else 'no'} | {run.splits} | {times} | {shuffled} |"


def references(run: Run) -> int:
    """Bytes that were shuffled for references: the registering authorities, and the join of keys."""
    return run.shuffled.get("gather keys", 0) + run.shuffled.get("judge", 0)


def said(runs: Sequence[Run], local: Sequence[tuple[int, float]], load: float) -> Iterator[str]:
    """What follows from the runs: what a task more costs, what the workers do of a record, and the local engine beside it."""
    alone = [run for run in runs if not run.register]
    for fewer, more in pairwise(alone):
        if (fewer.workers, fewer.rows) == (more.workers, more.rows) and more.splits > fewer.splits:
            each = (more.workers_cpu - fewer.workers_cpu) / (more.splits - fewer.splits)
            cost = (
                f"each task more cost {each:.3f} processor seconds of workers"
                if each > 0
                else "what a task more costs was less than the noise"
            )
            yield f"- {fewer.workers} workers, {fewer.rows:,} records: {cost}."
    for run in runs:
        compared = run.shuffled.get("compare keys", 0) / run.rows
        yield (
            f"- {run.workers} workers, {run.rows:,} records{', with the register' if run.register else ''}, {run.splits} tasks: "
            f"{run.rows / run.workers_cpu:,.0f} records for each processor second of workers; for each record {compared:.1f} bytes shuffled "
            f"for repeats and {references(run) / run.rows:.1f} for references."
        )
    for rows, seconds in local:
        yield f"- The local engine, {rows:,} records in one process: {seconds:.1f} processor seconds."
    yield f"- Load of the machine before the first job: {load:.1f}."


def linked(licences: Path) -> Given:
    """Licences beside a register that they refer to, with a manifest that says so: of a register alone nobody could tell whose it
    is."""
    paths = {"legal-person-base": register(), "admin-licence": licences}
    files = [{"path": path.name, "item": item, "records": _rows(path)} for item, path in paths.items()]
    manifest = WORK / f"spark-submission-{licences.stem}.json"
    content = {
        "id": licences.stem,
        "period": {"from": "2015-01-01", "to": "2016-12-31"},
        "kind": "full",
        "files": files,
    }
    manifest.write_text(json.dumps(content), encoding="utf-8")
    return Given(list(paths.values()), manifest)


def register() -> Path:
    """A register of nearly all subjects of the licences: one in a hundred is missing."""
    path = WORK / "spark-register.parquet"
    if not path.exists():
        here, there = (load().record_type_of(item) for item in ("admin-licence", "legal-person-base"))
        titles = {here.field(name).title: there.field(name).title for name in (*_CODES, "subject_name")}
        licences = pl.read_parquet(made(_BLOCK, _BLOCK)).select(*titles).rename(titles)
        codes = [there.field(name).title for name in _CODES]
        subjects = licences.filter(~pl.all_horizontal(pl.col(*codes).is_null())).unique(codes, maintain_order=True)
        subjects = subjects.filter(pl.int_range(pl.len()) % 100 != 0)
        block = WORK / "spark-register-block.parquet"
        command = [str(TOOL), "sample", "legal-person-base", "--rows", str(subjects.height), "--output", str(block)]
        subprocess.run(command, check=True, capture_output=True)
        pl.read_parquet(block).with_columns(subjects).write_parquet(path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)
    return path


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


def measured(cluster: Standalone, workers: int, given: Sequence[Given]) -> Iterator[Run]:
    """Check each of them once; the first one once more before, so that everything is warm."""
    events = cluster.folder / "events"
    events.mkdir()
    settings = {
        "eventLog__enabled": "true",
        "eventLog__compress": "false",
        "eventLog__dir": events.as_uri(),
        "conformance__splitBytes": "1",
    }
    runs = [json.dumps([one.manifest, [*map(str, one.paths)]], default=str) for one in (given[0], *given)]
    pids = ",".join(str(worker.pid) for worker in cluster.workers)
    here = replace(cluster, environment={**cluster.environment, "PYTHONPATH": str(ROOT)})
    done = here.run(PYTHON, "-c", _PROGRAM, cluster.master, AS_OF, pids, *runs, **settings)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    taken = json.loads(done.stdout)["taken"]
    spent = costs(events)
    for number, one in enumerate(given, start=1):
        seconds, there, driver, splits, rows = taken[number]
        assert rows == sum(map(_rows, one.paths))  # noqa: S101 - else nothing is measured
        yield Run(workers, rows, one.manifest is not None, splits, seconds, there, driver, spent[number])


def costs(events: Path) -> Mapping[int, Mapping[str, int]]:
    """Of each run in Spark's log of events the bytes that were shuffled, by what for."""
    (log,) = [path for path in events.rglob("events*") if path.is_file()]
    stages: dict[int, tuple[int, str]] = {}
    shuffled: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in log.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["Event"] == "SparkListenerJobStart" and _RUN in event["Properties"]:
            said = event["Properties"].get(_FOR, "").removeprefix("conformance: ")
            for stage in event["Stage IDs"]:
                stages.setdefault(stage, (int(event["Properties"][_RUN]), said))
        if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics") and event["Stage ID"] in stages:
            run, said = stages[event["Stage ID"]]
            shuffled[run][said] += event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
    return {run: dict(mine) for run, mine in shuffled.items()}


def _rows(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _local(path: Path) -> float:
    """Seconds of processor time of a check of the same file without Spark, in one process."""
    command = [TOOL, "check", path, "--as-of", AS_OF, "--processes", "1", "--format", "json", "--output", os.devnull]
    return measure([str(part) for part in command], WORK).cpu


if __name__ == "__main__":
    sys.exit(main())
