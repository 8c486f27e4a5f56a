"""Times the check of a large file beside Polars' own streaming reader on the same file, in alternation.

Absolute times say more about the machine than about the tool, so that what counts is the ratio of the two within one
run, and the peak of anonymous memory of the checking process (file pages that the system may drop are left out).

    python bench/bench.py --rows 1000000 --rounds 3
    python bench/bench.py --keep      # also append the result to bench/history.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "bench"
HISTORY = Path(__file__).with_name("history.jsonl")
SAMPLE_EVERY = 0.05

PARSE = """
import sys
import polars as pl
lazy = pl.scan_csv(sys.argv[1], infer_schema=False, encoding="utf8")
print(lazy.select(pl.all().str.len_bytes().sum()).collect(engine="streaming").sum_horizontal()[0])
"""
"""Reads every cell as text and adds up the lengths, so that no column can be skipped."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a child process."""

    seconds: float
    cpu: float
    """Seconds of processor time, on all cores together; steadier than the clock on a busy machine."""
    anonymous_mb: float | None
    """Peak; None where the system does not tell."""
    code: int


def anonymous_kb(pid: int) -> int | None:
    """Anonymous memory of a process, by the kernel's roll-up of its mappings."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Anonymous:")), None)


def cpu_of_children() -> float:
    """Processor time of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(command: list[str], log: Path) -> Measured:
    """Runs a command to its end, sampling its memory."""
    peak: int | None = None
    before = cpu_of_children()
    started = time.perf_counter()
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=WORK) as child:
        while child.poll() is None:
            now = anonymous_kb(child.pid)
            peak = max(peak or 0, now) if now is not None else peak
            time.sleep(SAMPLE_EVERY)
        seconds = time.perf_counter() - started
    return Measured(seconds, cpu_of_children() - before, None if peak is None else peak / 1024, child.returncode)


def sample(tool: str, rows: int, defects: float) -> Path:
    """Makes the file, once per size."""
    path = WORK / f"licence-{rows}-{defects:g}.csv"
    if not path.exists():
        unfinished = path.with_suffix(".part.csv")
        command = [tool, "sample", "admin-licence", "--rows", str(rows), "--seed", "1", "--format", "csv"]
        command += ["--defects", str(defects)] if defects else []
        subprocess.run([*command, "--output", str(unfinished)], check=True, cwd=WORK, capture_output=True)
        unfinished.replace(path)
    return path


def compare(tool: str, path: Path, rounds: int, expect: int) -> dict[str, object]:
    """Parses and checks the file in turn and returns medians and their ratio."""
    parse: list[Measured] = []
    check: list[Measured] = []
    for _ in range(rounds):
        parse.append(measure([sys.executable, "-c", PARSE, str(path)], WORK / "parse.log"))
        report = ["--format", "json", "--output", str(WORK / "report.json")]
        check.append(measure([tool, "check", str(path), "--as-of", "2016-12-31", *report], WORK / "check.log"))
    if any(m.code != 0 for m in parse) or any(m.code != expect for m in check):
        logs = "\n".join(
            (WORK / name).read_text(errors="replace", encoding="utf-8") for name in ("parse.log", "check.log")
        )
        raise SystemExit(f"a run ended with an unexpected exit code: {[m.code for m in parse + check]}\n{logs}")
    parse_s, check_s = (statistics.median(m.seconds for m in runs) for runs in (parse, check))
    parse_cpu, check_cpu = (statistics.median(m.cpu for m in runs) for runs in (parse, check))
    memory = [m.anonymous_mb for m in check if m.anonymous_mb is not None]
    return {
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "parse_s": round(parse_s, 2),
        "check_s": round(check_s, 2),
        "ratio": round(check_s / parse_s, 2),
        "parse_cpu_s": round(parse_cpu, 2),
        "check_cpu_s": round(check_cpu, 2),
        "cpu_ratio": round(check_cpu / parse_cpu, 2),
        "anonymous_mb": round(max(memory)) if memory else None,
    }


def main() -> int:
    """Prints one line per file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="append the result to bench/history.jsonl")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    tool = str(Path(sys.executable).with_name("conformance"))
    version = subprocess.run([tool, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    result: dict[str, object] = {
        "tool": version,
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "rows": options.rows,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    for name, defects, expect in (("clean", 0.0, 0), ("every-row-wrong", 1.0, 1)):
        path = sample(tool, options.rows, defects)
        measured = compare(tool, path, options.rounds, expect)
        result[name] = measured
        print(
            f"{name:16} {options.rows:,} rows, {measured['file_mb']} MB\n"
            f"  clock      parse {measured['parse_s']} s, check {measured['check_s']} s: {measured['ratio']} times\n"
            f"  processor  parse {measured['parse_cpu_s']} s, check {measured['check_cpu_s']} s: "
            f"{measured['cpu_ratio']} times\n"
            f"  memory     {measured['anonymous_mb']} MB anonymous at the peak of the check",
            flush=True,
        )
    if options.keep:
        with HISTORY.open("a", encoding="utf-8") as history:
            history.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
