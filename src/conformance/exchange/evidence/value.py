"""A value in a source: what scanners find and what redaction works on."""

from __future__ import annotations

from typing import NamedTuple


class Value(NamedTuple):
    """A value in a source."""

    start: int
    end: int
    name: str | None
    """The key, column, element or parameter that holds it."""
    record: int
    """Number of the object, row or element whose values belong together."""
    form: bool = False
    """Whether blanks are written as ``+``."""
