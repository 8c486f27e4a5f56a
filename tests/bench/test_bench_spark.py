"""What Spark's log of events says of checks: the bytes that were shuffled, and what for; what the page says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.spark import Run, costs, said, table


def _begun(run: int, said: str, *stages: int) -> dict[str, Any]:
    properties = {"bench.run": str(run), "spark.job.description": f"conformance: {said}"}
    return {"Event": "SparkListenerJobStart", "Stage IDs": list(stages), "Properties": properties}


def _task(stage: int, shuffled: int) -> dict[str, Any]:
    metrics = {"Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled}}
    return {"Event": "SparkListenerTaskEnd", "Stage ID": stage, "Task Metrics": metrics}


def test_bytes_are_told_by_run_and_by_what_for(tmp_path: Path) -> None:
    foreign = {"Event": "SparkListenerJobStart", "Stage IDs": [9], "Properties": {}}
    events = [
        *(_begun(0, "judge", 0), _task(0, 7), foreign, _task(9, 1000)),
        *(_begun(1, "judge", 1, 2), _task(1, 5), _task(1, 6), _task(2, 1)),
        *(_begun(1, "compare keys", 2, 3), _task(3, 40)),
    ]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "events_1_app").write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    (tmp_path / "app" / "appstatus_app").write_text("", encoding="utf-8")
    assert costs(tmp_path) == {0: {"judge": 7}, 1: {"judge": 12, "compare keys": 40}}


def test_what_a_task_more_costs_is_told_of_the_same_records() -> None:
    def run(register: bool, splits: int, seconds: float) -> Run:
        return Run(1, 1_000, register, splits, 2.0, seconds, 1.0, {"compare keys": 27_000, "judge": 500})

    runs = [run(False, 10, 20.0), run(False, 40, 23.0), run(True, 11, 30.0)]
    lines = list(said(runs, [(1_000, 0.5)], 0.2))
    assert [line for line in lines if "each task more" in line] == [
        "- 1 workers, 1,000 records: each task more cost 0.100 processor seconds of workers."
    ]
    assert "27.0 bytes shuffled for repeats and 0.5 for references" in lines[1]
    assert list(table(runs))[-1] == "| 1 | 1,000 | yes | 11 | 2.0 | 30.0 | 1.0 | 0.0 MB | 0.0 MB | 0.0 MB |"
