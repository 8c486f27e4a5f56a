"""The lists of the shipped edition as pages show them: entries by reference, each with its title and a link to its file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct, field

from conformance.standard.entries import Entry, read, text_of
from conformance.standard.links import Index, index
from conformance.standard.load import DEFAULT_EDITION, lists_folder, load
from conformance.standard.markdown import cell
from conformance.standard.model import Standard, Text
from conformance.standard.problems import Faulty
from conformance.standard.shapes import Shapes, load_shapes
from conformance.standard.yamlfile import YamlFile


class Lists(Struct, frozen=True):
    """What the pages are made from."""

    entries: Mapping[str, tuple[Entry, ...]]
    """Top-level key → entries, in order of files."""
    standard: Standard
    shapes: Shapes
    links: Index = field(default_factory=lambda: Index({}, {}, {}))
    """Who names whom; nothing where it was not asked for."""

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
    shapes = load_shapes()
    folder = lists_folder()
    found = read(folder, shapes, shapes.files)
    if found.problems:
        raise Faulty(list(found.problems))
    document = YamlFile(folder / "edition.yaml", folder).data["source_document"]
    return Lists({key: found.of(key) for key in shapes.files}, load(), shapes, index(found, document))


def text(value: Any) -> Text:
    """A text in the two languages, as it is written in an entry that has one there."""
    found = text_of(value)
    assert found is not None, value  # noqa: S101 - what is shipped keeps its shape
    return found


def both(value: Text, between: str = "<br>") -> str:
    """Chinese, then English; once where they are the same."""
    shown = [cell(value.zh)] if value.zh == value.en else [cell(value.zh), cell(value.en)]
    return between.join(shown)


def source(file: str) -> str:
    """Link from a page in ``docs/`` to a file of the edition."""
    return f"../catalogs/{DEFAULT_EDITION}/{file}"
