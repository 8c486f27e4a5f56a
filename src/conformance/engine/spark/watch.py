"""Actions on a cluster that end, one way or another: with what they are for, or with one clear sentence."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conformance.engine.spark.session import Cluster
from conformance.engine.spark.telling import failed, lost

PATIENCE = "spark.conformance.patience"
"""Setting of Spark: seconds to wait for executors when there is none. Spark itself would wait for ever."""
_PATIENCE = 120
_LOOK = 2.0


@contextmanager
def acting(cluster: Cluster) -> Iterator[None]:
    """Do something on a cluster. Raises ClusterFailed where it comes to nothing."""
    session = cluster.session
    errors: Any = importlib.import_module("pyspark.errors")
    py4j: Any = importlib.import_module("py4j.protocol")
    watch = _Watch(session.sparkContext)
    watch.start()
    try:
        yield
    except (errors.PySparkException, py4j.Py4JError, OSError, EOFError) as error:
        raise (lost(watch.patience) if watch.gave_up else failed(error, cluster.log)) from error
    finally:
        watch.end()


class _Watch(threading.Thread):
    """Looks now and then whether there are executors, and gives up all jobs where there have been none for too long."""

    def __init__(self, context: Any) -> None:
        super().__init__(daemon=True)
        self.gave_up = False
        self._context = context
        self._ended = threading.Event()
        self.patience = int(context.getConf().get(PATIENCE, str(_PATIENCE)))

    def run(self) -> None:
        """Look until it is ended."""
        if self._context.master.startswith("local"):
            return
        without = 0.0
        while not self._ended.wait(_LOOK):
            try:
                # The driver is counted among them.
                some = len(self._context._jsc.sc().statusTracker().getExecutorInfos()) > 1
                without = 0.0 if some else without + _LOOK
                if without >= self.patience:
                    self.gave_up = True
                    self._context.cancelAllJobs()
                    return
            except Exception:  # the session is gone: the one who waits for it hears of that
                return

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
