"""Progress of long work on standard error, only where somebody looks at it."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from conformance.cli.terminal import wants_colour

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0
"""Seconds before anything is shown: short work needs no bar."""


class Watch:
    """Told of progress by the reader; shows a line that goes away at the end."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._path: str | None = None

    def __call__(self, path: str, rows: int, share: float | None) -> None:
        """``rows`` were read of ``path``, which is ``share`` of it."""
        if not self._shown or (self._bar is None and time.monotonic() - self._began < _PATIENCE):
            return
        bar = self._started()
        if path != self._path or self._task is None:
            if self._task is not None:
                bar.remove_task(self._task)
            self._task, self._path = bar.add_task(path, total=1.0), path
        bar.update(self._task, completed=share, total=None if share is None else 1.0, description=f"{path}  {rows:,}")

    def _started(self) -> Progress:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
            )
            self._bar = Progress(
                *columns, console=Console(stderr=True, no_color=not wants_colour(sys.stderr)), transient=True
            )
            self._bar.start()
        return self._bar

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
