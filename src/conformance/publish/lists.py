"""The lists of the shipped edition as pages show them: entries by reference, each with its title and a link to its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from conformance.standard.entries import Entry, read
from conformance.standard.load import DEFAULT_EDITION, load
from conformance.standard.model import Standard, Text
from conformance.standard.problems import Faulty
from conformance.standard.shapes import Shapes, load_shapes

KEYS = {
    "data-item": ("data", "items"),
    "behaviour": ("behaviour", "behaviours"),
    "application": ("application", "applications"),
    "regime": ("regime", "regimes"),
    "arrangement": ("arrangement", "arrangements"),
    "unit": ("unit", "units"),
}
"""Kind of work that is an entry → what users call its list, and its top-level key in the files."""


@dataclass(frozen=True)
class Lists:
    """What the pages are made from."""

    entries: Mapping[str, tuple[Entry, ...]]
    """Top-level key → entries, in order of files."""
    standard: Standard
    shapes: Shapes

    def of(self, key: str) -> tuple[Entry, ...]:
        """The entries under a top-level key."""
        return self.entries.get(key, ())

    def entry(self, key: str, identifier: str) -> Entry | None:
        """One entry; None where there is none."""
        return next((entry for entry in self.of(key) if entry.id == identifier), None)

    def labels(self, code_list: str) -> dict[str, str]:
        """Code → Chinese label."""
        return dict(self.shapes.codes.get(code_list, ()))


@cache
def shipped_lists() -> Lists:
    """The lists of the edition that the package carries. Raises Faulty where they depart from their shape."""
    folder = Path(str(files("conformance"))) / "catalogs" / DEFAULT_EDITION
    shapes = load_shapes()
    found = read(folder, shapes, shapes.files)
    if found.problems:
        raise Faulty(list(found.problems))
    return Lists({key: found.of(key) for key in shapes.files}, load(), shapes)


def text(value: Any) -> Text:
    """A text in the two languages, as it is written in an entry."""
    return Text(str(value["zh"]), str(value["en"]))


def both(value: Text, between: str = "<br>") -> str:
    """Chinese, then English; once where they are the same."""
    shown = [cell(value.zh)] if value.zh == value.en else [cell(value.zh), cell(value.en)]
    return between.join(shown)


def cell(words: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return words.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def row(cells: Iterable[object]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(str(each) for each in cells) + " |"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A Markdown table."""
    columns = list(heads)
    return [row(columns), "|---" * len(columns) + "|", *map(row, rows)]


def source(file: str) -> str:
    """Link from a page in ``docs/`` to a file of the edition."""
    return f"../catalogs/{DEFAULT_EDITION}/{file}"
