"""Actions on a cluster that end, one way or another: with what they are for, or with one clear sentence."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from conformance.engine.spark.session import PATIENCE, Cluster
from conformance.engine.spark.telling import failed, lost

_LOOK = 2.0


JUDGE, COMPARE, GATHER, FETCH = "judge", "compare keys", "gather keys", "fetch what was found"
"""What our jobs are for."""
_DESCRIPTION = "spark.job.description"


@contextmanager
def acting(cluster: Cluster, doing: str = JUDGE) -> Iterator[None]:
    """Do something on a cluster. Raises ClusterFailed where it comes to nothing. ``doing`` is what Spark's page and its log of
    events call it.

    It is no small thing: a thread is started, and Spark is asked. For many rows there is ``fetched``.
    """
    context = cluster.session.sparkContext
    errors: Any = importlib.import_module("pyspark.errors")
    py4j: Any = importlib.import_module("py4j.protocol")
    watch = Watch(context, cluster.told(PATIENCE), cluster.tag)
    watch.start()
    called: Any = None
    try:
        called = context.getLocalProperty(_DESCRIPTION)
        context.setLocalProperty(_DESCRIPTION, f"conformance: {doing}")
        # Threads of Spark that are begun within inherit the tag.
        context.addJobTag(cluster.tag)
        yield
    except (errors.PySparkException, py4j.Py4JError, OSError, EOFError) as error:
        raise (lost(watch.patience) if watch.gave_up else failed(error, cluster.log)) from error
    finally:
        watch.end()
        with suppress(Exception):  # the session may be gone
            context.removeJobTag(cluster.tag)
            context.setLocalProperty(_DESCRIPTION, called)


def fetched(cluster: Cluster, rows: Iterator[Any], together: int, doing: str = FETCH) -> Iterator[Any]:
    """Rows that come from a cluster, so many at a time. Raises ClusterFailed where no more of them come."""
    while True:
        with acting(cluster, doing):
            block = list(islice(rows, together))
        yield from block
        if len(block) < together:
            return


class Watch(threading.Thread):
    """Looks now and then whether there are executors, and gives up our jobs where there have been none for too long."""

    def __init__(self, context: Any, patience: int, tag: str, look: float = _LOOK) -> None:
        """``patience`` and ``look`` are seconds; ``tag`` is what our jobs are called, in a session that may have others."""
        super().__init__(daemon=True)
        self.gave_up = False
        self.patience = patience
        self._context = context
        self._tag = tag
        self._look = look
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until it is ended."""
        if self._context.master.startswith("local"):
            return
        without = 0.0
        while not self._ended.wait(self._look):
            try:
                # The driver is counted among them.
                some = len(self._context._jsc.sc().statusTracker().getExecutorInfos()) > 1
                without = 0.0 if some else without + self._look
                if without >= self.patience:
                    self.gave_up = True
                    self._context.cancelJobsWithTag(self._tag)
                    return
            except Exception:  # the session is gone: the one who waits for it hears of that
                return

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
