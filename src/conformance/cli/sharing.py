"""Getting ready for large files before anything that takes time is imported: memory, and processes that help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conformance.engine.processes.allocation import keep_memory
from conformance.engine.processes.worth import LEAST, largest_of, processes_for

if TYPE_CHECKING:
    from conformance.engine.processes.helpers import Helpers
    from conformance.engine.running import Runner


@contextmanager
def sharing(paths: Sequence[str], most: int | None) -> Iterator[Helpers | None]:
    """Processes that help with the largest of some files, begun at once so that they get ready while this one does; None
    where it is not worth while. ``most`` counts this one."""
    if largest_of(paths) >= LEAST:
        keep_memory()
    processes = processes_for(paths, most)
    if processes < 2:
        yield None
        return
    from conformance.engine.processes.helpers import Helpers

    with Helpers(processes - 1) as helpers:
        yield helpers


def runner_of(helpers: Helpers | None) -> Runner:
    """What judges tables: this process, with those that help it."""
    if helpers is None:
        from conformance.engine.running import run_here

        return run_here
    from conformance.engine.processes.runner import runner_with

    return runner_with(helpers)
