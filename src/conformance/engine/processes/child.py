"""The main function of a process that judges spans for another: tasks come on standard input, answers go to standard output."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from conformance.engine.processes.allocation import keep_memory

if TYPE_CHECKING:
    from conformance.engine.processes.tasks import SpanTask


def main(scratch: str) -> None:
    """Load what is needed, then do tasks until the one who asks is gone; ``scratch`` is the folder of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, who ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    tasks: SimpleQueue[SpanTask] = SimpleQueue()
    keep_memory()
    from conformance.engine.processes.work import work

    Thread(target=_take, args=(tasks, scratch), daemon=True).start()
    while True:
        pickle.dump(work(tasks.get()), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _take(tasks: SimpleQueue[SpanTask], scratch: str) -> None:
    """Take tasks as they come. When no more can come the process ends at once: nobody waits for what it does."""
    try:
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)
