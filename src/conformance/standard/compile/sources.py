"""Everything that an edition is compiled from, read and held to its shape, before it is put together."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from conformance.standard.compile.catalogue import Catalogue
from conformance.standard.compile.declarations import Declared
from conformance.standard.compile.narrowing import Parts, all_declared
from conformance.standard.compile.rulebook import Entry
from conformance.standard.compile.schema import Schema
from conformance.standard.model import CodeList, RecordType
from conformance.standard.shapes import Shapes


class Sources(Struct, frozen=True):
    """What the lints look at and the edition is made of."""

    root: Path
    schema: Schema
    lists: dict[str, CodeList]
    record_types: dict[str, RecordType]
    """Without their checks."""
    entries: dict[str, Entry]
    declared: tuple[Declared, ...]
    """Checks of record types."""
    catalogue: Catalogue
    shapes: Shapes
    narrowed: dict[str, Parts]
    """Data item → what it asks beyond its record type."""
    asked: dict[str, dict[str, tuple[Declared, ...]]]
    """Party → record type → checks that hold for the party only."""

    def everything_declared(self) -> list[Declared]:
        """Every check there is, those of items and parties among them."""
        asked = (one for by_record in self.asked.values() for declared in by_record.values() for one in declared)
        return [*self.declared, *all_declared(self.narrowed), *asked]

    def of_record(self, record: str) -> list[Declared]:
        """The checks that belong to a record type."""
        return [one for one in self.declared if record in one.data["records"]]
