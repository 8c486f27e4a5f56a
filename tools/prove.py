"""Proves every artefact of the edition and shows what was proved: target × step, from the tests that publish/matrix/steps.yaml names.

A step is proved if at least one of its tests ran and all of them passed. A test that was left out because a tool is missing is
counted and named; in CI (CI=true) that is a failure. So is a step none of whose tests ran: a test that was renamed proves nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
STEPS_FILE = ROOT / "src" / "conformance" / "publish" / "matrix" / "steps.yaml"
RESULTS = ROOT / "build" / "results"
STEPS = ("L0", "L1", "L2", "L3", "L4", "wrong")
HEADS = ("same bytes", "parser", "compiler", "round trip", "verdicts", "wrong emitter")
_HERE = "tests/publish/emit/"


@dataclass(frozen=True, slots=True)
class Named:
    """A test as it is named in the file, or one that ran."""

    function: str
    """``tests/publish/emit/test_java.py::test_javac_takes_all_of_it``."""
    parameters: str = ""

    def __str__(self) -> str:
        return f"{self.function}[{self.parameters}]" if self.parameters else self.function


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a test."""

    test: Named
    outcome: str
    """``passed``, ``failed`` or ``skipped``."""
    why: str = ""


Cell = tuple[Named, ...] | str
Table = dict[str, dict[str, Cell]]


def table(file: Path = STEPS_FILE) -> Table:
    """Target → step → its tests, or why there are none. Raises ValueError for anything else."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    found: Table = {}
    for target, cells in content["targets"].items():
        both = {**content["every"], **cells}
        if set(both) != set(STEPS):
            raise ValueError(f"{target} has the steps {sorted(both)}, not {sorted(STEPS)}")
        found[target] = {step: _cell(both[step], target, step) for step in STEPS}
    return found


def _cell(given: object, target: str, step: str) -> Cell:
    if isinstance(given, dict) and given.keys() == {"zh", "en"}:
        return str(given["en"])
    if isinstance(given, list) and given and all(isinstance(one, str) and "::" in one for one in given):
        return tuple(_named(one, target) for one in given)
    raise ValueError(f"{step} of {target} is neither a list of tests nor a reason")


def _named(given: str, target: str) -> Named:
    function, _, parameters = given.partition("[")
    place = f"tests{function}" if function.startswith("/") else _HERE + function
    return Named(place, parameters.removesuffix("]").replace("%", target))


def is_of(ran: Named, named: Named) -> bool:
    """Whether a test that ran is one of those that are named: the function, and the target among its parameters."""
    of_target = not named.parameters or f"-{named.parameters}-" in f"-{ran.parameters}-"
    return ran.function == named.function and of_target


def results(files: Iterable[Path]) -> Iterator[Result]:
    """What became of every test, from what pytest has written (``--junitxml``)."""
    for file in files:
        for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
            function, _, parameters = case.get("name", "").partition("[")
            path = f"{case.get('classname', '').replace('.', '/')}.py"
            test = Named(f"{path}::{function}", parameters.removesuffix("]"))
            failed = [case.find(kind) for kind in ("failure", "error")]
            skipped = case.find("skipped")
            if any(one is not None for one in failed):
                yield Result(test, "failed")
            elif skipped is not None:
                yield Result(test, "skipped", skipped.get("message", ""))
            else:
                yield Result(test, "passed")


def of_cell(cell: Cell, ran: Sequence[Result]) -> tuple[str, list[Result]]:
    """What a cell comes to, and its results: ``proved``, ``failed``, ``skipped``, ``not run`` or ``none``."""
    if isinstance(cell, str):
        return "none", []
    found = {named: [one for one in ran if is_of(one.test, named)] for named in cell}
    every = [one for some in found.values() for one in some]
    outcomes = {one.outcome for one in every}
    if "failed" in outcomes:
        return "failed", every
    if not all(found.values()):
        return "not run", every
    return ("skipped" if "skipped" in outcomes else "proved"), every


def shown(wanted: Table, ran: Sequence[Result]) -> tuple[list[str], Counter[str]]:
    """The table as lines, and how many cells came to what."""
    cells = {(target, step): of_cell(wanted[target][step], ran) for target in wanted for step in STEPS}
    width = max(map(len, wanted))
    lines = [
        " " * width + "".join(f"  {step:>14}" for step in STEPS),
        " " * width + "".join(f"  {h:>14}" for h in HEADS),
    ]
    for target in wanted:
        said = (_said(*cells[target, step]) for step in STEPS)
        lines.append(f"{target:<{width}}" + "".join(f"  {one:>14}" for one in said))
    lines += _notes(wanted, cells)
    return lines, Counter(state for state, _ in cells.values())


def _said(state: str, found: Sequence[Result]) -> str:
    counted = Counter(one.outcome for one in found)
    words = {
        "proved": f"proved ({counted['passed']})",
        "skipped": f"skipped ({counted['skipped']})",
        "failed": f"FAILED ({counted['failed']})",
        "not run": "NOT RUN",
        "none": "-",
    }
    return words[state]


def _notes(wanted: Table, cells: Mapping[tuple[str, str], tuple[str, list[Result]]]) -> Iterator[str]:
    skipped = Counter(one.why for _, found in cells.values() for one in found if one.outcome == "skipped")
    if skipped:
        yield "\nSkipped because something is missing here:"
        yield from (f"  {count} tests: {why}" for why, count in sorted(skipped.items()))
    yield "\nSteps that an artefact does not have:"
    for target, row in wanted.items():
        yield from (f"  {target} {step}: {cell}" for step, cell in row.items() if isinstance(cell, str))
    yield ""
    for (target, step), (state, found) in cells.items():
        cell = wanted[target][step]
        if state == "failed":
            yield from (f"FAILED  {target} {step}: {one.test}" for one in found if one.outcome == "failed")
        if state == "not run" and not isinstance(cell, str):
            absent = [named for named in cell if not any(is_of(one.test, named) for one in found)]
            yield from (f"NOT RUN  {target} {step}: {one}" for one in absent)


def run_tests(wanted: Table, workers: str) -> Path:
    """Runs the tests that are named, the slow ones too. What became of them is in the file that is given back."""
    functions = {
        one.function for row in wanted.values() for cell in row.values() if not isinstance(cell, str) for one in cell
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / "proof.xml"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadfile", f"--junitxml={file}"]
    subprocess.run([*command, *sorted(functions)], cwd=ROOT, check=False)
    return file


def main() -> int:
    """Reads the arguments, runs the tests unless their results are given, and shows the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--results", type=Path, nargs="+", help="what pytest --junitxml has written; else the tests are run"
    )
    parser.add_argument("--workers", default="2")
    given = parser.parse_args()
    wanted = table()
    files = given.results or [run_tests(wanted, given.workers)]
    absent = [str(file) for file in files if not file.is_file()]
    if absent:
        print(f"prove: there are no results in {', '.join(absent)}", file=sys.stderr)
        return 1
    lines, counted = shown(wanted, list(results(files)))
    print("\n".join(lines))
    total = ", ".join(
        f"{counted[state]} {state}" for state in ("proved", "skipped", "failed", "not run") if counted[state]
    )
    print(f"\nprove: {len(wanted)} artefacts, {sum(counted.values()) - counted['none']} steps: {total}")
    bad = counted["failed"] + counted["not run"] + (counted["skipped"] if os.environ.get("CI") == "true" else 0)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
