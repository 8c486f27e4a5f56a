"""The report as JSON: the form that other programs rely on."""

from __future__ import annotations

from conformance.report.model import Report
from conformance.report.utf8 import as_json
from conformance.report.view import View

SUFFIXES = (".json",)


def render(report: Report, view: View) -> str:
    """The report's fields under their own names; the language was chosen when the findings were worded."""
    return as_json(report, 2) + "\n"
