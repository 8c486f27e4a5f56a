"""What is made of a check that has ended when somebody asks for it: once, in a worker, from the kept upload."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from conformance.service import outputs
from conformance.service.model import Job
from conformance.service.pool import CLOSED, Broken, Pool
from conformance.service.problems import refuse
from conformance.service.store import Store
from conformance.service.work import MakeOutput
from conformance.standard.model import Text

ResultState = Literal["absent", "making", "ready", "impossible"]


class Result(Struct, frozen=True):
    """How far one result of a check is."""

    state: ResultState
    path: Path | None = None
    """Of its file, where it is ready."""
    problem: Text | None = None
    """Why there is none to be made."""


class Results:
    """The results that are being made, and those that cannot be. It may be used by several threads."""

    def __init__(self, store: Store, pool: Pool) -> None:
        self._store, self._pool = store, pool
        self._lock = threading.Lock()
        self._made: dict[tuple[str, str], Future[str]] = {}
        self._impossible: dict[tuple[str, str], Broken] = {}

    def state(self, job: Job, name: str) -> Result:
        """How far a result is. Raises Refusal (404) for one that there is not."""
        if name not in outputs.OUTPUTS:
            known = "、".join(outputs.OUTPUTS)
            raise refuse(
                "not-found",
                Text(f"没有这种结果；可用的有：{known}。", f"There is no such result; known ones are: {known}."),
            )
        key = (job.id, _maker(name))
        with self._lock:  # what is no longer being made is there, or it cannot be
            if key in self._made:
                return Result("making")
            why = self._impossible.get(key)
            if why is not None and not why.refused:
                del self._impossible[key]  # our fault, which is told once: whoever asks again has it tried again
        place = self._store.output(job.id, outputs.file_of(name, job.name))
        if place.is_file():
            return Result("ready", place)
        return Result("absent") if why is None else Result("impossible", problem=why.text)

    def make(self, job: Job, name: str) -> Result:
        """Have a result made, unless it is there or under way. Raises Refusal (404), and Full where too much waits."""
        found = self.state(job, name)
        if found.state != "absent":
            return found
        key = (job.id, _maker(name))
        with self._lock:
            begun = key not in self._made
            if begun:
                ticket = self._pool.submit(MakeOutput(self._store.folder(job.id), job.files, job.asked, key[1]))
                self._made[key] = ticket.future
        if begun:
            ticket.future.add_done_callback(lambda done: self._was_made(key, done))
        return self.state(job, name)

    def under_way(self, id_: str, name: str) -> Future[str] | None:
        """The making of a result, where it is under way."""
        with self._lock:
            return self._made.get((id_, _maker(name)))

    def forget(self, id_: str) -> None:
        """A check is gone, and with it what was known of its results."""
        with self._lock:
            for key in [one for one in self._impossible if one[0] == id_]:
                del self._impossible[key]

    def _was_made(self, key: tuple[str, str], done: Future[str]) -> None:
        error = done.exception()
        with self._lock:
            self._made.pop(key, None)
            if isinstance(error, Broken) and error.text != CLOSED:
                self._impossible[key] = error


def _maker(name: str) -> str:
    """What is made together has one maker: the mended file that of its log and its figures."""
    mends = outputs.OUTPUTS[name].mends
    return name if mends is None else "mended" if mends == "certain" else "mended-confirmed"


async def settled(future: Future[Any] | None, seconds: float) -> None:
    """Wait for something, so many seconds at the most, whatever it comes to."""
    if future is not None and not future.done() and seconds > 0:
        waiting = asyncio.wrap_future(future)
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())  # who asks for it later is told
        await asyncio.wait([waiting], timeout=seconds)
