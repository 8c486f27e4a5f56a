"""What Spark's log of events says of a check: its tasks, the bytes that were shuffled."""

from __future__ import annotations

import json
from pathlib import Path

from bench.spark import costs


def test_checks_are_told_apart_by_the_stage_that_judges(tmp_path: Path) -> None:
    def task(shuffled: int) -> dict[str, object]:
        metrics = {"Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled}}
        return {"Event": "SparkListenerTaskEnd", "Task Metrics": metrics}

    def stage(name: str, tasks: int) -> dict[str, object]:
        return {"Event": "SparkListenerStageCompleted", "Stage Info": {"Stage Name": name, "Number of Tasks": tasks}}

    first = [task(0), task(0), stage("collect at x", 2), task(700), stage("toLocalIterator at y", 5)]
    events = [*first, task(0), stage("collect at x", 1), task(40), stage("toLocalIterator at y", 1)]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "events_1_app").write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    (tmp_path / "app" / "appstatus_app").write_text("", encoding="utf-8")
    assert list(costs(tmp_path)) == [(2, 700), (1, 40)]
