"""The examples of an integrator's first hour in Python and TypeScript, run as the guide says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publish.emit.proof import artefact, write
from publish.emit.test_typescript import compiler

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "integrators"
RECORDS = EXAMPLES / "licences.json"
PROBLEMS = """1: 0
2: 2
  subject_uscc uscc-check-digit
  valid_until date-order
3: 3
  approval_category code-list
  decision_date date
  project_name required
"""


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sorted_problems(told: str) -> list[str]:
    """Problems of a record have no order that is promised."""
    return sorted(line for line in told.splitlines() if line.startswith("  "))


def copied(name: str, folder: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / name, folder / name))


def test_the_first_hour_in_python(tmp_path):
    folder = write(artefact("python"), copied("python", tmp_path))
    told = run([sys.executable, "-X", "utf8", "first_hour.py", str(RECORDS), "right.json"], folder)
    assert sorted_problems(told) == sorted_problems(PROBLEMS)
    assert told.splitlines()[-1] == "沪环许〔2016〕第17号 1094"
    right = json.loads((folder / "right.json").read_text(encoding="utf-8"))
    assert right == json.loads(RECORDS.read_text(encoding="utf-8"))[:1]


@pytest.mark.slow
def test_the_first_hour_in_typescript(tmp_path):
    folder = copied("typescript", tmp_path)
    write(artefact("typescript"), folder / "standard")
    run([*compiler(), "-p", "standard"], folder)
    run([*compiler(), "-p", "."], folder)
    told = run(["node", "run.mjs", str(RECORDS), "right.json"], folder)
    assert sorted_problems(told) == sorted_problems(PROBLEMS)
    assert told.splitlines()[-1] == "沪环许〔2016〕第17号 true"
    right = json.loads((folder / "right.json").read_text(encoding="utf-8"))
    assert right == json.loads(RECORDS.read_text(encoding="utf-8"))[:1]


GUIDES = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("page", ["guide-integrator.en.md", "guide-integrator.zh.md"])
@pytest.mark.parametrize("example", ["python/first_hour.py", "typescript/firstHour.ts", "java/FirstHour.java"])
def test_the_commands_of_the_guide_are_those_of_the_example(page, example):
    """As they stand in both, but for the folder in which they are run, which the guide has first."""
    head = (EXAMPLES / example).read_text(encoding="utf-8").split("import ", 1)
    told = (EXAMPLES / example).read_text(encoding="utf-8") if example.endswith(".java") else head[0]
    starts = ("conformance ", "python ", "npm ", "npx ", "node ", "javac ")
    lines = [line.strip(" *") for line in told.splitlines()]
    commands = [line for line in lines if line.startswith(starts)]
    guide = (GUIDES / page).read_text(encoding="utf-8")
    assert f"cd examples/integrators/{example.partition('/')[0]}\n" in guide
    assert len(commands) >= 2
    assert [one for one in commands if f"\n{one}" not in guide] == []
