"""The formats of a report: one module (or package) of this package for each, loaded when it is asked for.

A new format is ``report/html.py`` with ``SUFFIXES`` and ``render(report, view)``, and its name in ``FORMATS``: modules
that render are not told from the others without loading them all, which takes longer than a small file to check.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from conformance.report.errors import unknown
from conformance.report.model import Report
from conformance.report.view import View

FORMATS = ("text", "json", "html", "xlsx", "csv", "sarif", "junit", "markdown")
"""The formats in the order in which people are told of them; each is the name of its module."""


class Renderer(Protocol):
    """What a format's module has."""

    SUFFIXES: tuple[str, ...]

    def render(self, report: Report, view: View) -> str | bytes:
        """The report in this format."""


def renderer(name: str) -> Renderer:
    """The renderer of a format. Raises UsageError for one that does not exist."""
    if name not in FORMATS:
        raise unknown("报告格式", "report format", name, FORMATS)
    return cast(Renderer, importlib.import_module(f"{__package__}.{name}"))


def format_of(suffix: str) -> str | None:
    """The format whose files usually end in ``suffix`` (``.json``), None where it is no format's."""
    if not suffix:  # none is told by that, and looking would load every renderer
        return None
    return next((name for name in FORMATS if suffix.lower() in renderer(name).SUFFIXES), None)
