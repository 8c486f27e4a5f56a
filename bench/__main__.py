"""``python -m bench``: measures, prints the tables, and keeps the result if asked to.

python -m bench                     about ten minutes on two cores
python -m bench --quick             about a minute and a half
python -m bench --full --keep       files of 5,000,000 rows; append the result to bench/history.jsonl
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from bench import beside, history
from bench.goals import goals
from bench.page import QUIET
from bench.peer import discover
from bench.run import measured, plan, to_stderr
from bench.samples import WORK
from bench.table import as_text, tables
from bench.timing import Failed

ROWS = {"quick": 100_000, "default": 1_000_000, "full": 5_000_000}


def main() -> int:
    """Exit code: 0 measured, whatever the result; 1 a promise was missed and ``--strict`` given; 2 could not measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Times this tool beside its peers.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", dest="mode", const="quick", help="small files, few peers' runs")
    size.add_argument("--full", action="store_const", dest="mode", const="full", help="files of 5,000,000 rows")
    parser.add_argument("--rows", type=int, help="rows of the main files")
    parser.add_argument("--rounds", type=int, help="runs whose median is taken")
    parser.add_argument("--keep", action="store_true", help="append the result to bench/history.jsonl")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a promise was missed")
    parser.set_defaults(mode="default")
    options = parser.parse_args()
    rows = ROWS[options.mode] if options.rows is None else options.rows
    if rows < 1 or (options.rounds is not None and options.rounds < 1):
        parser.error("--rows and --rounds have to be 1 or more")
    for distribution in beside.missing(discover()):
        to_stderr(f"{distribution} is not installed and will not be timed: pip install '.[bench]'")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load > QUIET:
        to_stderr(f"others keep this machine busy (load {load:.1f}): numbers will be too slow, ratios uncertain")
    started = time.perf_counter()
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        result = measured(plan(options.mode, rows, options.rounds), to_stderr)
    except Failed as error:
        print(f"Could not be measured: {error}", file=sys.stderr)
        return 2
    (WORK / "result.json").write_text(history.as_json(result) + "\n", encoding="utf-8")
    print(f"{result.tool} ({result.commit or 'no commit'}), {result.machine.cores} cores, {result.when}\n")
    print("\n\n".join(as_text(table) for table in tables(result)))
    print(f"\nMeasured in {time.perf_counter() - started:.0f} s; the result is in {WORK / 'result.json'}.")
    if options.keep:
        history.append(result)
        print(f"Kept in {history.HISTORY}.")
    return int(options.strict and any(goal.verdict == "missed" for goal in goals(result)))


if __name__ == "__main__":
    sys.exit(main())
