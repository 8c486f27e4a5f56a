"""Imports run one way, and the tool starts without its heavy libraries."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
HEAVY = ("polars", "pyarrow", "numpy", "linkml", "linkml_runtime", "lxml", "python_calamine", "xlsxwriter")


def test_layers_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_help_and_version_start_light(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from conformance.cli.main import main\n"
        f"sys.argv = ['conformance', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('LOADED', sorted(set(sys.modules) & {set(HEAVY)!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "LOADED []" in done.stdout


def test_importing_the_package_is_light() -> None:
    program = f"import sys, conformance; print(sorted(set(sys.modules) & {set(HEAVY)!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def runtime_closure() -> set[str]:
    """What a plain installation pulls in, without extras."""
    found: set[str] = set()
    waiting = ["three-list-conformance"]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            required = metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        wanted = (Requirement(text) for text in required)
        waiting += [r.name for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    return found - {"three-list-conformance"}


def test_no_gpl_at_run_time() -> None:
    copyleft = {}
    for name in sorted(runtime_closure()):
        meta = metadata.metadata(name)
        words = [meta.get("License-Expression") or "", *(meta.get_all("Classifier") or [])]
        if any("GPL" in word for word in words):
            copyleft[name] = words
    assert copyleft == {}


def test_linkml_is_never_a_run_time_dependency() -> None:
    assert not {name for name in runtime_closure() if "linkml" in name}
