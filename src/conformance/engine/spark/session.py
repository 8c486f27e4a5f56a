"""The session with a cluster: made when it is first needed, quiet, and ended with what was made for it."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from conformance.engine.spark.failed import ClusterFailed
from conformance.engine.spark.splits import SPLIT_BYTES
from conformance.engine.spark.telling import (
    NO_JAVA,
    NOT_INSTALLED,
    NOT_STARTED,
    connected,
    no_master,
    no_number,
    other_session,
    unknown_setting,
)

PATIENCE = "spark.conformance.patience"
"""Setting of Spark: seconds to wait for executors when there is none. Spark itself would wait for ever."""
SPLIT = "spark.conformance.splitBytes"
"""Setting of Spark: bytes of a file for each task."""
_OURS = "spark.conformance."
_DEFAULTS = {PATIENCE: 120, SPLIT: SPLIT_BYTES}
"""Our own settings of Spark, whole numbers from 1 on."""
NOBODY = "local[none]"
"""The master where nobody has named one: ``spark-submit`` would take all cores of this machine, and say nothing of it."""
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # each task has one core
    "spark.sql.execution.pyspark.udf.faulthandler.enabled": "true",
}
"""What is set unless the user's own configuration of Spark says otherwise."""


class Cluster:
    """A cluster. Use it as a context manager; nothing is started before ``session`` is asked for."""

    def __init__(self, master: str | None) -> None:
        """``master`` is its URL; None for what spark-submit or the configuration of Spark say."""
        self.master = master
        self._session: Any = None
        self._own = False
        self._log: Path | None = None
        self._told: dict[str, int] | None = None
        if master is not None and master.startswith("sc://"):
            raise connected()
        self.tag = f"conformance-{uuid.uuid4()}"
        """What the jobs are called that are ours."""
        require()

    @classmethod
    def of(cls, session: Any) -> Cluster:
        """The cluster of a session that the program has already. Raises ClusterFailed for one of Spark Connect."""
        if type(session).__module__.startswith("pyspark.sql.connect"):
            raise connected()
        cluster = cls(None)
        cluster._session = session
        return cluster

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own and self._session is not None:
            with contextlib.suppress(Exception):  # it may be gone already
                self._session.stop()
        if self._log is not None and not isinstance(error, ClusterFailed):
            self._log.unlink(missing_ok=True)

    @property
    def session(self) -> Any:
        """The session of Spark. Raises ClusterFailed where there is none to be had."""
        if self._session is None:
            self._session = self._active() or self._start()
        return self._session

    def told(self, setting: str) -> int:
        """One of our settings; Spark is asked once. Raises ClusterFailed where a name or a value of them is wrong."""
        if self._told is None:
            self._told = settings_of(self.session.conf.getAll)
        return self._told[setting]

    @property
    def log(self) -> Path | None:
        """Where Spark's own messages went; None where it was started by somebody else."""
        return self._log

    def _active(self) -> Any:
        """The session that this program has already."""
        sql: Any = importlib.import_module("pyspark.sql")
        active = sql.SparkSession.getActiveSession()
        if active is not None and self.master not in (None, active.sparkContext.master):
            raise other_session(active.sparkContext.master)
        return active

    def _start(self) -> Any:
        home = os.environ.get("JAVA_HOME")
        if shutil.which("java" if not home else str(Path(home) / "bin" / "java")) is None:
            raise ClusterFailed(*NO_JAVA)
        spark: Any = importlib.import_module("pyspark")
        sql: Any = importlib.import_module("pyspark.sql")
        gateways: Any = importlib.import_module("pyspark.java_gateway")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        handle, name = tempfile.mkstemp(prefix="conformance-spark-", suffix=".log")
        self._log = Path(name)
        given = spark.SparkConf(loadDefaults=False)
        if self.master is not None:
            given.setMaster(self.master)
        try:
            with os.fdopen(handle, "wb") as log, named_by_nobody():
                # Its messages are not ours: on standard output they would spoil a report.
                gateway = gateways.launch_gateway(given, {"stdout": log, "stderr": log})
            spark.SparkContext._ensure_initialized(gateway=gateway)
            settings = spark.SparkConf()
            for key, value in _SETTINGS.items():
                settings.setIfMissing(key, value)
            if "PYSPARK_GATEWAY_PORT" not in os.environ:  # else spark-submit has started it, and named it
                settings.setAppName("conformance").set("spark.ui.showConsoleProgress", "false")
            if settings.get("spark.master", NOBODY) == NOBODY:
                raise no_master()
            context = spark.SparkContext(conf=settings, gateway=gateway)
            self._own = True
            # A master that does not answer stops the context behind our back, now or while the session is made.
            return sql.SparkSession(context)
        except ClusterFailed:
            raise
        except Exception as error:
            raise not_started(self.master, self._log, error) from error


@contextlib.contextmanager
def named_by_nobody() -> Iterator[None]:
    """``spark-submit`` looks into MASTER last, after its arguments and the user's configuration."""
    if "MASTER" in os.environ:
        yield
        return
    os.environ["MASTER"] = NOBODY
    try:
        yield
    finally:
        del os.environ["MASTER"]


def settings_of(given: Mapping[str, str]) -> dict[str, int]:
    """Our settings among those of Spark. Raises ClusterFailed for one that does not exist or is no whole number from 1 on."""
    mine = {name: value for name, value in given.items() if name.startswith(_OURS)}
    for name, value in mine.items():
        if name not in _DEFAULTS:
            raise unknown_setting(name, sorted(_DEFAULTS))
        if not (value.isascii() and value.isdigit() and int(value)):
            raise no_number(name, value)
    return _DEFAULTS | {name: int(value) for name, value in mine.items()}


def not_started(master: str | None, log: Path, error: Exception) -> ClusterFailed:
    """Why there is no session."""
    zh, en = NOT_STARTED
    why = " ".join(str(error).split())[:200].rstrip("。.") or type(error).__name__
    words = {"master": master or "spark.master", "log": str(log), "why": why}
    return ClusterFailed(zh.format(**words), en.format(**words))


def require() -> None:
    """Raise ClusterFailed where PySpark or what it needs is not installed."""
    for name in ("pyspark", "pandas"):
        try:
            importlib.import_module(name)
        except ImportError:
            raise ClusterFailed(*NOT_INSTALLED) from None
