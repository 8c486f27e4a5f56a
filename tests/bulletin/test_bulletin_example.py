"""The example history: it can be loaded as it stands, loses nothing on the way, and makes a year's report."""

from __future__ import annotations

import csv
import json
import lzma
import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bulletin.bulletins import STANDARD, example, plan, year
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


def test_what_made_the_example_makes_it_still(tmp_path: Path) -> None:
    """Its numbers follow from rules, which may change; who sends what, when and how much of it follows from the script alone."""
    script: Any = _loaded(FOLDER.parent / "make_history.py")
    kept = {run.id: run for run in example()}
    sent = islice(script.sendings(script.units()[1]), 3)
    for number, one in enumerate(sent, 1001):
        made = script.run_for(one, number, tmp_path)
        assert _told(made) == _told(kept[made.id])


def _told(run: Run) -> tuple[Any, ...]:
    return run.party, run.as_of, run.recorded, run.batch, run.period_from, [(one.item, one.rows) for one in run.inputs]


def _loaded(file: Path) -> Any:
    spec = spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
