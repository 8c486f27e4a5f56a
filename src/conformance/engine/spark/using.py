"""Having the files of one run judged on a cluster: what is refused before anything runs, and the runner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from conformance.engine.model import Request
from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.runner import SparkRunner
from conformance.engine.spark.session import Cluster
from conformance.standard.model import Text

NO_FILE = (
    "用 Spark 校验的须是文件（文件夹、ZIP），“{name}”不是；请先存为文件，Hive 表等请在程序中用 check_dataframe，或去掉 --engine spark。",
    "On Spark files are checked (folders, archives), and {name} is none; save it as a file, use check_dataframe for tables of Hive and the like, "
    "or leave out --engine spark.",
)


def judged_here(here: int, there: int) -> list[Text]:
    """What is said of tables that were judged where the command runs: so many, and so many were not."""
    if not here:
        return []
    some_zh, some_en = (f"其中 {here} 个表", f"{here} of the tables") if there else ("各表", "the tables")
    return [
        Text(
            f"{some_zh}要与其他文件对照，或要逐条另存、标记，因此在本机校验，没有分到 Spark 集群；结果相同",
            f"{some_en} need other files at hand, or every record to be written apart or marked, so they were judged here and not "
            "on the Spark cluster, with the same result",
        )
    ]


@contextmanager
def runner_on(master: str | None, request: Request, no_files: Sequence[str]) -> Iterator[SparkRunner]:
    """A runner for one run. Raises ClusterFailed. ``no_files`` are the inputs among all that are no files that can be read again."""
    for name in no_files:
        zh, en = NO_FILE
        raise ClusterFailed(zh.format(name=name), en.format(name=name))
    with Cluster(master) as cluster, SparkRunner(cluster, request) as runner:
        yield runner
