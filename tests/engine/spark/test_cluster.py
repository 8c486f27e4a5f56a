"""A real cluster, a master and two workers: the findings of the local engine, or one clear sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from conformance.api import Options, check_many
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load
from engine.spark.cluster import PYTHON, TOOL, Standalone, standalone
from engine.spark.plainly import DAY

pytestmark = pytest.mark.slow
PROGRAM = Path(__file__).with_name("on_cluster.py")
GROUPS = {"conformance__splitBytes": "1"}
"""Each row group is a split of its own."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    with standalone(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Records with planted defects: licences in row groups, penalties in GB18030, entries of a list."""
    folder = tmp_path_factory.mktemp("files")
    made = {}
    for item, name in (("admin-licence", "l.parquet"), ("admin-penalty", "p.csv"), ("abnormal-list", "e.parquet")):
        records = pl.concat(frames(item, 2000, 8, load(), 0.2, Log(None)))
        made[item] = folder / name
        if name.endswith("csv"):
            made[item].write_bytes(records.write_csv().encode("gb18030"))
        else:
            records.write_parquet(made[item], row_group_size=250)
    return made


def _asked(cluster: Standalone, *checks: dict[str, Any], **further: Any) -> str:
    return json.dumps({"master": cluster.master, "checks": checks, **further}, default=str)


def _local(paths: list[Path], item: str | None = None, findings: Path | None = None) -> dict[str, Any]:
    report = check_many(list(paths), Options(as_of=DAY, item=item, findings=findings))
    read: dict[str, Any] = json.loads(json.dumps(asdict(report), default=str))
    return read


def test_findings_are_those_of_the_local_engine(cluster: Standalone, files: dict[str, Path], tmp_path: Path) -> None:
    both = [files["admin-licence"], files["admin-penalty"]]
    asked = _asked(
        cluster,
        {"name": "both", "paths": both, "findings": tmp_path / "there.parquet"},
        {"name": "entries", "paths": [files["abnormal-list"]], "item": "abnormal-list"},
    )
    done = cluster.run(PYTHON, PROGRAM, asked, **GROUPS)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    here = _local(both, findings=tmp_path / "here.parquet")
    assert {**told["reports"]["both"], "notes": []} == {**here, "notes": []}
    assert told["reports"]["entries"] == _local([files["abnormal-list"]], "abnormal-list")
    assert len(told["places"]) == 2
    every, other = (
        pl.read_parquet(tmp_path / name).sort("path", "row", "column", "rule")
        for name in ("here.parquet", "there.parquet")
    )
    assert every.equals(other)
    assert every.height == here["findings_total"] > 500


def test_a_failing_task_is_one_sentence_and_nothing_is_written(
    cluster: Standalone, files: dict[str, Path], tmp_path: Path
) -> None:
    findings = tmp_path / "findings.parquet"
    bare = {**cluster.environment, "PYSPARK_PYTHON": sys.base_prefix + "/bin/python3"}
    elsewhere = Standalone(cluster.master, cluster.workers, cluster.folder, bare)
    command = [TOOL, "check", files["admin-penalty"], "--engine", "spark", "--master", cluster.master]
    done = elsewhere.run(*command, "--findings", findings, "--lang", "en")
    assert done.returncode == 2
    assert "The Python of the executors has not got this tool" in done.stderr
    assert (done.stdout, len(done.stderr.splitlines())) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_is_lost_changes_nothing(cluster: Standalone, files: dict[str, Path]) -> None:
    path = files["admin-licence"]
    asked = _asked(cluster, {"name": "licences", "paths": [path]}, victim=cluster.workers[1].pid)
    done = cluster.run(PYTHON, PROGRAM, asked, **GROUPS)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["ended"]
    assert told["reports"]["licences"] == _local([path])
