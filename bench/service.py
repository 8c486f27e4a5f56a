"""``python -m bench.service``: a running service under load, as a platform's gate would put it: sustained payloads, then too many.

The service and every client are processes of their own. Each answer is held against what the library says of the same records,
so that a wrong, lost or torn answer is an error; files are checked meanwhile. The clock of a busy machine tells little: the load
of the machine stands beside the numbers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from msgspec import Struct

from bench.clients import Counted, Crowd, FileClient, PayloadClient, Sent, expected, run_client
from bench.samples import AS_OF, TOOL
from conformance.service.memory import resident

OVERLOADED = 48
"""Clients of the second part: more than the service lets wait."""
_MEGABYTE = 1 << 20


class Phase(Struct, frozen=True):
    """One part of a run."""

    name: str
    clients: int
    seconds: float
    counted: Counted
    memory: tuple[int, ...]
    """Bytes of the service with its workers, each second."""


class Load(Struct, frozen=True):
    """What is put on a service."""

    seconds: float = 600.0
    overload_seconds: float = 10.0
    clients: int = 3
    records: int = 10
    payload_workers: int = 2
    file_rows: int = 2_000


def measure(load: Load) -> list[Phase]:
    """Put a load on a service of one's own: sustained, then too much."""
    with tempfile.TemporaryDirectory(prefix="conformance-bench-") as folder:
        place = Path(folder)
        sent = expected(load.records, load.file_rows)
        with _service(place / "kept", load.payload_workers) as (process, url):
            file = FileClient(url, sent)
            sustained = [PayloadClient(url, sent, seed) for seed in range(load.clients)]
            return [
                _phase("sustained", [file, *sustained], load.seconds, process.pid),
                _phase("overload", [Crowd(url, sent, OVERLOADED)], load.overload_seconds, process.pid),
                # What comes afterwards is served as before.
                _phase("afterwards", [file, *sustained[:1]], min(load.seconds, 5.0), process.pid),
            ]


@contextmanager
def _service(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    options = ["--port", "0", "--no-open", "--folder", str(folder), "--payload-workers", str(workers), "--lang", "en"]
    with subprocess.Popen([str(TOOL), "serve", *options], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            line = process.stdout.readline()
            url = next((word.rstrip(",") for word in line.split() if word.startswith("http")), None)
            if url is None:
                raise RuntimeError(f"the service did not start: {line}")
            _wait_ready(url)
            yield process, url
        finally:
            process.terminate()
            process.wait()


def _wait_ready(url: str) -> None:
    import requests

    for _ in range(600):
        if requests.get(f"{url}/api/v1/health/ready", timeout=10).ok:
            return
        time.sleep(0.2)
    raise RuntimeError("the service did not become ready")


def _phase(name: str, clients: Sequence[PayloadClient | Crowd | FileClient], seconds: float, pid: int) -> Phase:
    context = get_context("spawn")
    results = context.SimpleQueue()
    processes = [context.Process(target=run_client, args=(client, seconds, results)) for client in clients]
    for process in processes:
        process.start()
    found: list[Counted] = []
    memory: list[int] = []
    while len(found) < len(processes):
        if any(process.exitcode not in (None, 0) for process in processes):
            raise RuntimeError("a client ended with an error")
        while not results.empty():
            found.append(results.get())
        memory.append(tree_bytes(pid))
        time.sleep(1.0)
    for process in processes:
        process.join()
    number = sum(one.size if isinstance(one, Crowd) else 1 for one in clients)
    return Phase(name, number, seconds, Counted.of(found), tuple(memory))


def tree_bytes(pid: int) -> int:
    """Memory of a process and of what it started, where the system tells."""
    own = resident(pid)
    if own is None:
        return 0
    try:
        threads = Path(f"/proc/{pid}/task").iterdir()
        children = {int(child) for one in threads for child in (one / "children").read_text(encoding="ascii").split()}
    except (OSError, ValueError):
        return 0
    return own + sum(map(tree_bytes, children))


def table(phases: Sequence[Phase]) -> list[str]:
    """The result as lines."""
    heads = (
        "phase",
        "clients",
        "seconds",
        "answered",
        "per second",
        "p50 ms",
        "p99 ms",
        "max ms",
        "503",
        "errors",
        "files",
        "memory MB",
    )
    rows = [heads, *map(_row, phases)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def _row(phase: Phase) -> tuple[str, ...]:
    counted = phase.counted
    memory = [one for one in phase.memory if one]
    third = max(1, len(memory) // 3)
    parts = [memory[:third], memory[third:-third] or memory, memory[-third:]]
    told = " → ".join(str(max(part) // _MEGABYTE) for part in parts if part) or "?"
    return (
        phase.name, str(phase.clients), f"{phase.seconds:.0f}", str(counted.answered), f"{counted.answered / phase.seconds:.1f}",
        *(f"{counted.at(share):.0f}" for share in (0.5, 0.99, 1.0)), str(counted.turned_away), str(len(counted.errors)),
        str(counted.files), told,
    )  # fmt: skip


def main() -> int:
    """Exit code: 0 no error, 1 an answer was wrong or lost."""
    usual = Load()
    parser = argparse.ArgumentParser(prog="python -m bench.service", description="Puts a load on the service.")
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--clients", type=int, default=usual.clients)
    parser.add_argument("--records", type=int, default=usual.records, help="records of a payload")
    parser.add_argument("--payload-workers", type=int, default=usual.payload_workers)
    given = parser.parse_args()
    load = Load(given.seconds, 10.0, given.clients, given.records, given.payload_workers)
    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    phases = measure(load)
    print("\n".join(table(phases)))
    print(
        f"payloads of {load.records} records as of {AS_OF}; load of the machine before: {before:.1f}; cores: {os.cpu_count()}"
    )
    errors = [error for phase in phases for error in phase.counted.errors]
    for error in errors[:10]:
        print(error, file=sys.stderr)
    return 1 if errors else 0


__all__ = ["Counted", "Load", "Phase", "Sent", "measure", "table"]


if __name__ == "__main__":
    sys.exit(main())
