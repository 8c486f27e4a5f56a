"""The report as one HTML file: read by people, printed, kept; no scripts, nothing loaded from elsewhere."""

from __future__ import annotations

from conformance.report.model import Report
from conformance.report.view import View

SUFFIXES = (".html", ".htm")


def render(report: Report, view: View) -> str:
    """The whole page. Its size is bounded whatever was found; every number in it is exact."""
    from conformance.report.html.page import page  # the template engine is loaded for those who want a page

    return page(report, view)
