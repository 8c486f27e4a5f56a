"""What generated packages carry along as it stands: the validators that their tables are read by, in each language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def source(language: str, name: str) -> str:
    """The text of one of its files."""
    return (files("conformance.publish.emit.runtime") / language / name).read_text(encoding="utf-8")
