"""The example history: it can be loaded as it stands, loses nothing on the way, and makes a year's report."""

from __future__ import annotations

import csv
import json
import lzma
from pathlib import Path

import msgspec

from bulletin.bulletins import STANDARD, plan, year
from conformance.history.model import Run

FOLDER = Path(__file__).parents[2] / "examples" / "history"


def test_the_example_of_a_year_is_loaded_whole_and_makes_its_report():
    with lzma.open(FOLDER / "2017.jsonl.xz") as packed:
        lines = packed.readlines()
    runs = [msgspec.json.decode(line, type=Run) for line in lines]
    lost = [
        run.id
        for run, line in zip(runs, lines, strict=True)
        if json.loads(msgspec.json.encode(run)) != json.loads(line)
    ]
    assert lost == []
    with (FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["party"] for row in csv.DictReader(file)}
    assert {run.party for run in runs} == units
    assert {one.item for run in runs for one in run.inputs} <= set(STANDARD.items)
    total = year(runs, 2017).total
    assert total.submissions > 1000
    assert total.submitted == total.on_time + total.late
    assert min(total.nil, total.late, total.rejected, total.displaced, total.missing) > 0
    assert {duty.party for duty in plan().duties} > units
