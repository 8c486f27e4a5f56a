"""What a dossier consists of, before it is text, Markdown or JSON."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from conformance.catalog.store import Catalogue
from conformance.standard.links import Index, Ref
from conformance.standard.model import Standard, Text


class Ground(Struct, frozen=True):
    """What dossiers are made from."""

    catalogue: Catalogue
    index: Index
    standard: Standard
    few: int | None = 60
    """How many entries of a list are named before the rest is only counted; None: all of them."""


class Row(Struct, frozen=True):
    """A label and what is said under it; an empty label for a sentence or a line of a list."""

    label: Text
    value: Text
    depth: int = 0
    unsaid: bool = False
    """Whether all that is said is that the document does not say it (``unstated``)."""


class Section(Struct, frozen=True):
    """Rows under a heading, with a table below them where there is one."""

    heading: Text
    rows: tuple[Row, ...] = ()
    table: tuple[tuple[Text, ...], ...] = ()
    """The first line is the head."""


class Dossier(Struct, frozen=True):
    """Everything about one entry."""

    ref: Ref
    title: Text
    sections: tuple[Section, ...]
    data: dict[str, Any] = field(default_factory=dict)
    """The same for programs."""


def same(text: object) -> Text:
    """A text that is the same in both languages."""
    return Text(str(text), str(text))


def join(parts: list[Text]) -> Text:
    """Several texts in a row."""
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
