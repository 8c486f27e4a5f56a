"""Having the files of one run judged on a cluster: what is refused before anything runs, and the runner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from conformance.engine.model import Request, TableResult
from conformance.engine.running import Turn
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster

NO_FILE = (
    "用 Spark 校验的须是文件（文件夹、ZIP），“{name}”不是；请先存为文件，Hive 表等请在程序中用 check_dataframe，或去掉 --engine spark。",
    "On Spark files are checked (folders, archives), and {name} is none; save it as a file, use check_dataframe for tables of Hive and the like, "
    "or leave out --engine spark.",
)


@contextmanager
def runner_on(master: str | None, request: Request, no_files: Sequence[str]) -> Iterator[Callable[[Turn], TableResult]]:
    """A runner for one run. Raises ClusterFailed. ``no_files`` are the inputs among all that are no files that can be read again."""
    for name in no_files:
        zh, en = NO_FILE
        raise ClusterFailed(zh.format(name=name), en.format(name=name))
    with Cluster(master) as cluster, SparkRunner(cluster, request) as runner:
        yield runner
