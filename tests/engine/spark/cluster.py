"""A cluster of Spark on this machine: a master and two workers, each a process of its own, ended by their ids."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PLACE = ROOT / "build" / "spark"
PYTHON = PLACE / "bin" / "python"
TOOL = PLACE / "bin" / "conformance"
MISSING = "Spark is not installed: run `make spark` (and install a Java of version 17 or later)"
_CLASS = "org.apache.spark.deploy"
_PATIENCE = 120.0


@dataclass(frozen=True)
class Standalone:
    """A cluster that is up."""

    master: str
    workers: Sequence[subprocess.Popen[bytes]]
    folder: Path
    environment: Mapping[str, str]

    def begin(self, *command: str | Path, **settings: str) -> subprocess.Popen[str]:
        """Begin a program that uses it; ``settings`` are those of Spark, ``__`` for a dot."""
        conf = self.folder / "conf"
        conf.mkdir(exist_ok=True)
        lines = [f"spark.{name.replace('__', '.')} {value}\n" for name, value in settings.items()]
        (conf / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
        return subprocess.Popen(
            [str(part) for part in command],
            env={**self.environment, "SPARK_CONF_DIR": str(conf)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *command: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one to its end."""
        process = self.begin(*command, **settings)
        out, error = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, error)


@contextmanager
def standalone(folder: Path) -> Iterator[Standalone]:
    """A master and two workers with a core each. Where they cannot be had the test is left out; in CI that is a failure."""
    if not TOOL.exists() or shutil.which("java") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    (home,) = PLACE.glob("lib/python*/site-packages/pyspark")
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": str(PYTHON),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> Path:
        log = folder / f"{len(processes)}.log"
        with log.open("wb") as stream:
            command = [home / "bin" / "spark-class", f"{_CLASS}.{name}", "--host", "127.0.0.1", *arguments]
            processes.append(subprocess.Popen(command, env=environment, stdout=stream, stderr=stream))
        return log

    try:
        log = start("master.Master", "--port", "0", "--webui-port", "0")
        master = _said(log, r"Starting Spark master at (spark://\S+)")
        for number in range(2):
            place = folder / f"work{number}"
            start(
                "worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(place), master
            )
        _said(log, r"(?s)Registering worker.*(Registering worker)")
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
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(
        f"not said within {_PATIENCE:.0f} s: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )
