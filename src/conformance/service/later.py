"""Runs that the history could not take when they were made: recorded later, each by its own id and moment, so once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from conformance.service.model import Job, Kept
from conformance.service.pool import Pool
from conformance.service.work import CheckUpload, RecordUpload


class Later:
    """Those that are being recorded. It may be used by several threads."""

    def __init__(self, pool: Pool, kept: Callable[[str, Kept], None]) -> None:
        """``kept`` is told what became of the run of a check."""
        self._pool, self._kept = pool, kept
        self._lock = threading.Lock()
        self._under_way: set[str] = set()

    @property
    def busy(self) -> bool:
        """Whether any is under way."""
        with self._lock:
            return bool(self._under_way)

    def record(self, job: Job, check: CheckUpload) -> None:
        """Have the run of a check recorded where the history could not take it, unless that is under way."""
        if job.outcome is None or not job.outcome.record_again:
            return
        with self._lock:
            if job.id in self._under_way:
                return
            self._under_way.add(job.id)
        ticket = self._pool.submit(RecordUpload(check), always=True)
        ticket.future.add_done_callback(lambda done: self._ended(job.id, done))

    def _ended(self, id_: str, done: Future[Kept]) -> None:
        with self._lock:
            self._under_way.discard(id_)
        if done.exception() is None:  # else the next sweep tries again
            self._kept(id_, done.result())
