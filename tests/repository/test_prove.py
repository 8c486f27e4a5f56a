"""``make prove``: every artefact has every step, or says why not, and a test that did not run proves nothing."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conformance.artefacts import emitters

ROOT = Path(__file__).parents[2]


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prove_tool", ROOT / "tools" / "prove.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PROVE = loaded()
TABLE = PROVE.table()
CASES = {
    "passed": "",
    "failed": '<failure message="no"/>',
    "broken": '<error message="no"/>',
    "skipped": '<skipped message="javac not found"/>',
}


def test_every_artefact_has_a_row_and_nothing_else_has():
    assert set(TABLE) == set(emitters())


def test_the_tests_that_are_named_are_there():
    named = {
        one.function for row in TABLE.values() for cell in row.values() if not isinstance(cell, str) for one in cell
    }
    held = {
        f"{path}::{node.name}"
        for path in {one.partition("::")[0] for one in named}
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert named - held == set()


@pytest.mark.parametrize(
    ("parameters", "wanted", "belongs"),
    [
        ("json-schema-shipped", "json-schema", True),
        ("shipped-json-schema", "json-schema", True),
        ("python-record types", "python", True),
        ("pydantic-shipped", "python", False),
        ("sql-mysql", "sql-mysql", True),
        ("sql-mysql", "", True),
        ("", "java", False),
    ],
)
def test_parameters_tell_of_which_target_a_test_is(parameters, wanted, belongs):
    assert PROVE.is_of(PROVE.Named("f", parameters), PROVE.Named("f", wanted)) == belongs


def state(folder: Path, *cases: str) -> str:
    """What a cell of the tests ``a`` and ``b`` comes to, after these results of ``a``, and one of ``b`` that passed."""
    lines = [
        f'<testcase classname="tests.test_x" name="a[{n}]">{CASES[case]}</testcase>' for n, case in enumerate(cases)
    ]
    lines.append('<testcase classname="tests.test_x" name="b"/>')
    file = folder / "results.xml"
    file.write_text(f"<testsuites><testsuite>{''.join(lines)}</testsuite></testsuites>", encoding="utf-8")
    cell = tuple(PROVE.Named(f"tests/test_x.py::{name}") for name in "ab")
    return PROVE.of_cell(cell, list(PROVE.results([file])))[0]


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (["passed", "passed"], "proved"),
        (["passed", "skipped"], "skipped"),
        (["skipped", "failed"], "failed"),
        (["broken"], "failed"),
        ([], "not run"),
    ],
)
def test_a_step_is_proved_when_all_of_its_tests_ran_and_passed(tmp_path, cases, expected):
    assert state(tmp_path, *cases) == expected


@pytest.mark.parametrize(
    ("ci", "outcome", "code"),
    [("", "passed", 0), ("", "skipped", 0), ("true", "skipped", 1), ("", "failed", 1), ("", None, 1)],
)
def test_what_is_missing_is_left_out_here_and_a_failure_in_ci(tmp_path, monkeypatch, capsys, ci, outcome, code):
    inner = "" if outcome is None else f'<testcase classname="tests.test_x" name="a">{CASES[outcome]}</testcase>'
    file = tmp_path / "results.xml"
    file.write_text(f"<testsuite>{inner}</testsuite>", encoding="utf-8")
    cell = (PROVE.Named("tests/test_x.py::a"),)
    row = {step: cell if step == "L2" else "there is none" for step in PROVE.STEPS}
    monkeypatch.setattr(PROVE, "table", lambda: {"java": row})
    monkeypatch.setattr(sys, "argv", ["prove", "--results", str(file)])
    monkeypatch.setenv("CI", ci)
    assert PROVE.main() == code
    told = capsys.readouterr().out
    assert ("javac not found" in told) == (outcome == "skipped")
    assert ("NOT RUN" in told) == (outcome is None)


def test_results_that_are_not_there_prove_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["prove", "--results", str(tmp_path / "none.xml")])
    assert PROVE.main() == 1


@pytest.mark.parametrize("cell", ["L2: 3", "L2: []", "L2: [no test]", "L2: {en: none}", "L6: [a.py::b]"])
def test_a_row_that_is_none_is_refused(tmp_path, cell):
    file = tmp_path / "steps.yaml"
    none = "{zh: 无, en: none}"
    row = "{" + ", ".join(f"{step}: {none}" for step in ("L1", "L2", "L3", "L4", "wrong")) + "}"
    file.write_text(f"every: {{L0: {none}}}\ntargets:\n  java: {row}\n", encoding="utf-8")
    assert PROVE.table(file)
    name = cell.partition(":")[0]
    text = row.replace(f"{name}: {none}", cell) if f"{name}:" in row else row.replace("}", f", {cell}}}")
    file.write_text(f"every: {{L0: {none}}}\ntargets:\n  java: {text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="java"):
        PROVE.table(file)
