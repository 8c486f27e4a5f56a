"""The report as JSON: the form that other programs rely on."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.report.model import Report
from conformance.report.nil import has_nil, nil_step
from conformance.report.utf8 import as_json
from conformance.report.view import View

SUFFIXES = (".json",)


def render(report: Report, view: View) -> str:
    """The report's fields under their own names; the language was chosen when the findings were worded.

    What only words can say of an official submission, that it is a nil return, is a note.
    """
    said = [nil_step(report, view)] if view.official is not None and has_nil(report) else []
    return as_json(replace(report, notes=[*report.notes, *said]), 2) + "\n"
