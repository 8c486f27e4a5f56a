"""Processes that work: each has one task at a time, is watched while it has it, and is replaced when it dies.

A task is a value; what it gives back is one. A worker that is killed, takes too long or too much memory ends its own task
only, with one sentence; nobody else's is touched, and none that waits is lost.
"""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from msgspec import Struct, field

from conformance.service.memory import resident
from conformance.service.worker import Crew, Done, Failed, Said, Task, serve
from conformance.standard.model import Text

Told = Callable[[Any], None]
_LOOK = 0.5
"""Seconds between looks at how long a worker has been at it and how much memory it has."""
_TASKS = 500
"""After so many tasks a worker's memory is looked at, and one that has grown is replaced."""


class Broken(Exception):
    """A task that came to no end; carries one sentence why."""

    def __init__(self, text: Text, *, refused: bool = False) -> None:
        super().__init__(text.zh)
        self.text = text
        self.refused = refused
        """Whether it cannot be done as it was asked."""


class Full(Exception):
    """As many tasks wait as may."""


DIED = Text(
    "校验进程意外终止（可能是内存不足或被系统结束），没有得出结论；请重试，大文件可分批。",
    "The process that checked it ended all at once (short of memory, or killed), and nothing was decided; try again, a large "
    "file in parts.",
)
SLOW = Text(
    "校验超过了服务允许的时间，已停止，没有得出结论；请分批报送，或请管理人放宽限制。",
    "It took longer than the service allows and was stopped, nothing was decided; send it in parts, or have the limit raised.",
)
LARGE = Text(
    "校验所需内存超过了服务的限制，已停止，没有得出结论；请分批报送。",
    "It took more memory than the service allows and was stopped, nothing was decided; send it in parts.",
)
UNSTARTED = Text(
    "系统没有启动校验进程（进程或内存可能已到上限），没有得出结论；请稍后重试。",
    "The system did not start a process to check it (processes or memory may be short), nothing was decided; try again later.",
)
CANCELLED = Text("已取消。", "It was cancelled.")
CLOSED = Text("服务正在停止。", "The service is coming to its end.")


class Ticket(Struct, eq=False):
    """A task that was handed in."""

    task: Task
    told: Told | None
    future: Future[Any] = field(default_factory=Future)
    begun: Callable[[], None] | None = None
    cancelled: bool = False
    worker: _Worker | None = None


class _Worker:
    """One process."""

    def __init__(self, crew: Crew) -> None:
        context = get_context("spawn")
        self._scratch = crew.scratch
        self._mine, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, crew), daemon=True, name=f"conformance-{crew.name}")
        self.process.start()
        theirs.close()
        self.tasks = 0

    def run(self, ticket: Ticket, seconds: float, most: int) -> Any:
        """Have a task done. Raises Broken."""
        self.tasks += 1
        now = time.monotonic()
        end, look = now + seconds, now + _LOOK
        mine: Connection = self._mine
        try:
            mine.send(ticket.task)
            while True:
                if mine.poll(_LOOK):
                    message = mine.recv()
                    if isinstance(message, Failed):
                        raise Broken(message.text, refused=message.refused)
                    if not isinstance(message, Said):
                        return message.result
                    if ticket.told is not None:
                        ticket.told(message.what)
                now = time.monotonic()
                if now < look:  # by the clock, however much it says
                    continue
                look = now + _LOOK
                if now > end:
                    raise self.ended(SLOW)
                if (self.memory() or 0) > most:
                    raise self.ended(LARGE)
        except (EOFError, OSError):
            raise self.ended(CANCELLED if ticket.cancelled else DIED) from None

    def ready(self) -> None:
        """Wait until it has loaded what it works with. Raises Broken where it does not come up."""
        try:
            message = self._mine.recv()
        except (EOFError, OSError):
            raise self.ended(DIED) from None
        if not isinstance(message, Done):
            raise self.ended(message.text)

    def ended(self, why: Text) -> Broken:
        """End it, whatever it is doing."""
        self.kill()
        return Broken(why)

    def kill(self) -> None:
        """End the process and let go of it, and of what it would have tidied away itself."""
        self.process.kill()
        self.process.join()
        self._mine.close()
        shutil.rmtree(self._scratch / str(self.process.pid), ignore_errors=True)

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self.process.is_alive()

    def memory(self) -> int | None:
        """Bytes that it has in memory; None where the system does not tell."""
        return resident(self.process.pid)


class Pool:
    """Some workers and the tasks that wait for them, in order."""

    def __init__(self, crew: Crew, size: int, most_waiting: int, seconds: float, memory: int) -> None:
        self.crew, self.size = crew, size
        self.most_waiting = most_waiting
        self._seconds, self._memory = seconds, memory
        self._tickets: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting: list[Ticket] = []
        self._workers: dict[int, _Worker] = {}
        self._closed = False
        self._up = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(number,), daemon=True, name=f"{crew.name}-{number}")
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self, task: Task, told: Told | None = None, begun: Callable[[], None] | None = None, *, always: bool = False
    ) -> Ticket:
        """Hand in a task; its future has the result, or Broken. Raises Full, unless it is to be taken ``always``."""
        ticket = Ticket(task, told, begun=begun)
        with self._lock:
            if not always and len(self._waiting) >= self.most_waiting:
                raise Full
            self._waiting.append(ticket)
        self._tickets.put(ticket)
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Have a task end as soon as may be."""
        with self._lock:
            ticket.cancelled = True
            worker = ticket.worker
            if worker is not None:
                worker.process.kill()

    def drop(self, ticket: Ticket) -> None:
        """Nobody waits for it any more: it is not begun, if it was not."""
        with self._lock:
            ticket.cancelled = True

    def ahead(self, ticket: Ticket) -> int | None:
        """How many tasks are before it in the queue; None where it does not wait."""
        with self._lock:
            return self._waiting.index(ticket) if ticket in self._waiting else None

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        with self._lock:
            return len(self._waiting)

    @property
    def ready(self) -> bool:
        """Whether a worker has come up and is there."""
        with self._lock:
            return self._up.is_set() and any(worker.alive for worker in self._workers.values())

    def wait_ready(self, seconds: float) -> bool:
        """Wait for the first worker."""
        return self._up.wait(seconds)

    def close(self) -> None:
        """End every worker; what was not finished is Broken."""
        with self._lock:
            self._closed = True
            for worker in self._workers.values():
                worker.process.kill()
        for _ in self._threads:
            self._tickets.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        """What one thread does: keep a worker, and hand it one task after the other."""
        worker: _Worker | None = None
        with suppress(Broken):
            worker = self._started(number)
        while True:
            ticket = self._tickets.get()
            if ticket is None:
                break
            with self._lock:
                self._waiting.remove(ticket)
            if not ticket.future.set_running_or_notify_cancel():
                continue  # from now on nobody but this thread settles it
            if self._closed or ticket.cancelled:
                ticket.future.set_exception(Broken(CLOSED if self._closed else CANCELLED))
                continue
            try:
                if worker is None or not worker.alive:
                    worker = self._started(number)
                with self._lock:
                    if ticket.cancelled:
                        raise Broken(CANCELLED)
                    ticket.worker = worker
                if ticket.begun is not None:
                    ticket.begun()
                result = worker.run(ticket, self._seconds, self._memory)
            except BaseException as error:
                worker = self._left(ticket, worker)
                known = error if isinstance(error, Broken) else Broken(Text(str(error), str(error)))
                ticket.future.set_exception(Broken(CLOSED) if self._closed else known)
            else:
                worker = self._left(ticket, worker)
                ticket.future.set_result(result)
                worker = None if worker is None else self._renewed(worker, number)
        if worker is not None:
            worker.kill()

    def _left(self, ticket: Ticket, worker: _Worker | None) -> _Worker | None:
        """The worker when a task has left it; None where the task was cancelled at its end, and the process with it: its death
        may come a little later and is not the next task's."""
        with self._lock:
            killed = ticket.cancelled and ticket.worker is not None
            ticket.worker = None
        if worker is None or not killed:
            return worker
        worker.kill()
        return None

    def _started(self, number: int) -> _Worker:
        try:
            worker = _Worker(self.crew)
        except Exception as error:
            raise Broken(UNSTARTED) from error
        with self._lock:
            closed = self._closed
            self._workers[number] = worker
        if closed:
            raise worker.ended(CLOSED)
        worker.ready()
        self._up.set()
        return worker

    def _renewed(self, worker: _Worker, number: int) -> _Worker | None:
        """The same worker, or a new one where its memory has grown: what a library keeps is let go of."""
        if worker.tasks % _TASKS or (worker.memory() or 0) <= self._memory // 2:
            return worker
        worker.kill()
        try:
            return self._started(number)
        except Broken:
            return None
