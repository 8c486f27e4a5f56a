"""A process that checks: it loads the standard once and does one task after the other, as it is told through a pipe."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from conformance.standard.model import Text


class Crew(Struct, frozen=True):
    """What the workers of a pool are like."""

    name: str
    scratch: Path
    """Where their temporary files go."""
    threads: int | None = None
    """Of Polars, in each process; None: as many as there are cores."""
    nice: int = 0
    """By how much others come first."""
    first: tuple[Task, ...] = ()
    """What each does before it is ready, so that nobody's task has to wait for it."""


class Task(Protocol):
    """What a worker can be told to do; a value that can be sent to it."""

    def run(self, tell: Callable[[Any], None]) -> Any:
        """Do it. ``tell`` says how far it is. Raises UsageError where it cannot be done as it was asked."""


class Load(Struct, frozen=True):
    """Load what every check needs."""

    def run(self, tell: Callable[[Any], None]) -> None:
        """Do it."""
        from conformance.api import check_many  # noqa: F401
        from conformance.standard.load import load

        load()


class Said(Struct, frozen=True):
    """Something on the way."""

    what: Any


class Done(Struct, frozen=True):
    """The result of a task."""

    result: Any


class Failed(Struct, frozen=True):
    """A task that came to nothing, and the sentence why."""

    text: Text
    refused: bool = False
    """Whether it cannot be done as it was asked; else it is our fault or the machine's."""


INTERNAL = Text(
    "程序内部错误，校验没有完成；详情见服务的错误输出，请告知维护人员。",
    "Internal error, nothing was decided; the service's error output has the details, for its maintainers.",
)


def serve(pipe: Connection, crew: Crew) -> None:
    """Do what the pipe brings until it is closed, which is how the service ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends its workers itself
    if crew.threads is not None:
        os.environ["POLARS_MAX_THREADS"] = str(crew.threads)  # before it is loaded
    if crew.nice and hasattr(os, "nice"):
        os.nice(crew.nice)
    own = crew.scratch / str(os.getpid())
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    tempfile.tempdir = str(own)
    home = Path.cwd()
    try:
        for task in crew.first:
            task.run(lambda _: None)
        gc.collect()
        gc.freeze()  # what is there now stays: looking through it again and again for garbage is in vain
        pipe.send(Done(None))
        while True:
            task = pipe.recv()
            pipe.send(_answer(task, lambda what: pipe.send(Said(what))))
            os.chdir(home)
            _empty(own)
    except (EOFError, BrokenPipeError, ConnectionError):
        return  # the service is gone
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _answer(task: Task, tell: Callable[[Any], None]) -> Done | Failed:
    from conformance.report.errors import UsageError
    from conformance.report.files import Unwritable, refused_by_system

    try:
        return Done(task.run(tell))
    except Unwritable as error:  # in a folder of the service, which is none of the asker's business
        return Failed(_no_disk(error.reason))
    except UsageError as error:
        return Failed(error.text, refused=True)
    except (EOFError, BrokenPipeError, ConnectionError):
        raise
    except MemoryError:
        return Failed(
            Text("内存不足，没有得出结论；请分批报送。", "Out of memory, nothing was decided; send it in parts.")
        )
    except Exception as error:
        reason = refused_by_system(error)
        if reason is not None:
            return Failed(_no_disk(reason))
        traceback.print_exc(file=sys.stderr)
        return Failed(INTERNAL)


def _no_disk(reason: Text) -> Text:
    return Text(
        f"服务的磁盘出了问题（{reason.zh}），没有完成；请告知管理人后重试。",
        f"The disk of the service failed ({reason.en}) and it was not finished; tell who runs it and try again.",
    )


def _empty(folder: Path) -> None:
    """Remove what a task left behind."""
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
