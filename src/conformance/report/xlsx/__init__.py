"""The annotated workbook (``--format xlsx``): summary, list of problems with links, and a copy of the data with bad cells
filled and explained.

``render`` makes what can be made of a report alone. The copy of the data and every finding need the run itself:
``outlet.WorkbookFile`` keeps them while files are judged.
"""

from __future__ import annotations

import io

from conformance.report.model import Report
from conformance.report.view import View

SUFFIXES = (".xlsx",)


def render(report: Report, view: View) -> bytes:
    """The workbook of a report, which says of itself that it has no copy of the data."""
    from conformance.report.xlsx.write import write_book

    target = io.BytesIO()
    write_book(target, report, view)
    return target.getvalue()
