"""Times one thing, or several in alternation, over one file."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from bench.processes import Measured, measure
from bench.result import Timing
from bench.samples import AS_OF, ROOT, TOOL, WORK

LONG = 5.0
"""Seconds from which one run is enough: noise is small beside it."""


class Failed(Exception):
    """A run that did not end as it should; the message says how."""


class Once(Struct, frozen=True):
    """One run of :mod:`bench.child`."""

    process: Measured
    rows: int
    findings: int
    run_s: float


def child(name: str, path: Path, item: str, *more: str, limit: float | None = None) -> Once:
    """Runs a peer, ``tool`` or ``parse`` once in a process of its own. Raises Failed."""
    done = measure([*_module("bench.child"), name, str(path), item, *more], WORK, limit)
    if limit is not None and done.code == -9:
        raise Failed(f"took more than {limit:.0f} s")
    if done.code != 0:
        raise Failed(_last_line(done.complaint) or f"ended with code {done.code}")
    told = json.loads(done.output.splitlines()[-1])
    return Once(done, told["rows"], told["findings"], told["run_s"])


def payload(path: Path, item: str) -> float:
    """Milliseconds for ten records in a warm process of its own. Raises Failed."""
    done = measure([*_module("bench.payload"), str(path), item], WORK)
    if done.code != 0:
        raise Failed(_last_line(done.complaint) or f"ended with code {done.code}")
    return round(float(done.output), 2)


def command_line(path: Path, item: str, expected: int) -> Measured:
    """Runs ``conformance check`` once, as users do, with a JSON report. Raises Failed for another exit code."""
    report = ["--format", "json", "--output", str(WORK / "report.json")]
    done = measure([str(TOOL), "check", str(path), "--item", item, "--as-of", AS_OF, *report], WORK)
    if done.code != expected:
        raise Failed(
            f"conformance check {path.name} ended with {done.code}, not {expected}: {_last_line(done.complaint)}"
        )
    return done


def summed_up(runs: Sequence[Once], wholes: Sequence[Measured] | None = None) -> Timing:
    """Medians of the runs; whole processes are those of ``wholes`` where they were other runs."""
    wholes = wholes or [run.process for run in runs]
    peaks = [whole.anonymous_mb for whole in wholes if whole.anonymous_mb is not None]
    return Timing(
        rows=runs[0].rows,
        findings=runs[0].findings,
        whole_s=round(statistics.median(whole.seconds for whole in wholes), 4),
        run_s=round(statistics.median(run.run_s for run in runs), 4),
        cpu_s=round(statistics.median(whole.cpu for whole in wholes), 4),
        anonymous_mb=round(max(peaks), 1) if peaks else None,
    )


def read_once(path: Path) -> None:
    """Brings a file into the system's cache, so that the first run is like the others."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def _module(name: str) -> list[str]:
    """The command that runs a module of the benchmark from any directory."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {name} import main; sys.exit(main())"
    return [sys.executable, "-c", script]


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else ""
