"""Processes that stand ready to judge spans of files.

They are started before anybody knows whether there is work for them, so that they get ready while this process does. Each
is a fresh interpreter and no fork: libraries with threads do not survive one. Nothing is imported here that takes time.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from conformance.engine.processes.worth import processors

if TYPE_CHECKING:
    from conformance.engine.processes.tasks import SpanFailed, SpanJudged, SpanTask

_PROGRAM = "import sys; from conformance.engine.processes.child import main; main(sys.argv[1])"
_THREADS = "POLARS_MAX_THREADS"


class Helpers:
    """Some processes. Use it as a context manager: they end with it, whatever they are doing, and their files go."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.started: list[Helper] = []

    def __enter__(self) -> Helpers:
        with suppress(OSError):  # a machine that is short of processes judges with those that it has
            for _ in range(self._size):
                self.started.append(Helper(max(1, processors() // (self._size + 1))))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in self.started:
            helper.end()


class Helper:
    """One process. Raises OSError where it cannot be started."""

    def __init__(self, threads: int) -> None:
        """``threads`` of Polars are enough for it, unless the user says otherwise."""
        self.scratch = Path(tempfile.mkdtemp(prefix="conformance-span-"))
        self.judged = 0
        """Spans that it has judged."""
        self.failed = ""
        """Why it did not judge the last one that it was given; for those who look for the reason."""
        environment = {_THREADS: str(threads), **os.environ, "PYTHONPATH": os.pathsep.join(_places())}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with a program of our own
                # -P: what lies in the folder where the user works is data and no program.
                [sys.executable, "-P", "-c", _PROGRAM, str(self.scratch)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        except OSError:
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise

    def new_folder(self) -> Path:
        """An empty folder for the files of one task."""
        return Path(tempfile.mkdtemp(dir=self.scratch))

    def begin(self, task: SpanTask) -> None:
        """Have a task done. One that is no longer there is found out by :meth:`answer`."""
        assert self._process.stdin is not None  # noqa: S101 - asked for
        try:
            pickle.dump(task, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            self.end()

    def answer(self) -> SpanJudged | SpanFailed | None:
        """Wait for what came of the task; None where the process ended without an answer (short of memory, or killed)."""
        assert self._process.stdout is not None  # noqa: S101 - asked for
        try:
            answer: SpanJudged | SpanFailed = pickle.load(self._process.stdout)  # noqa: S301 - from a process of our own
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            self.failed = repr(error)
            return None
        from conformance.engine.processes.tasks import (
            SpanFailed,  # what was read is of this module: it costs nothing now
        )

        self.failed = answer.reason if isinstance(answer, SpanFailed) else ""
        self.judged += not isinstance(answer, SpanFailed)
        return answer

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it is doing, and remove its files."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it did not read any more
                    pipe.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _places() -> list[str]:
    """Where modules are found, but for the folder where the user works (a copy of this package that lies there counts)."""
    package = str(Path(__file__).resolve().parents[3])
    here = Path.cwd()
    return [package, *(place for place in sys.path if place and Path(place).resolve() != here)]
