"""What must be true of the answer to any input whatever."""

from __future__ import annotations

from pathlib import Path

from conformance.api import check
from conformance.report.build import exit_code
from conformance.report.model import Report

from .bounded import digest, is_sentence


def answer(path: Path) -> Report:
    """The report on a file, on a fixed day."""
    return check(path, as_of="2016-12-31")


def broken(path: Path) -> str | None:
    """What is wrong with the answer to a file; None if nothing is. Raises whatever the check raises."""
    before = digest(path)
    report = answer(path)
    if digest(path) != before:
        return "the input was changed"
    if exit_code(report, "error") not in (0, 1, 2):
        return f"exit code {exit_code(report, 'error')}"
    for entry in report.inputs:
        if (entry.verdict == "not-checked") != bool(entry.problem):
            return f"{entry.verdict} with the problem {entry.problem!r}"
        if entry.problem and not is_sentence(entry.problem):
            return f"no sentence: {entry.problem!r}"
    again = answer(path)
    if again != report:
        return "another answer the second time"
    return None
