"""The steps of proof that pages tell of: whole, or an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.publish.matrix.steps import STEPS, proofs, unproved
from conformance.standard.problems import Faulty

CELLS = {step: "[test_a.py::test_b, test_a.py::test_c]" for step in STEPS if step != "L0"}


def written(folder: Path, **cells: str) -> Path:
    row = "".join(f"    {step}: {cell}\n" for step, cell in (CELLS | cells).items())
    (folder / "steps.yaml").write_text(f"every:\n  L0: [test_a.py::test_a]\ntargets:\n  java:\n{row}", encoding="utf-8")
    return folder


def test_a_step_has_tests_or_a_reason(tmp_path):
    row = proofs(written(tmp_path, L4="{zh: 无, en: none}"))["java"]
    assert list(row) == list(STEPS)
    assert (row["L0"].tests, row["L1"].tests, row["L4"].tests) == (1, 2, 0)
    assert str(row["L4"].why.en) == "none"


@pytest.mark.parametrize("cells", [{"L5": "[a::b]"}, {"L4": "none"}, {"L4": "{en: none}"}, {"L4": "3"}])
def test_anything_else_is_refused(tmp_path, cells):
    with pytest.raises(Faulty, match=r"steps\.yaml"):
        proofs(written(tmp_path, **cells))


def test_only_oracle_is_declared_and_not_proved():
    assert [target for target in proofs() if unproved(target) is not None] == ["sql-oracle"]
