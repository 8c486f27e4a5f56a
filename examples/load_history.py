"""Puts the runs of a year into a history: ``python examples/load_history.py sqlite:///history.db [FILE.jsonl.xz]``."""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

import msgspec

from conformance.history.model import Run
from conformance.history.opening import open_store
from conformance.report.errors import UsageError

FILE = Path(__file__).resolve().parent / "history" / "2017.jsonl.xz"


def runs_of(file: Path = FILE) -> list[Run]:
    """The runs, in the order in which they were recorded."""
    with lzma.open(file) as lines:
        return [msgspec.json.decode(line, type=Run) for line in lines]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    try:
        with open_store(sys.argv[1]) as store:
            for run in runs_of(*map(Path, sys.argv[2:])):
                store.record(run)
    except UsageError as error:
        raise SystemExit(f"{error.text.zh}\n{error.text.en}") from None
