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
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from conformance.api import Options, check_many, request_of
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.standard.load import load


def main(asked: dict[str, Any]) -> None:
    """Check some files, once for each item; end a worker in the middle of it, if one is named."""
    reports, places = {}, set()
    with Cluster(asked["master"]) as cluster:
        if "victim" in asked:
            threading.Thread(target=_end, args=(cluster.session.sparkContext, asked["victim"]), daemon=True).start()
        for one in asked["checks"]:
            findings = None if one.get("findings") is None else Path(one["findings"])
            options = Options(as_of=date(2016, 12, 31), item=one.get("item"), findings=findings)
            with SparkRunner(cluster, request_of(options, load())) as runner:
                report = check_many(one["paths"], options, runner=runner)
                places |= runner.places
            reports[one["name"]] = asdict(report)
    json.dump({"reports": reports, "places": sorted(places), "ended": _ended}, sys.stdout, default=str)


_ended: list[int] = []


def _end(context: Any, victim: int) -> None:
    """End a process once some tasks of the job are done and others are not."""
    status = context.statusTracker()
    while True:
        for stage in map(status.getStageInfo, status.getActiveStageIds()):
            if stage is not None and 0 < stage.numCompletedTasks < stage.numTasks:
                os.kill(victim, signal.SIGKILL)
                _ended.append(stage.numCompletedTasks)
                return
        time.sleep(0.05)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
