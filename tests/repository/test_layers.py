"""Imports run one way, and the tool starts without its heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
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


def test_the_table_of_layers_names_each_of_them() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (contract,) = [one for one in contracts if one["type"] == "layers" and one["containers"] == ["conformance"]]
    assert contract["exhaustive"], "a module in no layer may import what it likes"
    layers = {name for layer in contract["layers"] for name in layer.split(" | ")}
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = page.partition("## Layers")[2].partition("\n## ")[0]
    assert layers - set(re.findall(r"`(\w+)`", table)) == set()


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


COPYLEFT = re.compile(r"GPL|GNU .*General Public", re.IGNORECASE)


def runtime_closure() -> set[str]:
    """What a plain installation pulls in, without extras."""
    found: set[str] = set()
    waiting = ["three-list-conformance"]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        # What is not installed cannot be looked at: better an error here than a licence nobody has seen.
        required = metadata.distribution(name).requires or []
        found.add(name)
        wanted = (Requirement(text) for text in required)
        waiting += [r.name for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    return found - {"three-list-conformance"}


def test_no_gpl_at_run_time() -> None:
    copyleft = {}
    for name in sorted(runtime_closure()):
        meta = metadata.metadata(name)
        classifiers = [word for word in meta.get_all("Classifier") or [] if word.startswith("License")]
        # The field License may hold the whole text of a licence, which names others further down.
        written = (meta.get("License") or "").strip().splitlines()[:2]
        words = [word for word in (meta.get("License-Expression"), *written, *classifiers) if word]
        assert words, f"{name} does not say under which licence it is"
        if any(COPYLEFT.search(word) for word in words):
            copyleft[name] = words
    assert copyleft == {}


@pytest.mark.parametrize("words", ["GPLv3", "AGPL-3.0-only", "LGPL", "GNU General Public License v2"])
def test_copyleft_is_recognised(words: str) -> None:
    assert COPYLEFT.search(words)


@pytest.mark.parametrize("words", ["MIT", "Apache-2.0", "BSD License", "MPL-2.0"])
def test_other_licences_are_not(words: str) -> None:
    assert not COPYLEFT.search(words)


def test_linkml_is_never_a_run_time_dependency() -> None:
    assert not {name for name in runtime_closure() if "linkml" in name}
