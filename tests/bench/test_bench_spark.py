"""What Spark's log of events says of a check: its tasks, the bytes that were shuffled."""

from __future__ import annotations

import json
from pathlib import Path

from bench.spark import costs


def test_checks_are_told_apart_by_what_is_let_go_at_their_end(tmp_path: Path) -> None:
    def task(shuffled: int) -> dict[str, object]:
        metrics = {"Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled}}
        return {"Event": "SparkListenerTaskEnd", "Task Metrics": metrics}

    def stage(tasks: int) -> dict[str, object]:
        return {"Event": "SparkListenerStageCompleted", "Stage Info": {"Number of Tasks": tasks}}

    end = {"Event": "SparkListenerUnpersistRDD"}
    events = [task(0), task(0), stage(2), task(700), stage(5), end, end, task(40), stage(1), end]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "events_1_app").write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    (tmp_path / "app" / "appstatus_app").write_text("", encoding="utf-8")
    assert list(costs(tmp_path)) == [(2, 700), (1, 40)]
