"""A first, small task on the executors: whether their Python has what judging needs. A job would tell so only after it has failed
again and again."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from conformance.engine.spark.session import Cluster
from conformance.engine.spark.telling import not_there
from conformance.engine.spark.watch import acting

_NEEDED = ("numpy", "polars", "pyarrow", "pandas", "conformance.engine.spark.worker")
_MOST = 16
"""Tasks that look; they go to as many executors as Spark likes."""


def probe(cluster: Cluster) -> None:
    """Raise ClusterFailed where an executor lacks something."""
    pickle: Any = importlib.import_module("pyspark.cloudpickle")
    # By its value: the executors that lack this package are to run it as well.
    pickle.register_pickle_by_value(sys.modules[__name__])
    try:
        with acting(cluster):
            context = cluster.session.sparkContext
            tasks = min(_MOST, context.defaultParallelism)
            said = context.parallelize(range(tasks), tasks).map(_looking(_NEEDED)).collect()
    finally:
        pickle.unregister_pickle_by_value(sys.modules[__name__])
    for where, missing in said:
        if missing:
            raise not_there(where, missing)


def _looking(needed: tuple[str, ...]) -> Any:
    """What a task does: it imports nothing before it runs, and answers where it is and what is not there."""

    def look(_: int) -> tuple[str, list[str]]:
        import importlib
        import platform
        import sys

        missing = []
        for name in needed:
            try:
                importlib.import_module(name)
            except ImportError as error:
                missing.append(error.name or name)
        return f"{platform.node()} {sys.executable}", missing

    return look
