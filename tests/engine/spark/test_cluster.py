"""A real cluster, a master and two workers: the findings of the local engine, or one clear sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from bench.standalone import PYTHON, TOOL, Standalone
from msgspec import to_builtins
from msgspec.structs import replace

from conformance.api import Options, check_many
from conformance.engine.spark.telling import lost
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load
from engine.spark.cluster import cluster_in
from engine.spark.plainly import DAY
from engine.spark.submissions import submission

pytestmark = pytest.mark.slow
PROGRAM = Path(__file__).with_name("on_cluster.py")
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "conformance__splitBytes": "1",
    "sql__shuffle__partitions": "4",
    "sql__codegen__wholeStage": "false",
    "driver__extraJavaOptions": _QUICK,
    "executor__extraJavaOptions": _QUICK,
}
"""Each row group is a split of its own; few of everything else, and nothing compiled for long, for little is checked."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    with cluster_in(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Records with planted defects: licences in row groups, penalties in GB18030, entries of a list."""
    folder = tmp_path_factory.mktemp("files")
    made = {}
    for item, name in (("admin-licence", "l.parquet"), ("admin-penalty", "p.csv"), ("abnormal-list", "e.parquet")):
        records = pl.concat(frames(item, 800, 8, load(), 0.2, Log(None)))
        made[item] = folder / name
        if name.endswith("csv"):
            made[item].write_bytes(records.write_csv().encode("gb18030"))
        else:
            records.write_parquet(made[item], row_group_size=100)
    return made


def _asked(cluster: Standalone, *checks: dict[str, Any], **further: Any) -> str:
    return json.dumps({"master": cluster.master, "checks": checks, **further}, default=str)


def _local(paths: list[Path], item: str | None = None, findings: Path | None = None, **more: Any) -> dict[str, Any]:
    report = check_many(list(paths), Options(as_of=DAY, item=item, findings=findings, **more))
    read: dict[str, Any] = json.loads(json.dumps(to_builtins(report), default=str))
    return read


def test_findings_are_those_of_the_local_engine(cluster: Standalone, files: dict[str, Path], tmp_path: Path) -> None:
    both = [files["admin-licence"], files["admin-penalty"]]
    asked = _asked(
        cluster,
        {"name": "both", "paths": both, "findings": tmp_path / "there.parquet"},
        {"name": "entries", "paths": [files["abnormal-list"]], "item": "abnormal-list"},
    )
    done = cluster.run(PYTHON, PROGRAM, asked, **SETTINGS)
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
    assert every.height == here["findings_total"] > 200


def test_files_that_refer_to_each_other_have_the_report_of_the_local_engine(
    cluster: Standalone, tmp_path: Path
) -> None:
    kinds = {
        "partial": {"register": "full"},
        "whole": {"kind": "full"},
        "removed": {"penalties": "full", "entries": "full"},
    }
    made = {name: submission(tmp_path / name, **files) for name, files in kinds.items()}
    broken = submission(tmp_path / "broken", kind="full", removals="increment").with_name("entries.parquet")
    content = bytearray(broken.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 400] = b"\xff" * 400
    broken.write_bytes(content)
    made["broken"] = broken.with_name("manifest.json")
    checks = [
        {"name": name, "paths": [], "options": {"manifest": str(path)}, "party": "district:310115"}
        for name, path in made.items()
    ]
    done = cluster.run(PYTHON, PROGRAM, _asked(cluster, *checks), **SETTINGS)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    for name, path in made.items():
        assert told["reports"][name] == _local([], manifest=path), name
    failed = [one for one in told["reports"]["whole"]["rules"] if one["id"] == "reference-exists" and one["failed"]]
    assert {one["field"] for one in failed} == {"subject_uscc", "penalty_document"}
    assert len(told["places"]) == 2


def test_a_large_text_is_several_tasks_with_the_report_of_the_local_engine(cluster: Standalone, tmp_path: Path) -> None:
    path, records = tmp_path / "l.csv", pl.concat(frames("admin-licence", 16_000, 8, load(), 0.1, Log(None)))
    path.write_bytes(pl.concat([records, records.head(20)]).write_csv().encode("gb18030"))
    checks = [{"name": "one", "paths": [path], "options": {"lang": "en"}}]
    done = cluster.run(PYTHON, PROGRAM, _asked(cluster, *checks), **SETTINGS)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["reports"]["one"] == _local([path], lang="en")
    assert told["splits"]["one"] == path.stat().st_size >> 20 >= 3


def test_frames_have_the_findings_of_their_files(cluster: Standalone, files: dict[str, Path], tmp_path: Path) -> None:
    path, found = files["admin-licence"], tmp_path / "there.json"
    empty = tmp_path / "空 的.parquet"
    pl.read_parquet(path).clear().write_parquet(empty)
    frames = [
        {"name": "whole", "paths": [path], "findings": found},
        {"name": "cut", "paths": [path], "findings": tmp_path / "cut.json", "cut": True},
        {"name": "sorted", "paths": [path], "findings": tmp_path / "x.json", "sorted": "行政许可决定书文号"},
        {"name": "joined", "paths": [path], "findings": tmp_path / "joined.json", "joined": "行政许可决定书文号"},
        {"name": "hive", "paths": [path], "findings": tmp_path / "hive.json", "hive": "PARQUET"},
        {"name": "orc", "paths": [path], "findings": tmp_path / "orc.json", "hive": "ORC"},
        {"name": "unioned", "paths": [path], "findings": tmp_path / "unioned.json", "unioned": True},
        {"name": "empty", "paths": [path, empty], "findings": tmp_path / "empty.json"},
        {"name": "backtick", "paths": [path], "findings": tmp_path / "backtick.json", "renamed": {"备注": "备`注"}},
        {"name": "twice", "paths": [path], "findings": tmp_path / "twice.json", "twice": "备注"},
    ]
    hive = {
        "sql__catalogImplementation": "hive",
        "sql__warehouse__dir": str(tmp_path / "warehouse"),
        "hadoop__javax__jdo__option__ConnectionURL": f"jdbc:derby:;databaseName={tmp_path}/metastore;create=true",
    }
    java = {"driver__extraJavaOptions": f"{_QUICK} -Dderby.system.home={tmp_path}"}
    done = cluster.run(PYTHON, PROGRAM, _asked(cluster, frames=frames), **{**SETTINGS, **hive, **java})
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)["reports"]
    here = _local([path], findings=tmp_path / "here.parquet")
    assert told["whole"]["tool"] == {**here["tool"], "engine": "spark"}
    assert _but_format(told["whole"]) == {**_but_format(here), "notes": []}
    every, other = pl.read_parquet(tmp_path / "here.parquet"), pl.read_json(found)
    names = ["row", "column", "rule", "message"]
    assert sorted(every.select(names).rows()) == sorted(other.select(names).rows())
    assert every.height > 100
    assert told["cut"]["counts"] == here["counts"]
    assert "the order" in told["cut"]["notes"][0] or "次序" in told["cut"]["notes"][0]
    named = pl.read_json(tmp_path / "joined.json")
    numbered = named.filter(pl.col("row").is_not_null())["row"]
    assert told["joined"]["inputs"][0]["rows"] > 700
    assert numbered.max() > 600  # each partition of the join begins where the one before ends
    assert "排过序" in told["sorted"]["refused"]
    ours = [{**one, "path": None} for one in here["findings"]]
    assert [{**one, "path": None} for one in told["hive"]["findings"]] == ours
    assert told["hive"]["inputs"][0]["path"].startswith(str(tmp_path / "warehouse"))
    assert (told["orc"]["counts"], len(told["orc"]["notes"])) == (here["counts"], 1)
    assert (told["unioned"]["inputs"][0]["rows"], len(told["unioned"]["notes"])) == (1600, 1)
    assert told["empty"]["findings"] == told["whole"]["findings"]
    (note,) = told["empty"]["notes"]
    assert "有 1 个没有一行进入校验" in note
    assert note.endswith(str(empty))
    assert "列名“备`注”中有反引号" in told["backtick"]["refused"]
    assert "不止一列叫“备注”" in told["twice"]["refused"]


def _but_format(report: dict[str, Any]) -> dict[str, Any]:
    """What a report says beyond the engine and the form of its inputs."""
    inputs = [{**one, "format": None, "path": Path(one["path"]).name} for one in report["inputs"]]
    return {**report, "tool": None, "inputs": inputs}


def test_the_command_has_the_report_of_the_local_engine(
    cluster: Standalone, files: dict[str, Path], tmp_path: Path
) -> None:
    path, target = files["admin-penalty"], tmp_path / "here.json"
    command = [TOOL, "check", path, "--as-of", str(DAY), "--format", "json"]
    done = cluster.run(*command, "--engine", "spark", "--master", cluster.master, **SETTINGS)
    assert done.returncode == 1, done.stderr[-2000:]
    here = cluster.run(*command, "--output", target)
    assert here.returncode == 1, here.stderr[-2000:]
    there, local = json.loads(done.stdout), json.loads(target.read_text(encoding="utf-8"))
    assert (there["tool"].pop("engine"), local["tool"].pop("engine")) == ("spark", "local")
    assert {**there, "notes": []} == {**local, "notes": []}


def test_a_cluster_that_nobody_has_named_is_asked_for(cluster: Standalone, files: dict[str, Path]) -> None:
    done = cluster.run(TOOL, "check", files["admin-penalty"], "--engine", "spark", "--lang", "en", **SETTINGS)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No cluster was named" in done.stderr


def test_executors_without_the_tool_are_one_sentence_and_nothing_is_written(
    cluster: Standalone, files: dict[str, Path], tmp_path: Path
) -> None:
    findings = tmp_path / "findings.parquet"
    bare = {**cluster.environment, "PYSPARK_PYTHON": sys.base_prefix + "/bin/python3"}
    elsewhere = replace(cluster, environment=bare)
    command = [TOOL, "check", files["admin-penalty"], "--engine", "spark", "--master", cluster.master]
    done = elsewhere.run(*command, "--findings", findings, "--lang", "en", **SETTINGS)
    assert done.returncode == 2
    assert "The Python of the executors has not got this tool" in done.stderr
    assert "/python3: polars, pyarrow, pandas" in done.stderr
    assert (done.stdout, len(done.stderr.splitlines())) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_executors_that_are_all_lost_are_waited_for_no_longer_than_was_said(tmp_path: Path) -> None:
    with cluster_in(tmp_path) as own:
        asked = _asked(own, abandoned=[worker.pid for worker in own.workers])
        done = own.run(PYTHON, PROGRAM, asked, **SETTINGS, conformance__patience="6")
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["reports"]["abandoned"] == {
        "refused": lost(6).text.zh,
        "active": 0,
    }


def test_a_worker_that_is_lost_changes_nothing(cluster: Standalone, files: dict[str, Path]) -> None:
    path = files["admin-licence"]
    asked = _asked(cluster, {"name": "licences", "paths": [path]}, victim=cluster.workers[1].pid)
    done = cluster.run(PYTHON, PROGRAM, asked, **SETTINGS)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["ended"]
    assert told["reports"]["licences"] == _local([path])
