"""A cluster of Spark on this machine: a master and workers, each a process of its own, ended by their ids."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

PLACE = Path(__file__).resolve().parents[1] / "build" / "spark"
PYTHON = PLACE / "bin" / "python"
TOOL = PLACE / "bin" / "conformance"
MISSING = "Spark is not installed: run `make spark` (and install a Java of version 17 or later)"
_CLASS = "org.apache.spark.deploy"
_PATIENCE = 240.0
"""Seconds for a process to come up; a busy machine takes its time."""


def installed() -> bool:
    """Whether there is a Spark, and a Java for it."""
    return TOOL.exists() and shutil.which("java") is not None


class Standalone(Struct, frozen=True):
    """A cluster that is up."""

    master: str
    workers: Sequence[subprocess.Popen[bytes]]
    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a program that uses it to its end; ``settings`` are those of Spark, ``__`` for a dot."""
        conf = self.folder / "conf"
        conf.mkdir(exist_ok=True)
        lines = [f"spark.{name.replace('__', '.')} {value}\n" for name, value in settings.items()]
        (conf / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
        return subprocess.run(
            [str(part) for part in command],
            env={**self.environment, "SPARK_CONF_DIR": str(conf)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=1200,
        )


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[Standalone]:
    """A master and some workers with a core each."""
    (home,) = PLACE.glob("lib/python*/site-packages/pyspark")
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "PYSPARK_PYTHON": str(PYTHON),
    }
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> Path:
        log = folder / f"{len(processes)}.log"
        command = [str(home / "bin" / "spark-class"), f"{_CLASS}.{name}", "--host", "127.0.0.1", *arguments]
        with log.open("wb") as stream:
            processes.append(subprocess.Popen(command, env=environment, stdout=stream, stderr=stream))
        return log

    try:
        log = start("master.Master", "--port", "0", "--webui-port", "0")
        master = _said(log, r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            place = ("--work-dir", str(folder / f"work{number}"))
            start("worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0", *place, master)
        _said(log, "(?s)" + ".*".join(["(Registering worker)"] * workers))
        yield Standalone(master, processes[1:], folder, environment)
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _said(log: Path, pattern: str) -> str:
    """What a process says of itself, once it does."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        said = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(pattern, said)
        if found:
            return found[1]
        time.sleep(0.2)
    raise TimeoutError(f"not said within {_PATIENCE:.0f} s: {said[-2000:]}")
