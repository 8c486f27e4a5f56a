"""The views: one module of this package for each, loaded when it is made.

A new view is a module with ``FILE`` and ``render(raw)``, and its name in ``VIEWS``.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol, cast

from conformance.exchange.evidence.views.model import Raw
from conformance.report.files import write_whole

VIEWS = ("text", "html", "junit", "har", "requirements")


class Renderer(Protocol):
    """What the module of a view has."""

    FILE: str
    """Its name in a run folder."""

    def render(self, raw: Raw) -> str:
        """The view."""


def renderer(name: str) -> Renderer:
    """The module of a view. Raises KeyError for one that does not exist."""
    if name not in VIEWS:
        raise KeyError(name)
    return cast(Renderer, importlib.import_module(f"{__package__}.{name}"))


def write_views(folder: Path, raw: Raw) -> tuple[Path, ...]:
    """Write every view into a run folder, over those that are there. Raises UsageError where one cannot be written."""
    written = []
    for name in VIEWS:
        view = renderer(name)
        write_whole(folder / view.FILE, view.render(raw))
        written.append(folder / view.FILE)
    return tuple(written)
