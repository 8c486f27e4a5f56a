"""A program with a session of its own that has files checked on a cluster: run by the tests with the Python of ``make spark``.

Arguments: a JSON of what to do. Prints a JSON of what came of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from conformance.api import Options, check_many, request_of
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.engine.spark.watch import acting
from conformance.report.errors import UsageError
from conformance.spark import check_dataframe
from conformance.standard.load import load


def main(asked: dict[str, Any]) -> None:
    """Check some files, once for each item; end a worker in the middle of it, if one is named."""
    reports, places, splits = {}, set(), {}
    with Cluster(asked["master"]) as cluster:
        if "victim" in asked:
            threading.Thread(target=_end, args=(cluster.session.sparkContext, asked["victim"]), daemon=True).start()
        for one in asked.get("checks", ()):
            findings = None if one.get("findings") is None else Path(one["findings"])
            options = Options(
                as_of=date(2016, 12, 31), item=one.get("item"), findings=findings, **one.get("options", {})
            )
            party = options.party or one.get("party")
            with SparkRunner(cluster, request_of(replace(options, party=party), load())) as runner:
                report = check_many(one["paths"], options, runner=runner)
                places |= runner.places
                splits[one["name"]] = len(runner.splits)
            reports[one["name"]] = to_builtins(report)
        if "abandoned" in asked:
            reports["abandoned"] = abandoned(cluster, asked["abandoned"])
        for one in asked.get("frames", ()):
            try:
                made = check_dataframe(read(cluster.session, one), one.get("item"), as_of=date(2016, 12, 31))
            except UsageError as error:
                reports[one["name"]] = {"refused": str(error)}
                continue
            made.findings.toPandas().to_json(one["findings"], orient="records", force_ascii=False)
            made.release()
            reports[one["name"]] = to_builtins(made.report)
    json.dump(
        {"reports": reports, "places": sorted(places), "ended": _ended, "splits": splits}, sys.stdout, default=str
    )


def abandoned(cluster: Cluster, workers: list[int]) -> dict[str, Any]:
    """What is said when all workers are gone in the middle of a job, and whether a job of somebody else goes on."""
    context = cluster.session.sparkContext
    try:
        with acting(cluster):
            threading.Thread(target=_end_all, args=(context, workers), daemon=True).start()
            context.parallelize(range(100), 100).foreach(lambda _: time.sleep(0.5))
    except ClusterFailed as error:
        return {"refused": error.text.zh, "active": len(context.statusTracker().getActiveJobsIds())}
    return {}


def _end_all(context: Any, workers: list[int]) -> None:
    while not context.statusTracker().getActiveStageIds():
        time.sleep(0.1)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)


def read(session: Any, one: dict[str, Any]) -> Any:
    """The frame of some files, as it was read or without what Spark knows of them."""
    frame = session.read.parquet(*one["paths"])
    if "renamed" in one:
        return frame.withColumnsRenamed(one["renamed"])
    if "twice" in one:
        return frame.select("*", frame[one["twice"]])
    if one.get("where"):
        frame = frame.where(one["where"])
    if one.get("joined"):
        # So cut that Spark puts its partitions together otherwise for each query.
        for name, value in (("autoBroadcastJoinThreshold", "-1"), ("adaptive.advisoryPartitionSizeInBytes", "60000")):
            session.conf.set(f"spark.sql.{name}", value)
        session.conf.set("spark.sql.adaptive.coalescePartitions.minPartitionSize", "1000")
        session.conf.set("spark.sql.shuffle.partitions", "8")
        keys = session.createDataFrame(frame.select(one["joined"]).distinct().rdd, frame.select(one["joined"]).schema)
        return frame.join(keys, one["joined"])
    if one.get("hive"):
        return in_hive(session, frame, one["hive"])
    if one.get("unioned"):
        frame = frame.union(frame)
    if one.get("sorted"):
        frame = frame.orderBy(one["sorted"])
    return session.createDataFrame(frame.rdd, frame.schema) if one.get("cut") else frame


def in_hive(session: Any, frame: Any, form: str) -> Any:
    """One partition of two of a table of Hive with the same rows, as the guide has it."""
    session.sql("CREATE DATABASE IF NOT EXISTS credit")
    columns = ", ".join(f"`{name}` string" for name in frame.columns)
    session.sql(f"CREATE TABLE credit.xk_{form} ({columns}) PARTITIONED BY (dt string) STORED AS {form}")
    frame.createOrReplaceTempView("rows")
    for month in ("2016-05", "2016-06"):
        session.sql(f"INSERT INTO credit.xk_{form} PARTITION (dt = '{month}') SELECT * FROM rows")
    return session.table(f"credit.xk_{form}").where("dt = '2016-06'").drop("dt")


_ended: list[int] = []


def _end(context: Any, victim: int) -> None:
    """End a process once some tasks of the judging are done and others are not: the first job with more tasks than there are cores,
    for the one before it only looks at the executors."""
    status = context.statusTracker()
    while True:
        for stage in map(status.getStageInfo, status.getActiveStageIds()):
            if stage is None or stage.numTasks <= context.defaultParallelism:
                continue
            if 0 < stage.numCompletedTasks < stage.numTasks:
                os.kill(victim, signal.SIGKILL)
                _ended.append(stage.numCompletedTasks)
                return
        time.sleep(0.05)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
