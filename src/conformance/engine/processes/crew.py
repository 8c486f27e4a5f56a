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

if TYPE_CHECKING:
    from conformance.engine.processes.tasks import Done, Failed, Task

_PROGRAM = "import sys; from conformance.engine.processes.child import main; main(sys.argv[1])"


class Crew:
    """Some processes. Use it as a context manager: they end with it, whatever they are doing, and their files go."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.members: list[Member] = []

    def __enter__(self) -> Crew:
        with suppress(OSError):  # a machine that is short of processes judges with those that it has
            for _ in range(self._size):
                self.members.append(Member())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self.members:
            member.end()


class Member:
    """One process. Raises OSError where it cannot be started."""

    def __init__(self) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="conformance-span-"))
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with a program of our own
                [sys.executable, "-c", _PROGRAM, str(self.scratch)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError:
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise

    def new_folder(self) -> Path:
        """An empty folder for the files of one task."""
        return Path(tempfile.mkdtemp(dir=self.scratch))

    def begin(self, task: Task) -> None:
        """Have a task done. One that is no longer there is found out by :meth:`answer`."""
        assert self._process.stdin is not None  # noqa: S101 - asked for
        try:
            pickle.dump(task, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            self.end()

    def answer(self) -> Done | Failed | None:
        """Wait for what came of the task; None where the process ended without an answer (short of memory, or killed)."""
        assert self._process.stdout is not None  # noqa: S101 - asked for
        try:
            return pickle.load(self._process.stdout)  # type: ignore[no-any-return] # noqa: S301 - from a process of our own
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None

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
