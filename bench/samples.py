"""The files that are timed: made once by ``conformance sample``, kept under ``build/bench``."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "bench"
TOOL = Path(sys.executable).with_name("conformance")
AS_OF = "2016-12-31"
"""The day that every check judges by, so that a file is judged alike in every year."""
SEED = 1

ITEMS = {"licence": "admin-licence", "penalty": "admin-penalty", "list-entry": "abnormal-list"}
"""What a file holds → id of the data item whose rules it is judged by."""
DEFECTS = {"clean": 0.0, "1 % bad": 0.01, "10 % bad": 0.1, "all bad": 1.0}
"""How bad a file is → share of its rows with a planted defect."""


class Sample(Struct, frozen=True):
    """One file: what it holds, how long and how bad it is."""

    kind: str
    """A key of ``ITEMS``."""
    rows: int
    bad: str = "clean"
    """A key of ``DEFECTS``."""

    @property
    def item(self) -> str:
        """Id of the data item."""
        return ITEMS[self.kind]

    @property
    def path(self) -> Path:
        """Where the file stands, or will stand once made."""
        return WORK / f"{self.kind}-{self.rows}-{DEFECTS[self.bad]:g}.csv"

    @property
    def log(self) -> Path:
        """The list of its planted defects: row, record, field, rule."""
        return self.path.with_suffix(".defects.csv")

    @property
    def expected_code(self) -> int:
        """Exit code that a check of the file ends with."""
        return int(self.bad != "clean")


def make(sample: Sample) -> Path:
    """The sample's file, made if it is not there yet. Raises CalledProcessError if it cannot be made."""
    if not sample.path.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        unfinished = sample.path.with_suffix(".part.csv")
        command = [str(TOOL), "sample", sample.item, "--rows", str(sample.rows), "--seed", str(SEED), "--format", "csv"]
        if sample.bad != "clean":
            command += ["--defects", str(DEFECTS[sample.bad]), "--defects-log", str(sample.log)]
        subprocess.run([*command, "--output", str(unfinished)], check=True, cwd=WORK, capture_output=True)
        unfinished.replace(sample.path)
    return sample.path


def planted(sample: Sample) -> frozenset[tuple[int, str, str]]:
    """The planted defects: number of the record from 1, field, rule. Empty for a clean file."""
    if sample.bad == "clean":
        return frozenset()
    with sample.log.open(encoding="utf-8-sig", newline="") as file:
        return frozenset((int(row["record"]), row["field"], row["rule"]) for row in csv.DictReader(file))


def with_columns(sample: Sample, *, keep: int | None = None, more: int = 0) -> Path:
    """The sample with its first ``keep`` columns only, or with ``more`` unknown ones behind; made if not there yet.

    The unknown columns repeat the known ones under names that no record type has, so that they are as heavy to read.
    """
    path = WORK / f"{sample.path.stem}-{keep or 'all'}+{more}.csv"
    if path.exists():
        return path
    import polars as pl

    frame = pl.read_csv(make(sample), infer_schema=False)
    names = frame.columns[:keep]
    extra = [pl.col(frame.columns[n % frame.width]).alias(f"另附{n + 1}") for n in range(more)]
    unfinished = path.with_suffix(".part.csv")
    frame.select(*names, *extra).write_csv(unfinished, line_terminator="\r\n")
    unfinished.replace(path)
    return path


def header(path: Path) -> Sequence[str]:
    """The column titles of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
