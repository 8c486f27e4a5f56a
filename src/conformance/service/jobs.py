"""The checks of a service: taken, worked at, kept, found again after a restart, and removed when their days are over."""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from conformance.exchange.server.settings import system_clock
from conformance.report.model import Report
from conformance.service import outputs
from conformance.service.later import Later
from conformance.service.making import report_at
from conformance.service.model import Asked, Job, Kept, Outcome, Progress, State, Upload
from conformance.service.places import Places
from conformance.service.pool import CLOSED, DIED, Broken, Full, Pool, Ticket
from conformance.service.problems import Refusal, no_check, no_report, no_room, queue_full
from conformance.service.results import Result, Results, settled
from conformance.service.settings import Settings
from conformance.service.store import Store
from conformance.service.work import CheckUpload
from conformance.service.worker import Crew, Load
from conformance.standard.model import Text

_ID = re.compile(r"[0-9a-f]{32}")
_ATTEMPTS = 2
"""A check that was under way when the service died is begun anew so often in all; what kills the service twice is let be."""


class Jobs:
    """Everything that the routes need of checks. It may be used by several threads."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = system_clock) -> None:
        """Take the folder and go on with what is there. Raises UsageError where it cannot be had."""
        self.settings, self.clock = settings, clock
        self.store = Store(settings)
        limits = settings.limits
        self.pool = Pool(
            Crew("checks", settings.scratch.resolve(), nice=5, first=(Load(),)),
            settings.workers,
            limits.queued_checks,
            limits.check_seconds,
            limits.worker_bytes,
        )
        self._places = Places(self.pool)
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._tickets: dict[str, Ticket] = {}
        self._ends: dict[str, Future[None]] = {}
        self._results = Results(self.store, self.pool)
        self._later = Later(self.pool, self._recorded)
        self._closed = False
        try:
            self._resume()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the workers and let go of the folder; checks that were under way are gone on with by the next service."""
        with self._lock:
            self._closed = True
        self.pool.close()
        self.store.close()

    def reserve(self) -> str:
        """An id that nobody can guess, with a place in the queue: it is submitted or dropped. Raises Refusal (503)."""
        id_ = secrets.token_hex(16)
        if not self._places.keep(id_):
            raise queue_full(self.pool.most_waiting)
        return id_

    def drop(self, id_: str) -> None:
        """Let go of an upload that came to nothing, and of its place; one that was submitted is not touched."""
        self.store.drop(id_)
        self._places.free(id_)

    def submit(self, upload: Upload, asked: Asked, owner: str | None = None) -> Job:
        """Have an upload checked that has its place. Raises Refusal (507), and nothing of it is kept then."""
        job = Job(
            id=upload.id,
            files=upload.files,
            bytes=upload.bytes,
            digest=upload.digest,
            asked=asked,
            owner=owner,
            created=self.clock().replace(microsecond=0),
        )
        with self._lock:
            try:
                self.store.add(job)
            except OSError as error:
                self.drop(upload.id)
                raise no_room(error) from error
            self._jobs[job.id] = job
            self._queue(job)
        self._places.free(job.id)
        return self.get(job.id)

    def again(self, id_: str, asked: Asked) -> Job:
        """Check the same upload in another way: a check of its own. Raises Refusal (404, 503, 507)."""
        job = self.get(id_)
        new = self.reserve()
        try:
            self.store.copied(job.id, new)
        except OSError as error:
            self.drop(new)
            raise no_room(error) from error
        return self.submit(Upload(new, job.files, job.bytes, job.digest), asked, job.owner)

    def get(self, id_: str) -> Job:
        """A check. Raises Refusal (404)."""
        with self._lock:
            job = self._jobs.get(id_) if _ID.fullmatch(id_) else None
            if job is None:
                raise no_check(self.settings.kept_days)
            return self._placed(job)

    def _placed(self, job: Job) -> Job:
        """A check with its place in the queue."""
        ticket = self._tickets.get(job.id) if job.state == "queued" else None
        return job if ticket is None else replace(job, ahead=self.pool.ahead(ticket))

    def all(self) -> list[Job]:
        """Every check, the latest first."""
        with self._lock:
            found = [self._placed(job) for job in self._jobs.values()]
        return sorted(found, key=lambda job: (job.created, job.id), reverse=True)

    def of(self, owner: str | None) -> list[Job]:
        """The checks of one owner, the latest first."""
        return [job for job in self.all() if job.owner == owner]

    def expires(self, job: Job) -> datetime:
        """From when on a check is removed, once it has ended."""
        return self.store.expires(job)

    def report(self, id_: str) -> Report:
        """The report of a check. Raises Refusal: 404, and 409 where it has none."""
        job = self.get(id_)
        place = self.store.output(id_, outputs.file_of("json", job.name))
        if job.outcome is None or not place.is_file():
            raise no_report(job.problem)
        return report_at(place)

    async def ended(self, id_: str, seconds: float) -> Job:
        """A check when it has ended, or after so many seconds as it is then. Raises Refusal (404)."""
        self.get(id_)
        await settled(self._ends.get(id_), seconds)
        return self.get(id_)

    def remove(self, id_: str) -> None:
        """Remove a check and all that belongs to it; one that is under way is stopped. Raises Refusal (404), and OSError."""
        with self._lock:
            self.get(id_)
            self.store.remove(id_)  # first, so that what cannot be removed is still known
            ticket = self._tickets.pop(id_, None)
            del self._jobs[id_]
            if ticket is not None:
                self.pool.cancel(ticket)
            end = self._ends.pop(id_, None)
            self._results.forget(id_)
        if end is not None and not end.done():
            end.set_result(None)

    def sweep(self) -> None:
        """Record what could not be recorded when it was checked, and remove what has been kept long enough."""
        now = self.clock()
        for job in self.all():
            if not (job.ended and self.expires(job) <= now):
                self._later.record(job, self._check(job))
                continue
            try:
                self.remove(job.id)
            except Refusal:
                continue  # somebody removed it meanwhile
            except OSError:
                # The others are removed nevertheless, and this one by the next sweep.
                traceback.print_exc(file=sys.stderr)

    def result(self, id_: str, name: str) -> Result:
        """How far a result of a check is that has ended. Raises Refusal: 404, and 409 where the check came to none."""
        return self._results.state(self._reported(id_), name)

    def make(self, id_: str, name: str) -> Result:
        """Have a result made, unless it is there or under way. Raises Refusal: as ``result``, and 503 where too much waits."""
        try:
            return self._results.make(self._reported(id_), name)
        except Full:
            raise queue_full(self.pool.most_waiting) from None

    async def output(self, id_: str, name: str, seconds: float) -> Result:
        """A result, made where need be; as far as it is after so many seconds. Raises Refusal as ``make``."""
        await self.ended(id_, seconds)
        found = await asyncio.to_thread(self.make, id_, name)
        if found.state == "making":
            await settled(self._results.under_way(id_, name), seconds)
            found = self.result(id_, name)
        return found

    def _reported(self, id_: str) -> Job:
        """A check that has a report. Raises Refusal (404, 409)."""
        job = self.get(id_)
        if job.outcome is None:
            raise no_report(job.problem)
        return job

    def _resume(self) -> None:
        """Go on with what was there when the service ended, in the order in which it came."""
        waiting = []
        for job in self.store.jobs():
            self._jobs[job.id] = job
            if not job.ended:
                waiting.append(job)
        self.sweep()
        for job in sorted(waiting, key=lambda one: (one.created, one.id)):
            if job.attempts >= _ATTEMPTS:
                self._end(job.id, problem=DIED)
            else:
                self._keep(replace(job, state="queued"))
                self._queue(self._jobs[job.id])

    def _check(self, job: Job) -> CheckUpload:
        return CheckUpload(
            self.store.folder(job.id), job.files, job.asked, job.id, job.created, self.settings.history_url
        )

    def _queue(self, job: Job) -> None:
        self._ends[job.id] = Future()
        ticket = self.pool.submit(
            self._check(job), lambda said: self._told(job.id, said), lambda: self._begun(job.id), always=True
        )
        self._tickets[job.id] = ticket
        ticket.future.add_done_callback(lambda done: self._finished(job.id, done))

    def _recorded(self, id_: str, kept: Kept) -> None:
        with self._lock:
            job = self._jobs.get(id_)
            if job is not None and job.outcome is not None:
                self._keep(replace(job, outcome=job.outcome.now(kept)))

    def _begun(self, id_: str) -> None:
        with self._lock:
            job = self._jobs.get(id_)
            if job is not None:
                self._keep(replace(job, state="running", attempts=job.attempts + 1, progress=Progress()))

    def _told(self, id_: str, said: Progress) -> None:
        with self._lock:
            if id_ in self._jobs:
                self._jobs[id_] = replace(self._jobs[id_], progress=said)

    def _finished(self, id_: str, done: Future[Outcome]) -> None:
        error = done.exception()
        if error is None:
            self._end(id_, outcome=done.result())
        elif isinstance(error, Broken) and error.text == CLOSED:
            self._put_back(id_)
        else:
            broken = error if isinstance(error, Broken) else Broken(DIED)
            self._end(id_, problem=broken.text, refused=broken.refused)

    def _put_back(self, id_: str) -> None:
        """A check that this service stopped on its way out: the next goes on with it, and it killed nobody."""
        with self._lock:
            job = self._jobs.get(id_)
            if job is not None and job.state == "running":
                self._keep(replace(job, state="queued", attempts=job.attempts - 1, progress=None))

    def _end(
        self, id_: str, *, outcome: Outcome | None = None, problem: Text | None = None, refused: bool = False
    ) -> None:
        state: State = "done" if outcome is not None else "refused" if refused else "failed"
        with self._lock:
            self._tickets.pop(id_, None)
            job = self._jobs.get(id_)
            if job is None:
                return  # removed meanwhile
            now = self.clock().replace(microsecond=0)
            self._keep(replace(job, state=state, outcome=outcome, problem=problem, finished=now, progress=None))
            end = self._ends.pop(id_, None)
        if end is not None and not end.done():
            end.set_result(None)

    def _keep(self, job: Job) -> None:
        """A check as it is from now on."""
        self._jobs[job.id] = job
        with suppress(OSError):  # on the disk it is as it was, and a restart does it once more; here it is as it is now
            self.store.save(job)
