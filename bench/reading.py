"""Times the reading of each format beside the best reader there is for it, in alternation, in one run.

Nothing is judged here: what is timed is opening the file, finding out what it holds, and reading every batch with the
place of each record. The best reader is told the form and the encoding and gives neither lines nor notices.

    python -m bench.reading --rows 200000 --rounds 3
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import polars as pl
import python_calamine
from msgspec import Struct

from bench.samples import WORK, Sample, make
from conformance.sources.open import open_tables
from conformance.standard.load import load
from conformance.standard.model import Standard

_SHEET_ROWS = 50_000
"""Rows of the workbook: a fifth of what fits would take minutes to make."""


class Rival(Struct, frozen=True):
    """A format, a file of it, and how its best reader reads the file."""

    name: str
    path: Path
    reader: str
    read: Callable[[Path], object]


class Cost(Struct, frozen=True):
    """Seconds by the clock, and of processor time."""

    wall: float
    cpu: float


def _csv(path: Path) -> object:
    lazy = pl.scan_csv(path, infer_schema=False, encoding="utf8")
    return lazy.select(pl.all().str.len_bytes().sum()).collect(engine="streaming")


def _gb18030(path: Path) -> object:
    return pl.read_csv(path.read_bytes().decode("gb18030").encode(), infer_schema=False)


def _jsonl(path: Path) -> object:
    return pl.read_ndjson(path, infer_schema_length=1000)


def _json(path: Path) -> object:
    return msgspec.json.decode(path.read_bytes())


def _parquet(path: Path) -> object:
    return pl.scan_parquet(path).select(pl.all().str.len_bytes().sum()).collect(engine="streaming")


def _xlsx(path: Path) -> object:
    with path.open("rb") as stream:
        return python_calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()


def rivals(rows: int) -> Iterator[Rival]:
    """The same records in every format; files that are not there yet are made."""
    source = make(Sample("licence", rows))
    frame = pl.read_csv(source, infer_schema=False)
    yield Rival("csv", source, "polars, streaming", _csv)
    path = _made(source, ".gb18030.csv", lambda new: new.write_bytes(source.read_text("utf-8").encode("gb18030")))
    yield Rival("csv, GB18030", path, "decoded, polars", _gb18030)
    path = _made(source, ".parquet", frame.write_parquet)
    yield Rival("parquet", path, "polars, streaming", _parquet)
    path = _made(source, ".jsonl", frame.write_ndjson)
    yield Rival("jsonl", path, "polars", _jsonl)
    path = _made(source, ".json", lambda new: new.write_text(_indented(frame), encoding="utf-8"))
    yield Rival("json", path, "msgspec", _json)
    path = _made(source, ".xlsx", lambda new: frame.head(_SHEET_ROWS).write_excel(new))
    yield Rival("xlsx", path, "calamine", _xlsx)


def _indented(frame: pl.DataFrame) -> str:
    return json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1)


def _made(source: Path, suffix: str, write: Callable[[Path], object]) -> Path:
    path = source.with_name(source.stem + suffix)
    if not path.exists():
        unfinished = WORK / ("unfinished" + path.suffix)
        write(unfinished)
        unfinished.rename(path)
    return path


def _ours(path: Path, standard: Standard) -> int:
    return sum(batch.frame.height for table in open_tables(path, standard) for batch in table.batches)


def cost(work: Callable[[], object]) -> Cost:
    """What one call costs."""
    wall, before = time.perf_counter(), _cpu()
    work()
    return Cost(time.perf_counter() - wall, _cpu() - before)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> int:
    """Print a line for each format: both costs and their ratios, each the median of the rounds."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reading", description="Times reading beside the best readers."
    )
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", help="a format (csv, json, …); may be given several times")
    options = parser.parse_args()
    standard = load()
    print(
        f"{'format':14}{'MB':>6}{'best reader':>20}{'s':>8}{'cpu s':>8}{'ours s':>9}{'cpu s':>8}{'ratio':>8}{'of cpu':>8}"
    )
    for rival in rivals(options.rows):
        if options.only and rival.name not in options.only:
            continue
        theirs, ours = [], []
        for _ in range(options.rounds):
            theirs.append(cost(lambda: rival.read(rival.path)))  # noqa: B023
            ours.append(cost(lambda: _ours(rival.path, standard)))  # noqa: B023
        a, b = _median(theirs), _median(ours)
        print(
            f"{rival.name:14}{rival.path.stat().st_size / 1e6:6.0f}{rival.reader:>20}{a.wall:8.2f}{a.cpu:8.2f}"
            f"{b.wall:9.2f}{b.cpu:8.2f}{b.wall / a.wall:8.2f}{b.cpu / a.cpu:8.2f}",
            flush=True,
        )
    return 0


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(one.wall for one in costs), statistics.median(one.cpu for one in costs))


if __name__ == "__main__":
    sys.exit(main())
