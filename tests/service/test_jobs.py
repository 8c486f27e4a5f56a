"""A check that was taken is not lost: not by a restart, not by a worker that is killed, not by a disk that is full."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from conformance.history.opening import open_store
from conformance.report.errors import UsageError
from conformance.service.jobs import Jobs
from conformance.service.model import Asked, Job, Upload
from conformance.service.pool import DIED
from conformance.service.problems import Refusal
from conformance.service.settings import Settings
from conformance.service.store import STATE
from service.live import DAY, GOOD, until, waiting

ASKED = Asked(as_of=date(2016, 12, 31))


@contextmanager
def jobs_in(folder: Path, **more: Any) -> Iterator[Jobs]:
    clock = more.pop("clock", None)
    settings = Settings(**{"folder": folder, "workers": 1, "payload_workers": 0, **more})
    made = Jobs(settings) if clock is None else Jobs(settings, clock)
    try:
        yield made
    finally:
        made.close()


def sent(jobs: Jobs, content: bytes = b"x", name: str = "a.csv") -> Job:
    upload = Upload(jobs.reserve(), (name,), len(content), "sha256:" + "0" * 64)
    (jobs.store.arrival(upload.id) / "upload" / name).write_bytes(content)
    return jobs.submit(upload, ASKED)


def ended(jobs: Jobs, id_: str, seconds: float = 120) -> Job:
    until(lambda: jobs.get(id_).ended, seconds)
    return jobs.get(id_)


def test_what_waited_when_the_service_ended_is_checked_by_the_next(tmp_path):
    with jobs_in(tmp_path / "kept", workers=0) as first:
        job = sent(first, GOOD.read_bytes())
        assert first.get(job.id).state == "queued"
    with jobs_in(tmp_path / "kept") as second:
        found = ended(second, job.id)
        assert (found.state, found.outcome.verdict if found.outcome else None) == ("done", "conforming")
        report = second.store.output(job.id, "report.json").read_bytes()
    with jobs_in(tmp_path / "kept", workers=0) as third:
        assert third.get(job.id) == found
        assert third.report(job.id).verdict == "conforming"
        assert third.store.output(job.id, "report.json").read_bytes() == report


def test_a_check_whose_worker_is_killed_fails_with_one_sentence_and_the_next_goes_on(tmp_path):
    head, _, rows = GOOD.read_bytes().partition(b"\n")
    with jobs_in(tmp_path / "kept") as jobs:
        big, small = sent(jobs, head + b"\n" + rows * 20_000), sent(jobs, GOOD.read_bytes())
        until(lambda: (jobs.get(big.id).progress or ASKED) != ASKED and jobs.get(big.id).progress.rows)
        os.kill(jobs.pool._workers[0].process.pid or 0, signal.SIGKILL)
        found = ended(jobs, big.id)
        assert (found.state, found.problem) == ("failed", DIED)
        assert [one.name for one in (jobs.store.folder(big.id) / "outputs").iterdir()] == []
        assert ended(jobs, small.id).state == "done"
        with pytest.raises(Refusal) as caught:
            jobs.report(big.id)
        assert "意外终止" in caught.value.problem.detail


def test_what_kills_the_service_twice_is_let_be(tmp_path):
    with jobs_in(tmp_path / "kept", workers=0) as first:
        job = sent(first)
        for _ in range(2):  # it was begun, and the service ended before it did
            first._begun(job.id)
    with jobs_in(tmp_path / "kept", workers=0) as second:
        found = second.get(job.id)
        assert (found.state, found.problem, found.attempts) == ("failed", DIED, 2)


def test_a_run_that_the_history_could_not_take_is_recorded_by_the_next_sweep(tmp_path):
    place = tmp_path / "history"
    with jobs_in(tmp_path / "kept", history=f"sqlite:///{place}/runs.sqlite") as jobs:
        place.write_bytes(b"no folder")
        job = ended(jobs, sent(jobs, GOOD.read_bytes()).id)
        assert job.outcome
        assert (job.state, job.outcome.record_failed, job.outcome.record_again) == ("done", True, True)
        assert "由服务补记，不必重新发送" in job.outcome.recorded.zh
        jobs.sweep()
        until(lambda: not jobs._later.busy)
        assert jobs.get(job.id) == job
        place.unlink()
        place.mkdir()
        jobs.sweep()
        until(lambda: not jobs.get(job.id).outcome.record_failed)
        with open_store(jobs.settings.history_url, create=False) as store:
            runs = list(store.runs())
        assert [(run.id, run.recorded, run.inputs[0].rows) for run in runs] == [(job.id, job.created, 12)]
        assert not jobs.get(job.id).outcome.record_again


def test_a_service_that_is_stopped_in_order_has_killed_no_check(tmp_path):
    head, _, rows = GOOD.read_bytes().partition(b"\n")
    with jobs_in(tmp_path / "kept") as jobs:
        job = sent(jobs, head + b"\n" + rows * 20_000)
        until(lambda: jobs.get(job.id).state == "running", 60)
    with jobs_in(tmp_path / "kept", workers=0) as later:
        found = later.get(job.id)
        assert (found.state, found.attempts) == ("queued", 0)


SERVICE = """
import sys
from pathlib import Path
from conformance.exchange.server.running import listening, serving
from conformance.service.app import create_app
from conformance.service.settings import Settings

if __name__ == "__main__":
    app = create_app(Settings(folder=Path(sys.argv[1]), payload_workers=0))
    with serving(app, listening()) as url:
        print(url, flush=True)
        sys.stdin.read()
"""


@contextmanager
def service(script: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout
    assert process.stdin
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.mark.slow
def test_a_service_that_is_killed_in_the_middle_of_checks_loses_none(tmp_path):
    """Every check that was answered with 202 is there afterwards and comes to the same as if nothing had happened."""
    script = tmp_path / "service.py"
    script.write_text(SERVICE, encoding="utf-8")
    head, _, rows = GOOD.read_bytes().partition(b"\n")
    content = head + b"\n" + rows * 1_000
    with service(script, tmp_path / "kept") as (process, url):
        taken = []
        for _ in range(3):
            answer = requests.post(
                f"{url}/api/v1/checks?as_of={DAY}&name=a.csv",
                data=content,
                headers={"Content-Type": "text/csv"},
                timeout=60,
            )
            assert answer.status_code == 202
            taken.append(answer.headers["Location"])
        until(lambda: (requests.get(url + taken[0], timeout=60).json()["progress"] or {}).get("rows"), 60)
        process.kill()
        process.wait()
    time.sleep(0.5)
    with service(script, tmp_path / "kept") as (_, url):
        for place in taken:
            until(
                lambda place=place: (
                    requests.get(url + place, headers=waiting(10), timeout=60).json()["state"] != "running"
                ),
                60,
            )
            told = requests.get(url + place, headers=waiting(30), timeout=60).json()
            assert told["state"] == "done", told
            assert told["outcome"]["rows"] == 12 * 1_000
        runs = requests.get(f"{url}/api/v1/runs", timeout=60).json()["runs"]
        assert sorted(one["id"] for one in runs) == sorted(place.rpartition("/")[2] for place in taken)


def test_one_folder_is_for_one_service(tmp_path):
    with (
        jobs_in(tmp_path / "kept", workers=0),
        pytest.raises(UsageError, match="正由另一个服务使用"),
        jobs_in(tmp_path / "kept", workers=0),
    ):
        pass
    with jobs_in(tmp_path / "kept", workers=0):
        pass


def test_a_damaged_check_is_told_of_when_the_service_starts(tmp_path):
    with jobs_in(tmp_path / "kept", workers=0) as jobs:
        job = sent(jobs)
        place = jobs.store.folder(job.id) / STATE
    place.write_bytes(b"{")
    with pytest.raises(UsageError, match="已损坏"), jobs_in(tmp_path / "kept", workers=0):
        pass


def test_half_an_upload_of_a_killed_service_is_gone_with_the_next(tmp_path):
    with jobs_in(tmp_path / "kept", workers=0) as jobs:
        (jobs.store.arrival(jobs.reserve()) / "upload" / "a.csv").write_bytes(b"half")
    with jobs_in(tmp_path / "kept", workers=0) as jobs:
        assert list(jobs.settings.incoming.iterdir()) == []
        assert jobs.all() == []


def test_what_was_kept_long_enough_is_removed_and_what_still_runs_is_not(tmp_path):
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    with jobs_in(tmp_path / "kept", workers=0, clock=lambda: now[0], kept_days=7) as jobs:
        old, waits = sent(jobs), sent(jobs)
        jobs._end(old.id, problem=DIED)
        now[0] += timedelta(days=6, hours=23)
        jobs.sweep()
        assert len(jobs.all()) == 2
        now[0] += timedelta(hours=1)
        jobs.sweep()
        assert [job.id for job in jobs.all()] == [waits.id]
        assert not jobs.store.folder(old.id).exists()


def test_what_cannot_be_removed_keeps_neither_the_service_nor_other_checks_from_anything(tmp_path, monkeypatch, capsys):
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    with jobs_in(tmp_path / "kept", workers=0, clock=lambda: now[0]) as jobs:
        first, stuck, last = sorted((sent(jobs) for _ in range(3)), key=lambda job: job.id)
        for job in (first, stuck, last):
            jobs._end(job.id, problem=DIED)
        now[0] += timedelta(days=8)
        remove = jobs.store.remove

        def refused(id_: str) -> None:
            if id_ == stuck.id:
                raise OSError(errno.EBUSY, "busy")
            remove(id_)

        with monkeypatch.context() as patch:
            patch.setattr(jobs.store, "remove", refused)
            jobs.sweep()
        assert [job.id for job in jobs.all()] == [stuck.id]
        assert "busy" in capsys.readouterr().err
        jobs.sweep()
        assert jobs.all() == []


def test_the_same_upload_is_checked_in_another_way(tmp_path):
    with jobs_in(tmp_path / "kept", workers=0) as jobs:
        job = sent(jobs, GOOD.read_bytes())
        other = jobs.again(job.id, Asked(as_of=ASKED.as_of, lang="en"))
        jobs.remove(job.id)
        assert (jobs.store.uploads(other.id) / "a.csv").read_bytes() == GOOD.read_bytes()
        assert (other.asked.lang, other.digest) == ("en", job.digest)


def test_a_result_that_cannot_be_made_says_why(tmp_path):
    with jobs_in(tmp_path / "kept") as jobs:
        job = ended(jobs, sent(jobs, b"\x00\x01 nothing of ours", "notes.bin").id)
        assert jobs.result(job.id, "changes").state == "absent"
        assert jobs.make(job.id, "mended").state in ("making", "impossible")
        until(lambda: jobs.result(job.id, "mended").state != "making")
        # What is made together cannot be made together.
        found = [jobs.result(job.id, name) for name in ("mended", "changes", "mending")]
        assert {one.state for one in found} == {"impossible"}
        assert found[0].problem is not None
        assert jobs.result(job.id, "mended-confirmed").state == "absent"
