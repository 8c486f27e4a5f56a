"""The formats of a report: one module of this package for each, found by listing the package.

Adding ``report/html.py`` with ``SUFFIXES`` and ``render(report, view)`` is all that a new format needs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Protocol, cast

from conformance.report.errors import UsageError, unknown
from conformance.report.model import Report
from conformance.report.view import View

PROMISED = ("text", "json", "html", "xlsx", "csv", "sarif", "junit", "markdown")
"""Every format that the command line names, built or not."""


class Renderer(Protocol):
    """What a format's module has."""

    SUFFIXES: tuple[str, ...]

    def render(self, report: Report, view: View) -> str | bytes:
        """The report in this format."""


def _formats() -> Mapping[str, str]:
    package = __name__.rpartition(".")[0]
    modules = pkgutil.iter_modules(importlib.import_module(package).__path__)
    present = {module.name for module in modules}
    return {name: f"{package}.{name}" for name in PROMISED if name in present}


FORMATS = _formats()
"""Format → module, for the formats of this version."""


def renderer(name: str) -> Renderer:
    """The renderer of a format. Raises UsageError for one that does not exist or is not built yet."""
    if name in FORMATS:
        return cast(Renderer, importlib.import_module(FORMATS[name]))
    if name in PROMISED:
        known = list(FORMATS)
        raise UsageError(
            f"本版本尚不能输出 {name} 格式的报告；可用的有：{'、'.join(known)}。",
            f"Reports in the format {name} are not available in this version; known ones are: {', '.join(known)}.",
        )
    raise unknown("报告格式", "report format", name, FORMATS)


def format_of(suffix: str) -> str | None:
    """The format whose files usually end in ``suffix`` (``.json``), None where it is no format's."""
    return next((name for name in FORMATS if suffix.lower() in renderer(name).SUFFIXES), None)
