"""The formats of a bulletin: one module of this package for each, loaded when it is asked for (as those of a report)."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from conformance.bulletin.model import Bulletin
from conformance.report.errors import unknown
from conformance.report.view import View

FORMATS = ("text", "html", "xlsx", "json")
"""The formats in the order in which people are told of them; each is the name of its module."""


class Renderer(Protocol):
    """What a format's module has."""

    SUFFIXES: tuple[str, ...]

    def render(self, bulletin: Bulletin, view: View) -> str | bytes:
        """The bulletin in this format."""


def renderer(name: str) -> Renderer:
    """The renderer of a format. Raises UsageError for one that does not exist."""
    if name not in FORMATS:
        raise unknown("通报格式", "format of a bulletin", name, FORMATS)
    return cast(Renderer, importlib.import_module(f"{__package__}.{name}"))


def format_of(suffix: str) -> str | None:
    """The format whose files usually end in ``suffix`` (``.json``), None where it is no format's."""
    return next((name for name in FORMATS if suffix.lower() in renderer(name).SUFFIXES), None)
