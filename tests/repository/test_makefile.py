"""What ``make`` leaves behind is of its last run."""

from __future__ import annotations

import re
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def test_results_of_an_earlier_run_are_gone_before_tests_run():
    """A run that dies before it writes its results would else be taken for the one before, by ``make proved``."""
    lines = MAKEFILE.read_text(encoding="utf-8").splitlines()
    writing = {at: found[1] for at, line in enumerate(lines) if (found := re.search(r"--junitxml=(\S+)", line))}
    assert len(writing) == 2
    assert {at: lines[at - 1] for at in writing} == {at: f"\t@rm -f {file}" for at, file in writing.items()}
