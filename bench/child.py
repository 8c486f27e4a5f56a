"""One run in a process of its own: prepares, runs over a file, prints what it found and how long each part took.

    python -m bench.child NAME FILE ITEM [--cells FILE] [--checks SHARE]

NAME is ``parse`` (Polars' own reader, the yardstick), ``tool`` (this tool's Python interface) or a peer.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.peer import Job, Outcome, Run, discover
from bench.samples import AS_OF, header

WARM_ROWS = 1_000
"""Records of the first run, which is not timed: so many that whoever has a way of its own for few of them has gone the other."""
ALL = 10**9
"""Examples kept for each rule and column where every cell is asked for."""


def parse_run(path: Path, locate: bool) -> Outcome:
    """Reads every cell as text and adds up the lengths, so that no column can be skipped."""
    import polars as pl

    lazy = pl.scan_csv(path, infer_schema=False)
    sums = lazy.select(pl.len().alias("rows"), pl.all().str.len_bytes().sum())
    return Outcome(int(sums.collect(engine="streaming")["rows"][0]), 0)


def tool_run(item: str, share: float) -> Run:
    """A check of every rule, or of an evenly picked share of the checks, up to the finished report."""
    from bench.picked import with_checks
    from conformance.api import Options, check_many
    from conformance.report.registry import renderer
    from conformance.report.view import View
    from conformance.standard.load import load

    standard = load() if share == 1 else with_checks(load(), item, share)

    def run(path: Path, locate: bool) -> Outcome:
        options = Options(item=item, as_of=AS_OF, examples=ALL if locate else Options().examples)
        report = check_many([path], options, standard=standard)
        renderer("json").render(report, View(standard))
        cells = None
        if locate:
            titles = {one.field: one.header for one in report.inputs[0].columns}
            cells = frozenset((f.record, titles[f.field]) for f in report.findings if f.record and f.field in titles)
        return Outcome(sum(one.rows for one in report.inputs), report.findings_total, cells)

    return run


def prepare(name: str, path: Path, item: str, share: float) -> Run:
    """What runs under that name. Raises KeyError for a name that nothing has, ImportError for a peer not installed."""
    if name == "parse":
        import polars  # noqa: F401 (imported before the clock of the run starts)

        return parse_run
    if name == "tool":
        return tool_run(item, share)
    from bench.rules import cell_rules

    headers = header(path)
    return discover()[name].prepare(Job(item, tuple(headers), cell_rules(item, headers)))


def warm(run: Run, path: Path) -> None:
    """A first run over the first records, so that whatever is done once in a process has been done, by each alike."""
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / path.name
        with (
            path.open(encoding="utf-8", newline="") as file,
            start.open("w", encoding="utf-8", newline="") as beginning,
        ):
            csv.writer(beginning).writerows(islice(csv.reader(file), 1 + WARM_ROWS))
        run(start, False)


def main() -> int:
    """Prints one line of JSON: rows, findings, prepare_s, run_s."""
    parser = argparse.ArgumentParser(prog="python -m bench.child")
    parser.add_argument("name")
    parser.add_argument("file", type=Path)
    parser.add_argument("item")
    parser.add_argument("--cells", type=Path, help="write the cells of the findings here")
    parser.add_argument("--checks", type=float, default=1.0, help="share of the tool's checks")
    options = parser.parse_args()
    started = time.perf_counter()
    run = prepare(options.name, options.file, options.item, options.checks)
    warm(run, options.file)
    ready = time.perf_counter()
    outcome = run(options.file, options.cells is not None)
    ended = time.perf_counter()
    if options.cells is not None:
        options.cells.write_text(json.dumps(sorted(outcome.cells or ()), ensure_ascii=False), encoding="utf-8")
    told = {"rows": outcome.rows, "findings": outcome.findings, "prepare_s": ready - started, "run_s": ended - ready}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
