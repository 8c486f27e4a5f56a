"""A manifest as plain data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from conformance.engine.references import SendingKind
from conformance.standard.model import Party


class DeclaredTotal(Struct, frozen=True):
    """What a number field is said to add up to."""

    field: str
    """The field as the manifest calls it."""
    sum: Decimal


class Publication(Struct, frozen=True):
    """How many decisions are to be made public, were, and are withheld on which ground."""

    to_publish: int
    published: int
    withheld: tuple[tuple[str, int], ...] = ()


class DeclaredFile(Struct, frozen=True):
    """One file of a submission, or one sheet of it, as its manifest has it."""

    written: str
    """The path as written."""
    path: Path
    records: int
    kind: SendingKind
    item: str | None = None
    sheet: str | None = None
    sha256: str | None = None
    totals: tuple[DeclaredTotal, ...] = ()
    publication: Publication | None = None
    line: int | None = None
    """Where its entry begins in the manifest."""

    @property
    def name(self) -> str:
        """The file, with its sheet where one is named."""
        return self.written if self.sheet is None else f"{self.written}（{self.sheet}）"


class Manifest(Struct, frozen=True):
    """What a submission is said to consist of."""

    path: str
    """As it is shown."""
    id: str
    first: date
    last: date
    kind: SendingKind
    kind_stated: bool
    """Whether the manifest says so, or full is taken for granted."""
    files: tuple[DeclaredFile, ...]
    party: Party | None = None
    party_line: int | None = None
    place: Path | None = None
    """Where it lies: elsewhere than at its path where it came in an archive."""

    def entries_of(self, path: Path) -> list[DeclaredFile]:
        """Its entries about a file."""
        return [file for file in self.files if same_file(file.path, path)]


class Contents(Struct, frozen=True):
    """What was judged, as far as a report does not say it."""

    manifest: Manifest | None
    digests: tuple[str | None, ...]
    """Of each input of the report, in its order: ``sha256:`` of the file, ``text-sha256:`` of the cells where there is none;
    None of what could not be read."""


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    return one.resolve() == other.resolve()
